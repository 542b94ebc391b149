"""What of the toolbar belongs to telephones."""

from django.utils.translation import gettext_lazy as _

from tenants.applications import application

APPLICATIONS = (application("devices", _("Devices")),)
