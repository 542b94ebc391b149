"""Mails people about a call that nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Notice, Notify
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot, UserInfo
from pbxportal.lib.refto import RefTo


class MissedCallAlertSettings(Settings):
    """Who gets the mail."""

    users: tuple[Annotated[UUID, RefTo("user")], ...] = setting(
        _("Users"), min_length=1, max_length=20
    )


class MissedCallAlert(Module[MissedCallAlertSettings]):
    """The call goes on; if nobody has answered when it is over, there are mails."""

    label, icon, category = _("Missed call alert"), "mail-exclamation", "advanced"
    help = _("Mails users when the call ends without anybody having answered it.")
    Settings = MissedCallAlertSettings
    examples = ({"users": ["01900000-0000-7000-8000-000000000001"]},)
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        for id in self.settings.users:
            user = snapshot.get(UserInfo, id)
            if user and not user.has_email:
                yield Finding("no_email", node.path, "users", {"name": user.name})

    def lower(self, scope: Scope) -> None:
        for id in dict.fromkeys(self.settings.users):
            if user := scope.find(UserInfo, id):
                scope.emit(Notify(Notice.MISSED, id, user.name))
        scope.go_on()
