"""Asterisk: out (what is published) and in (what happened)."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "telephony"

    def ready(self) -> None:
        from callflows.services import what_if
        from telephony import handlers
        from telephony.applications import APPLICATIONS
        from telephony.sections import CALLS, USAGE
        from telephony.services import outside, purge, spoken_codes, traffic
        from tenants import applications, refs, sections, units
        from tenants import spoken_codes as codes
        from tenants.services import tree

        applications.register(*APPLICATIONS)
        sections.register(USAGE, CALLS)
        handlers.register()
        what_if.register_outside(outside.info)
        units.register(outside.units_of_account)
        codes.register(codes.Speaker(spoken_codes.number_of, spoken_codes.speak))
        tree.removers.append(purge.remove_files)
        refs.register_traffic(traffic.passed)
        for name in ("recording", "fax", "carrier"):
            refs.register_page(self.get_model(name), name)
        refs.register_page(self.get_model("callrecord"), "call")
