"""What of the toolbar and of the control center belongs to money."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application, control_page

APPLICATIONS = (
    application("plans", _("Plans")),
    control_page("billing", _("Billing")),
    control_page("transactions", _("Transactions"), "transactions ledger"),
)
