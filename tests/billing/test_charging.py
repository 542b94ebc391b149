"""Months by the account's clock, set-ups, calls over the limit: each exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from billing.catalog.models import PlanItem, ServicePlan, Subscription
from billing.models import EntryKind
from billing.services import charging, ledger, quotes, subscriptions
from billing.services.ledger import Booking
from billing.services.plans import save_plan, subscription_of
from extensions.models import VoicemailBox
from extensions.services.seats import NewSeat, create_seat
from telephony.models import OutsideRules
from telephony.services import outside
from tenants.actor import Actor, acting
from tenants.models import Account, OutboxEntry
from tenants.services import tree
from tests.billing.conftest import MakePlan, amounts, books, over_limit, subscription

pytestmark = pytest.mark.django_db

At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def credit(account: Account, amount: str) -> None:
    with acting(Actor(account)):
        ledger.append(Booking(EntryKind.CREDIT, amount, Decimal(amount)))


def test_the_first_month_is_paid_by_days_and_the_set_up_once(
    seller: Actor, globex: Account, plan_of: MakePlan, at: At
) -> None:
    plan = plan_of(account="30.00", seat=("10.00", 1), set_up="49.00")
    at(utc(2026, 9, 21, 12))
    subscriptions.choose(globex, plan.pk)
    # Two seats, one of which is included; ten days of thirty.
    assert amounts(globex, "monthly") == ["-13.33"]
    assert amounts(globex, "one_off") == ["-49.00"]
    entry = books(globex)[-1]
    assert [line["amount"] for line in entry.lines] == ["10.00", "3.33"]
    at(utc(2026, 10, 1, 12))
    charging.month()
    assert amounts(globex, "monthly") == ["-13.33", "-40.00"]
    assert amounts(globex, "one_off") == ["-49.00"]
    assert ledger.balance(globex) == Decimal("-102.33")


def test_a_month_begins_by_the_clock_of_the_account(
    seller: Actor, globex: Account, plan_of: MakePlan, at: At
) -> None:
    plan = plan_of(account="31.00")
    # 23:30 on the last day of October in Newfoundland, in summer time (UTC-2:30).
    at(utc(2026, 11, 1, 2))
    subscriptions.choose(globex, plan.pk)
    assert amounts(globex, "monthly") == ["-1.00"]
    at(utc(2026, 11, 1, 2, 29))
    charging.month()
    assert len(amounts(globex, "monthly")) == 1
    at(utc(2026, 11, 1, 2, 30))
    charging.month()
    assert [e.reference for e in books(globex)] == ["2026-10", "2026-11"]
    # The clock goes back in the night: still November once.
    at(utc(2026, 11, 2))
    charging.month()
    assert len(amounts(globex, "monthly")) == 2


def test_missed_months_are_caught_up_each_once(
    seller: Actor, globex: Account, plan_of: MakePlan, at: At
) -> None:
    plan = plan_of(account="30.00")
    at(utc(2026, 11, 30, 12))
    subscriptions.choose(globex, plan.pk)
    at(utc(2027, 2, 3))
    for _ in range(3):
        charging.month()
    months = [entry.reference for entry in books(globex)]
    assert months == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert amounts(globex, "monthly")[1:] == ["-30.00"] * 3


def test_one_that_fails_stops_no_other(
    seller: Actor,
    globex: Account,
    acme: Account,
    plan_of: MakePlan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = plan_of(account="30.00")
    for account in (acme, globex):
        values = {"plan": plan, "since": timezone.now()}
        Subscription.objects.update_or_create(account=account, defaults=values)
    real = charging.settle

    def settle(account: Account) -> None:
        if account.slug == "acme":
            raise RuntimeError("no")
        real(account)

    monkeypatch.setattr(charging, "settle", settle)
    charging.month()
    assert len(amounts(globex, "monthly")) == 1


def test_another_price_counts_from_the_next_month_on(
    seller: Actor, globex: Account, plan_of: MakePlan, at: At
) -> None:
    plan = plan_of(minute="0.50", account="30.00")
    at(utc(2026, 9, 1, 12))
    subscriptions.choose(globex, plan.pk)
    with acting(seller):
        item = plan.items.get()
        item.price, item.pk, plan.minute_price = Decimal(60), None, Decimal(1)
        save_plan(plan, [item])
    over_limit(globex, 30)
    charging.month()
    charging.calls()
    assert (amounts(globex, "monthly"), amounts(globex, "calls")) == (
        ["-30.00"],
        ["-0.50"],
    )
    at(utc(2026, 10, 1, 12))
    charging.month()
    over_limit(globex, 30)
    charging.calls()
    assert amounts(globex, "monthly") == ["-30.00", "-60.00"]
    assert amounts(globex, "calls") == ["-0.50", "-1.00"]
    assert books(globex)[0].lines[0]["price"] == "30.00"


def test_a_change_of_plan_in_a_month_that_is_paid_charges_the_set_up_alone(
    seller: Actor, globex: Account, plan_of: MakePlan, at: At
) -> None:
    first = plan_of("First", account="30.00", set_up="5.00")
    second = plan_of("Second", account="90.00", set_up="7.00")
    at(utc(2026, 9, 1, 12))
    for plan in (first, second, first):
        subscriptions.choose(globex, plan.pk)
    assert amounts(globex, "monthly") == ["-30.00"]
    assert amounts(globex, "one_off") == ["-5.00", "-7.00"]
    at(utc(2026, 10, 1, 12))
    subscriptions.choose(globex, second.pk)
    # October began with the first one.
    assert amounts(globex, "monthly") == ["-30.00", "-90.00"]


def test_a_set_up_that_comes_later_is_for_those_who_come_later(
    seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    plan = plan_of()
    subscriptions.choose(globex, plan.pk)
    with acting(seller):
        save_plan(plan, [PlanItem(kind="set_up", price=Decimal(9))])
    charging.month()
    assert amounts(globex, "one_off") == []


def test_a_month_in_which_there_was_nothing_to_pay_stays_paid(
    seller: Actor, reseller: Account, globex: Account, plan_of: MakePlan
) -> None:
    plan = plan_of(conference="10.00")
    subscriptions.choose(globex, plan.pk)
    with acting(Actor(globex)):
        create_seat(NewSeat("More", "1500"))
    charging.month()
    assert amounts(globex, "monthly") == ["0.00"]


def test_what_is_counted(seller: Actor, globex: Account, plan_of: MakePlan) -> None:
    OutsideRules.objects.update_or_create(
        account=globex, defaults={"outbound_trunks": 2, "twoway_trunks": 3}
    )
    with acting(Actor(globex)):
        VoicemailBox.objects.create(number="7000", name="Alone", pin="1234")
    counted = quotes.counts(globex)
    assert {kind.value: n for kind, n in counted.items() if n} == {
        "account": 1,
        "set_up": 1,
        "seat": 2,
        "device": 2,
        "trunk": 5,
        "voicemail_box": 1,
    }
    plan = plan_of(seat=("10.00", 1), trunk=("2.00", 9), set_up="3.00")
    found = quotes.lines(plan, counted)
    assert [str(line.amount) for line in found] == ["10.00", "0.00", "3.00"]
    assert quotes.a_month(found) == 10


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.integers(0, 900),
)
def test_months_follow_each_other(start: datetime, days: int) -> None:
    since, until = start.date(), start.date() + timedelta(days=days)
    found = list(charging.months(since, until))
    assert found[0] == since.replace(day=1)
    assert all(first.day == 1 for first in found)
    assert found == sorted(set(found))
    every = {(since + timedelta(days=n)).replace(day=1) for n in range(days + 1)}
    assert set(found) == every


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 10_000))
def test_a_share_is_at_most_the_month(day: date, cents: int) -> None:
    amount = Decimal(cents) / 100
    line = quotes.Line(quotes.ItemKind.SEAT, 1, 0, amount, amount)
    (part,) = charging.share_of([line], day)
    assert 0 <= part.amount <= amount
    assert day.day != 1 or part.amount == amount


# --- calls --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(1, 1), (59, 1), (60, 1), (61, 2), (3600, 60)]
)
def test_each_minute_begun_is_charged(
    seller: Actor, globex: Account, plan_of: MakePlan, seconds: int, minutes: int
) -> None:
    subscriptions.choose(globex, plan_of(minute="0.25").pk)
    call = over_limit(globex, seconds)
    for _ in range(3):
        charging.calls()
    assert amounts(globex, "calls") == [str(-minutes * Decimal("0.25"))]
    entry = books(globex)[-1]
    assert (entry.call, entry.minutes) == (call.pk, minutes)
    assert "6045550188" in entry.text


def test_a_call_that_turns_out_longer_is_charged_the_rest(
    seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    subscriptions.choose(globex, plan_of(minute="0.25").pk)
    call = over_limit(globex, 50)
    charging.calls()
    type(call).objects.update(talk_seconds=200)
    charging.calls()
    charging.calls()
    assert amounts(globex, "calls") == ["-0.25", "-0.75"]


def test_what_is_not_charged(
    seller: Actor, globex: Account, acme: Account, plan_of: MakePlan
) -> None:
    over_limit(globex, 60)
    charging.calls()
    subscriptions.choose(globex, plan_of("Free").pk)
    over_limit(globex, 60)
    charging.calls()
    subscriptions.choose(globex, plan_of(minute="0.25").pk)
    over_limit(globex, 60, over_limit="")
    over_limit(globex, 0)
    old = timezone.now() - timedelta(days=3)
    over_limit(globex, 60, started_at=old)
    charging.calls()
    # The second one is from the time of the first plan, and this account has had one.
    assert len(amounts(globex, "calls")) == 1


def allowed(account: Account) -> bool:
    return outside.info(Account.objects.get(pk=account.pk)).trunks.over


def test_calls_over_the_limit_need_credit_where_a_minute_has_a_price(
    seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    OutsideRules.objects.update_or_create(
        account=globex, defaults={"outbound_trunks": 0, "over_limit": True}
    )
    assert allowed(globex)
    subscriptions.choose(globex, plan_of("Free").pk)
    assert allowed(globex)
    before = OutboxEntry.objects.filter(account=globex, kind="outbound").count()
    subscriptions.choose(globex, plan_of(minute="0.25").pk)
    assert not allowed(globex)
    rows = OutboxEntry.objects.filter(account=globex, kind="outbound")
    assert rows.count() == before + 1
    credit(globex, "0.30")
    assert allowed(globex)
    over_limit(globex, 61)
    charging.calls()
    assert ledger.balance(globex) == Decimal("-0.20")
    assert not allowed(globex)
    assert rows.count() == before + 3
    OutsideRules.objects.filter(account=globex).update(over_limit=False)
    credit(globex, "10")
    assert not allowed(globex)


def test_a_plan_ends_where_the_account_is_moved_away(
    globex: Account, reseller: Account, operator: Account, plan_of: MakePlan
) -> None:
    plan = plan_of(account="30.00", minute="0.25")
    with acting(Actor(operator)):
        subscriptions.choose(globex, plan.pk)
        assert subscription_of(globex)
        tree.move(globex, operator)
    globex.refresh_from_db()
    assert subscription_of(globex) is None
    assert subscription(globex) is not None
    charging.calls()
    other = plan_of("Other", sold_by=operator)
    with acting(Actor(operator)):
        subscriptions.choose(globex, other.pk)
    assert subscription(globex).plan == other  # type: ignore[union-attr]


def test_everything_again_changes_nothing(
    seller: Actor, globex: Account, plan_of: MakePlan
) -> None:
    plan: ServicePlan = plan_of(minute="0.25", account="30.00", set_up="4.00")
    subscriptions.choose(globex, plan.pk)
    over_limit(globex, 61)
    charging.calls()
    before = [vars_of(entry) for entry in books(globex)]
    for work in (charging.month, charging.calls):
        work()
    charging.carry_out(globex, [""])
    assert [vars_of(entry) for entry in books(globex)] == before


def vars_of(entry: Any) -> dict[str, Any]:
    return {key: each for key, each in vars(entry).items() if key != "_state"}
