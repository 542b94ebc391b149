"""What of the toolbar belongs to people."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application, control_page

APPLICATIONS = (
    application("seats", _("Seats"), "seats users"),
    application("my-telephone", _("My telephone")),
    application("voicemail-boxes", _("Voicemail")),
    application("conferences", _("Conferences")),
    application("fax-boxes", _("Fax boxes")),
    application("groups", _("Groups")),
    application("directories", _("Directories")),
    control_page("blacklists", _("Blacklists")),
)
