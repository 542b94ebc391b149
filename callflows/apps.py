"""What a call meets: callflows, media, time frames; and the compiler."""

from django.apps import AppConfig


class CallflowsConfig(AppConfig):
    name = "callflows"

    def ready(self) -> None:
        from callflows import reference_kinds, snapshot

        reference_kinds.register()
        snapshot.register("media", snapshot.load_media)
        snapshot.register("callflow", snapshot.load_callflows)
        snapshot.register("time_frame", snapshot.load_time_frames)
