"""Speaks to several people through their loudspeakers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, Page
from callflows.lowering import Scope
from callflows.members import Member, findings, reached
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot


class PageGroupSettings(Settings):
    """Who hears the caller, and whether the caller hears them."""

    members: tuple[Member, ...] = setting(_("Members"), min_length=1, max_length=50)
    audio: Literal["one_way", "two_way"] = setting(
        _("Sound"),
        "one_way",
        choices={
            "one_way": _("Only the caller speaks"),
            "two_way": _("All speak with each other"),
        },
    )
    beep: bool = setting(
        _("Tone before"), True, help=_("All hear it at the beginning.")
    )
    timeout: int = setting(
        _("Wait for"),
        10,
        ge=1,
        le=60,
        help=_("Seconds in which a telephone must have answered by itself."),
    )


class PageGroup(Module[PageGroupSettings]):
    """An announcement: telephones answer by themselves and play what the caller says."""

    label, icon, category = _("Page group"), "speakerphone", "advanced"
    help = _(
        "Telephones of users, devices and groups answer by themselves. If none of them "
        "is registered, the call goes on."
    )
    Settings = PageGroupSettings
    examples = (
        {"members": [{"group": "01900000-0000-7000-8000-000000000033"}]},
        {
            "members": [{"user": "01900000-0000-7000-8000-000000000001"}],
            "audio": "two_way",
            "beep": False,
        },
    )
    exits = (Branch(DEFAULT_BRANCH, _("Nobody there")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        return findings(self.settings.members, snapshot, node.path, "members")

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        found = [m.who for m in reached(settings.members, scope.snapshot)]
        scope.emit(
            Page(
                name=", ".join(who.name for who in found),
                devices=tuple(device for who in found for device in who.devices),
                two_way=settings.audio == "two_way",
                beep=settings.beep,
                seconds=settings.timeout,
                nobody=scope.to(DEFAULT_BRANCH, Cause.UNAVAILABLE),
            )
        )
