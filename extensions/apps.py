"""People: seats and everything that belongs to a person."""

from django.apps import AppConfig


class ExtensionsConfig(AppConfig):
    name = "extensions"

    def ready(self) -> None:
        from callflows.services import numbers
        from callflows.services.usage import touch_callflows_using
        from devices import services as devices
        from extensions import reference_kinds, snapshots
        from extensions.applications import APPLICATIONS
        from extensions.sections import BLACKLISTS
        from extensions.services import logins, seats, voicemail
        from tenants import applications, sections, units
        from tenants.services import accounts

        applications.register(*APPLICATIONS)
        sections.register(BLACKLISTS)
        reference_kinds.register()
        snapshots.register()
        numbers.register_takers(seats.numbers_of_people)
        units.register(voicemail.all_units)
        accounts.followers.append(logins.follow_member)
        # A telephone that is disabled is left out of what is compiled.
        devices.follow(touch_callflows_using)
