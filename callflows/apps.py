"""What a call meets: callflows, media, time frames; and the compiler."""

from django.apps import AppConfig


class CallflowsConfig(AppConfig):
    name = "callflows"

    def ready(self) -> None:
        from callflows import reference_kinds, snapshot
        from callflows.applications import APPLICATIONS
        from callflows.services import media, publishing, scenarios, schedules, usage
        from tenants import applications, outbox, units
        from tenants.services import tree

        applications.register(*APPLICATIONS)
        reference_kinds.register()
        snapshot.register("media", snapshot.load_media)
        snapshot.register("callflow", snapshot.load_callflows)
        snapshot.register("time_frame", snapshot.load_time_frames)
        snapshot.register("menu", snapshot.load_menus)
        snapshot.register("web_address", snapshot.load_web_addresses)
        snapshot.register("parking_lot", snapshot.load_parking_lots)
        outbox.register(schedules.KIND, schedules.carry_out)
        publishing.gates.append(scenarios.gate)
        tree.removers.append(media.remove_all)
        units.register(usage.all_units)
        outbox.register(usage.SCENARIOS, usage.hand_over_scenarios)
