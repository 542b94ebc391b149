"""Live calls and registrations: pages that follow the account's stream."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.access import Right
from tenants.generic.pages import AccountPage


class LivePage(AccountPage):
    """A page whose island opens the account's websocket."""

    right = Right.VIEW_CALLS


class LiveCalls(LivePage):
    """Calls in progress."""

    title = _("Live calls")
    template_name = "live/calls.html"


class Registrations(LivePage):
    """Devices that are registered now."""

    title = _("Registrations")
    template_name = "telephony/registrations.html"
