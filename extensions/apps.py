"""People: seats and everything that belongs to a person."""

from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "extensions"

    def ready(self) -> None:
        from extensions import reference_kinds, snapshots

        reference_kinds.register()
        snapshots.register()
