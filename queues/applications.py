"""What of the toolbar belongs to the call center."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application

APPLICATIONS = (
    application("queues", _("Queues")),
    application("agents", _("Agents")),
)
