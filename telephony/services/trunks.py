"""How many trunks of an account are in use now, as the nodes tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from callflows.outside_lines import TrunkLimits, Way
from telephony import nodes
from telephony.dialplan.trunks import group
from telephony.publish.node import NodeLink
from telephony.publish.steps import on_all
from tenants.models import Account

_KINDS = (Way.INBOUND.value, Way.OUTBOUND.value, "both", "over")


@dataclass(frozen=True)
class Usage:
    """What is taken on all nodes, by the kind of trunk, and the limits.

    `unreachable` are nodes that did not answer.
    """

    limits: TrunkLimits
    taken: Mapping[str, int]
    unreachable: list[str]

    def as_json(self) -> dict[str, Any]:
        """For REST; a limit that is null is not set."""
        limits = self.limits
        return {
            "inbound": {"limit": limits.inbound, "in_use": self.taken["in"]},
            "outbound": {"limit": limits.outbound, "in_use": self.taken["out"]},
            "twoway": {"limit": limits.both, "in_use": self.taken["both"]},
            "over_limit": {"allowed": limits.over, "in_use": self.taken["over"]},
            "unreachable": self.unreachable,
        }

    def rows(self) -> list[tuple[str, str]]:
        """Label and value, for a page."""
        limits, taken = self.limits, self.taken
        over = _("allowed, by the minute; %(n)s now") if limits.over else _("refused")
        rows = [
            (_("Inbound trunks"), _in_use(limits.inbound, limits.both, taken["in"])),
            (_("Outbound trunks"), _in_use(limits.outbound, limits.both, taken["out"])),
        ]
        if limits.both is not None:
            rows.append((_("Two-way trunks"), _in_use(limits.both, 0, taken["both"])))
        if any(limits.of(way) for way in Way):
            rows.append((_("Calls over the limit"), over % {"n": taken["over"]}))
        if self.unreachable:
            text = _("%(nodes)s did not answer.")
            names = ", ".join(self.unreachable)
            rows.append((_("Not counted"), text % {"nodes": names}))
        return rows


def usage(account: Account, limits: TrunkLimits) -> Usage:
    """Asks every node what is in use of the account's trunks."""
    groups = [group(account.slug, kind) for kind in _KINDS]
    counts: list[list[int]] = []

    def ask(link: NodeLink) -> None:
        counts.append(link.count_in(groups))

    outcomes = on_all(nodes.load(), ask)
    taken = {kind: sum(each) for kind, *each in zip(_KINDS, *counts, strict=True)}
    silent = [outcome.node for outcome in outcomes if outcome.state != "ready"]
    return Usage(limits, taken, silent)


def _in_use(limit: int | None, both: int | None, taken: int) -> str:
    if limit is None and both is None:
        return _("%(n)s in use, no limit") % {"n": taken}
    return _("%(n)s of %(limit)s in use") % {"n": taken, "limit": limit or 0}
