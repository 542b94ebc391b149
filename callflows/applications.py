"""What of the toolbar belongs to callflows."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application

APPLICATIONS = (
    application(
        "callflows",
        _("Callflows"),
        "callflows scenarios simulate findings modules references numbers used-by",
    ),
    application("problems", _("Problems")),
    application("scheduled-publications", _("Scheduled")),
    application("attendants", _("Auto attendants")),
    application("menus", _("Menus")),
    application("media", _("Media")),
    application("prompts", _("System prompts")),
    application(
        "time-frames", _("Time frames"), "time-frames holiday-calendars my-time-frames"
    ),
    application("parking-lots", _("Parking lots")),
    application("web-addresses", _("Web addresses")),
)
