"""The call center's set-up: queues and the agents who answer them."""

from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "queues"

    def ready(self) -> None:
        from queues import reference_kinds, snapshots
        from queues.applications import APPLICATIONS
        from queues.services import agents
        from tenants import applications, units

        applications.register(*APPLICATIONS)
        reference_kinds.register()
        snapshots.register()
        units.register(agents.all_units)
