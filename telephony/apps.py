"""Asterisk: out (what is published) and in (what happened)."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "telephony"

    def ready(self) -> None:
        from telephony import handlers

        handlers.register()
