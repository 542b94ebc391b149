"""Rings several people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, DialGroup, Order, Party
from callflows.lowering import Scope
from callflows.members import Member, findings, reached
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot


class RingMember(Member):
    """A user, a device or a group, and when they ring. What is set counts for each."""

    delay: int = setting(_("Ring after"), 0, ge=0, le=120, help=_("Seconds."))
    timeout: int = setting(_("Ring for"), 20, ge=1, le=300, help=_("Seconds."))
    weight: int = setting(
        _("Weight"),
        10,
        ge=1,
        le=100,
        help=_("Drawn by lot, a greater weight is more often earlier."),
    )


class RingGroupSettings(Settings):
    """Who rings, in which order, and how often."""

    members: tuple[RingMember, ...] = setting(
        _("Members"),
        min_length=1,
        max_length=50,
        help=_("Whoever is in it several times rings once, as first mentioned."),
    )
    strategy: Literal["together", "in_order", "weighted"] = setting(
        _("Order"),
        "together",
        choices={
            "together": _("All together"),
            "in_order": _("One after the other"),
            "weighted": _("One after the other, drawn by lot"),
        },
    )
    rounds: int = setting(_("Rounds"), 1, ge=1, le=10, help=_("How often all ring."))


class RingGroup(Module[RingGroupSettings]):
    """Several people ring, together or one after the other; one of them answers."""

    label, icon, category = _("Ring group"), "users-group", "basic"
    help = _(
        "Rings users, devices and groups until one of them answers. The others stop. "
        "Delays count from the start, or from the end of the one before."
    )
    Settings = RingGroupSettings
    examples = (
        {"members": [{"user": "01900000-0000-7000-8000-000000000001"}]},
        {
            "members": [
                {"group": "01900000-0000-7000-8000-000000000033", "timeout": 15},
                {"device": "01900000-0000-7000-8000-000000000014", "delay": 5},
            ],
            "strategy": "in_order",
            "rounds": 2,
        },
        {
            "members": [
                {"user": "01900000-0000-7000-8000-000000000001", "weight": 80},
                {"group": "01900000-0000-7000-8000-000000000033", "weight": 20},
            ],
            "strategy": "weighted",
        },
    )
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        return findings(self.settings.members, snapshot, node.path, "members")

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        parties = []
        for mention in reached(settings.members, scope.snapshot):
            own, who = settings.members[mention.place], mention.who
            times = own.delay, own.timeout, own.weight
            parties.append(Party(who.id, who.name, who.devices, *times))
        scope.emit(
            DialGroup(
                name=str(self.label),
                parties=tuple(parties),
                order=Order(settings.strategy),
                rounds=settings.rounds,
                unanswered=scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED),
            )
        )
