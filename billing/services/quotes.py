"""What a plan costs an account: counted, priced, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.catalog.models import ItemKind, ServicePlan
from devices.models import Device
from extensions.models import Conference, FaxBox, Seat, VoicemailBox
from pbxportal.lib import money
from queues.models import Agent
from telephony.models import OutsideRules
from telephony.services import outside
from tenants.actor import Actor, acting
from tenants.models import Account

Counts = Mapping[ItemKind, int]
TRUNKS = ("inbound_trunks", "outbound_trunks", "twoway_trunks")


@dataclass(frozen=True)
class Line:
    """So many of a kind, of which some cost nothing."""

    kind: ItemKind
    quantity: int
    included: int
    price: Decimal
    amount: Decimal

    @property
    def label(self) -> str:
        """What people call the kind."""
        return str(self.kind.label)

    @property
    def once(self) -> bool:
        """Whether it is paid once and not by the month."""
        return self.kind == ItemKind.SET_UP

    def as_json(self) -> dict[str, Any]:
        """For REST and the books."""
        return {
            "kind": self.kind.value,
            "quantity": self.quantity,
            "included": self.included,
            "price": str(self.price),
            "amount": str(self.amount),
        }


def counts(account: Account) -> Counts:
    """How many of each kind the account has now."""
    if not account.ready_at:
        return counts_of_new(_trunks(outside.rules_of(account)))
    with acting(Actor(account)):
        alone = VoicemailBox.objects.filter(seat=None)
        return {
            **counts_of_new(_trunks(outside.rules_of(account))),
            ItemKind.SEAT: Seat.objects.count(),
            ItemKind.DEVICE: Device.objects.count(),
            ItemKind.CONFERENCE: Conference.objects.count(),
            ItemKind.FAX_BOX: FaxBox.objects.count(),
            ItemKind.VOICEMAIL_BOX: alone.count(),
            ItemKind.AGENT: Agent.objects.count(),
        }


def counts_of_new(trunks: int) -> Counts:
    """What an account has that was just made."""
    first = {ItemKind.ACCOUNT: 1, ItemKind.SET_UP: 1, ItemKind.TRUNK: trunks}
    return dict.fromkeys(ItemKind, 0) | first


def _trunks(rules: OutsideRules) -> int:
    return sum(getattr(rules, name) or 0 for name in TRUNKS)


def lines(plan: ServicePlan, counted: Counts) -> list[Line]:
    """The plan's kinds, each with what it costs for a whole month, or once."""
    found = []
    for item in plan.items.all():
        kind = ItemKind(item.kind)
        paid = max(counted[kind] - item.included, 0)
        amount = money.charged(paid * item.price)
        found.append(Line(kind, counted[kind], item.included, item.price, amount))
    return found


def a_month(found: Iterable[Line]) -> Decimal:
    """What the lines cost every month."""
    return sum((line.amount for line in found if not line.once), money.ZERO)


def prices(plan: ServicePlan) -> list[tuple[str, str]]:
    """Kind and price of each item, for people to read."""
    rows = []
    for item in plan.items.all():
        price = money.written(item.price, plan.currency)
        text = _("%(price)s, %(n)s included") if item.included else "%(price)s"
        rows.append(
            (
                str(ItemKind(item.kind).label),
                text % {"price": price, "n": item.included},
            )
        )
    return rows


def summary(plan: ServicePlan) -> str:
    """The plan's prices in one sentence."""
    parts = [f"{what} {price}" for what, price in prices(plan)]
    if plan.minute_price:
        price = money.written(plan.minute_price, plan.currency)
        parts.append(_("minute over the limit %s") % price)
    return "; ".join(parts) or _("costs nothing")


def facts(plan: ServicePlan, counted: Counts) -> list[tuple[str, str]]:
    """Label and value of each line, then the sum a month, for people to read."""
    found = lines(plan, counted)
    rows = [(line.label, _reckoned(line, plan.currency)) for line in found]
    total = money.written(a_month(found), plan.currency)
    return [*rows, (_("Total a month"), total)]


def _reckoned(line: Line, currency: str) -> str:
    values = {
        "n": line.quantity,
        "included": line.included,
        "price": money.written(line.price),
        "amount": money.written(line.amount, currency),
    }
    if line.included:
        return _("%(n)s, %(included)s included, × %(price)s = %(amount)s") % values
    return _("%(n)s × %(price)s = %(amount)s") % values
