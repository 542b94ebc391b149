"""Answers a call that rings at somebody else's telephone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from callflows.allowed import MOST, allowed, findings, names, telephones
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Admit, Cause, PickUp
from callflows.lowering import Scope
from callflows.members import Member
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot


class GroupPickupSettings(Settings):
    """Whose calls, and who may answer them."""

    members: tuple[Member, ...] = setting(
        _("Whose calls"),
        min_length=1,
        max_length=MOST,
        help=_("The first of them at whom a call rings."),
    )
    allowed: tuple[Member, ...] = allowed(required=False)


class GroupPickup(Module[GroupPickupSettings]):
    """The caller answers a call that rings at a colleague who is away."""

    label, icon, category = _("Group pickup"), "hand-grab", "telephone"
    help = _(
        "Answers the call that rings at a user, a device or a group. If none rings, the "
        "call goes on."
    )
    Settings = GroupPickupSettings
    examples = (
        {"members": [{"group": "01900000-0000-7000-8000-000000000033"}]},
        {
            "members": [{"user": "01900000-0000-7000-8000-000000000001"}],
            "allowed": [{"group": "01900000-0000-7000-8000-000000000033"}],
        },
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("No call rings")),
        Branch("refused", _("Not allowed"), optional=True),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        settings = self.settings
        title = _("Whose calls")
        yield from findings(settings.members, snapshot, node.path, "members", title)
        title = _("Who may do it")
        yield from findings(settings.allowed, snapshot, node.path, "allowed", title)

    def lower(self, scope: Scope) -> None:
        settings, known = self.settings, scope.snapshot
        nobody = scope.to(DEFAULT_BRANCH, Cause.NOT_FOUND)
        if settings.allowed:
            refused = scope.to("refused", Cause.REJECTED)
            scope.emit(Admit(telephones(settings.allowed, known), refused))
        whose = telephones(settings.members, known)
        scope.emit(PickUp(names(settings.members, known), whose, nobody))
