"""Tells a program about the call."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Notice, Notify
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import WebAddressInfo
from pbxportal.lib.refto import RefTo


class WebhookSettings(Settings):
    """Which program."""

    address: Annotated[UUID, RefTo("web_address")] = setting(_("Web address"))


class Webhook(Module[WebhookSettings]):
    """A program is told; the call goes on at once."""

    label, icon, category = _("Webhook"), "webhook", "programs"
    help = _(
        "Sends caller, number and time to a web address. The call does not wait; what "
        "can't be delivered is tried again for an hour."
    )
    Settings = WebhookSettings
    examples = ({"address": "01900000-0000-7000-8000-000000000021"},)
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def lower(self, scope: Scope) -> None:
        id = self.settings.address
        if address := scope.find(WebAddressInfo, id):
            scope.emit(Notify(Notice.WEBHOOK, id, address.name))
        scope.go_on()
