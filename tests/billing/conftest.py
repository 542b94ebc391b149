"""A reseller who sells, and accounts below it that have bought nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from billing.catalog.models import PlanItem, ServicePlan, Subscription
from billing.models import LedgerEntry
from billing.services.plans import save_plan
from telephony.models import CallRecord
from tenants.actor import Actor, acting
from tenants.models import Account, User
from tenants.models.membership import Role

MakePlan = Callable[..., ServicePlan]


@pytest.fixture
def seller(reseller: Account, admin: User) -> Iterator[Actor]:
    """The reseller's admin, acting there."""
    with acting(Actor(reseller, admin, Role.RESELLER_ADMIN)) as actor:
        yield actor


@pytest.fixture
def plan_of(reseller: Account) -> MakePlan:
    """Makes a plan: prices by kind, or price and included quantity."""

    def make(
        name: str = "Small",
        minute: str = "0",
        sold_by: Account = reseller,
        **prices: Any,
    ) -> ServicePlan:
        plan = ServicePlan(name=name, minute_price=Decimal(minute))
        items = []
        for kind, given in prices.items():
            price, included = given if isinstance(given, tuple) else (given, 0)
            item = PlanItem(kind=kind, price=Decimal(price), included=included)
            items.append(item)
        with acting(Actor(sold_by)):
            save_plan(plan, items)
        return plan

    return make


def books(account: Account) -> list[LedgerEntry]:
    """All that was booked, the oldest first."""
    with acting(Actor(account)):
        return list(LedgerEntry.objects.order_by("number"))


def amounts(account: Account, kind: str) -> list[str]:
    """The amounts of a kind."""
    return [str(entry.amount) for entry in books(account) if entry.kind == kind]


def over_limit(account: Account, seconds: int, **values: Any) -> CallRecord:
    """A call over the limit that has ended."""
    now = timezone.now()
    values = {"over_limit": "outbound", "started_at": now, **values}
    return CallRecord.objects.create(
        account=account,
        pbx="pbx1",
        linkedid=uuid4().hex,
        direction="outbound",
        result="answered",
        caller_number="1001",
        dialled="6045550188",
        ended_at=now,
        talk_seconds=seconds,
        **values,
    )


def subscription(account: Account) -> Subscription | None:
    return Subscription.objects.filter(account=account).first()
