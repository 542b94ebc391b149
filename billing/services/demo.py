"""What the demo has of plans and credit."""

from __future__ import annotations

from decimal import Decimal

from billing.catalog.models import ItemKind, PlanItem, ServicePlan, Subscription
from billing.services import credit, subscriptions
from billing.services.plans import save_plan
from tenants.actor import Actor, acting
from tenants.models import Account

# Name, description, price of a minute; price and included quantity by kind.
PLANS = (
    (
        "Office",
        "Seats by the month, with two trunks.",
        "0.0200",
        {
            ItemKind.ACCOUNT: ("10.00", 0),
            ItemKind.SEAT: ("12.50", 0),
            ItemKind.TRUNK: ("5.00", 2),
            ItemKind.SET_UP: ("49.00", 0),
        },
    ),
    (
        "Call center",
        "For agents and queues; calls over the limit cost nothing.",
        "0",
        {ItemKind.SEAT: ("12.50", 0), ItemKind.AGENT: ("20.00", 0)},
    ),
)


def load() -> None:
    """The reseller's plans, of which acme has the first one, with credit."""
    reseller = Account.objects.get(slug="reseller")
    acme = Account.objects.get(slug="acme")
    with acting(Actor(reseller)):
        for name, description, minute, prices in PLANS:
            if not ServicePlan.objects.filter(account=reseller, name=name).exists():
                plan = ServicePlan(name=name, description=description)
                plan.minute_price = Decimal(minute)
                items = [
                    PlanItem(kind=kind, price=Decimal(price), included=included)
                    for kind, (price, included) in prices.items()
                ]
                save_plan(plan, items)
        if not Subscription.objects.filter(account=acme).exists():
            credit.add(acme, Decimal("250.00"), "Welcome")
            first = ServicePlan.objects.get(account=reseller, name=PLANS[0][0])
            subscriptions.choose(acme, first.pk)
