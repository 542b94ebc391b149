"""What of the toolbar and of the control center belongs to accounts."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application, control_page

APPLICATIONS = (
    application("accounts", _("Accounts"), "accounts sub-accounts number-range"),
    control_page("settings", _("Account settings"), "settings number-block"),
    control_page("people", _("People"), "people invitations identity-providers"),
    control_page("contacts", _("Contacts"), "contacts contacts-below"),
    control_page("delayed-saves", _("Delayed saves")),
    control_page("errors", _("Error log")),
    control_page("audit", _("Audit")),
)
