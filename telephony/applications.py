"""What of the toolbar and of the control center belongs to calls."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application, control_page

APPLICATIONS = (
    application("notices", _("Notices")),
    # Live calls and registrations are one page's worth of state.
    application("live", _("Live calls")),
    application("registrations", _("Registrations")),
    application("history", _("Call history"), "history calls"),
    application("recordings", _("Recordings")),
    application("faxes", _("Faxes")),
    control_page("outside-calls", _("Outside calls")),
    control_page("carriers", _("Carriers")),
)
