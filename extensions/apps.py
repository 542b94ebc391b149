"""People: seats and everything that belongs to a person."""

from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "extensions"

    def ready(self) -> None:
        from extensions import snapshots
        from extensions.models import PhoneUser, VoicemailBox
        from tenants import refs

        snapshots.register()
        refs.register(refs.Kind("user", PhoneUser, "user", "user"))
        refs.register(refs.Kind("voicemail_box", VoicemailBox, "voicemail box", "voicemail-box"))
