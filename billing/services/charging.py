"""What is charged by itself: months, set-ups, and calls over the limit; each once.

Everything can be run again and by several at the same time: the books know what they have.
"""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from billing.catalog.models import OpeningCredit, ServicePlan, Subscription
from billing.models import EntryKind, LedgerEntry
from billing.services import ledger, quotes
from billing.services.ledger import Booking
from billing.services.plans import IN_FORCE, subscription_of
from billing.services.quotes import Line
from pbxportal.lib import money
from telephony.models import CallRecord
from tenants import outbox
from tenants.actor import Actor, acting
from tenants.models import Account
from tenants.units import Unit, touch

log = logging.getLogger(__name__)

# The outbox's request to open the books of an account once it is made.
KIND = "books"
# Records of calls that are imported later than this are not charged any more.
LOOK_BACK = timedelta(days=62)


def when_ready(account: Account) -> None:
    """Has what is due charged as soon as the account's schema is made."""
    with acting(Actor(account)):
        outbox.put(KIND)


def carry_out(account: Account, keys: list[str]) -> None:
    """The outbox's handler. What could not be made yet is looked for every hour."""
    account.refresh_from_db(fields=["ready_at"])
    if account.ready_at:
        settle(account)


# --- months -------------------------------------------------------------------------


def month() -> None:
    """Charges every account that has a plan for each month that has begun there."""
    bought = Subscription.objects.filter(IN_FORCE).values("account")
    opened = OpeningCredit.objects.values("account")
    due = Q(pk__in=bought) | Q(pk__in=opened)
    _each(Account.objects.in_use().filter(due), settle)


@transaction.atomic
def settle(account: Account) -> None:
    """Books the account's first credit, its set-up and the months that have begun."""
    with acting(Actor(account)):
        ledger.lock(account)
        _open(account)
        bought = subscription_of(account)
        if bought:
            _charge_set_up(bought)
            _charge_months(bought, account)


def _open(account: Account) -> None:
    opening = OpeningCredit.objects.filter(account=account).first()
    if opening is None:
        return
    with acting(Actor(account, opening.user)):
        kind, reference = EntryKind.CREDIT, f"opening:{opening.pk}"
        ledger.append(Booking(kind, reference, opening.amount, opening.text))
    opening.delete()


def _charge_set_up(bought: Subscription) -> None:
    if not bought.set_up_due:
        return
    plan = bought.plan
    found = [line for line in quotes.lines(plan, quotes.counts_of_new(0)) if line.once]
    amount = sum((line.amount for line in found), money.ZERO)
    if amount:
        kind, lines = EntryKind.ONE_OFF, [line.as_json() for line in found]
        ledger.append(Booking(kind, str(plan.pk), -amount, plan.name, lines))
    bought.set_up_due = False
    bought.save(update_fields=["set_up_due"])


def _charge_months(bought: Subscription, account: Account) -> None:
    since = _day(bought.since, account)
    known = ledger.references(EntryKind.MONTHLY)
    for first in months(since, _day(timezone.now(), account)):
        reference = f"{first:%Y-%m}"
        if reference in known:
            continue
        lines = share_of(_lines(bought.plan, account), max(since, first))
        # Nothing to pay is booked too: what comes later is for the next month.
        booking = Booking(
            EntryKind.MONTHLY,
            reference,
            -quotes.a_month(lines),
            f"{bought.plan}, {reference}",
            [line.as_json() for line in lines],
        )
        ledger.append(booking)
        _take_minute_price(bought)


def _take_minute_price(bought: Subscription) -> None:
    """Calls cost what the plan says by now; whether they need credit may be new."""
    if bought.minute_price != bought.plan.minute_price:
        bought.minute_price = bought.plan.minute_price
        bought.save(update_fields=["minute_price"])
        touch(Unit.OUTBOUND)


def _lines(plan: ServicePlan, account: Account) -> list[Line]:
    found = quotes.lines(plan, quotes.counts(account))
    return [line for line in found if not line.once]


def _day(moment: datetime, account: Account) -> date:
    return moment.astimezone(ZoneInfo(account.timezone)).date()


def months(since: date, until: date) -> Iterator[date]:
    """The first day of each month from that of `since` to that of `until`."""
    first = since.replace(day=1)
    while first <= until:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)


def share_of(lines: Iterable[Line], start: date) -> list[Line]:
    """The lines of a month that is paid from `start` on, by days."""
    days = monthrange(start.year, start.month)[1]
    left = days - start.day + 1
    return [
        replace(line, amount=money.pro_rata(line.amount, left, days)) for line in lines
    ]


# --- calls --------------------------------------------------------------------------


def calls() -> None:
    """Charges calls over the limit for accounts whose plan has a price for them."""
    over = _over_limit().filter(account=OuterRef("account"))
    paid = Subscription.objects.filter(IN_FORCE, minute_price__gt=0)
    due = paid.filter(Exists(over)).values("account")
    _each(Account.objects.in_use().filter(pk__in=due), charge_calls)


@transaction.atomic
def charge_calls(account: Account) -> None:
    """Books each minute begun of the account's calls over the limit, since it has a plan.

    A call that turns out to be longer, as the record of its next leg comes, is charged
    the rest then.
    """
    with acting(Actor(account)):
        ledger.lock(account)
        bought = subscription_of(account)
        if bought is None or not bought.minute_price:
            return
        for call in _unpaid(account, bought):
            _charge(call, bought.minute_price)


def _over_limit() -> QuerySet[CallRecord]:
    rows = CallRecord.objects.exclude(over_limit="").filter(talk_seconds__gt=0)
    return rows.filter(started_at__gte=timezone.now() - LOOK_BACK)


def _unpaid(account: Account, bought: Subscription) -> QuerySet[CallRecord]:
    own = LedgerEntry.objects.filter(call=OuterRef("pk")).order_by()
    paid = own.values("call").annotate(sum=Sum("minutes")).values("sum")
    rows = _over_limit().filter(account=account, started_at__gte=bought.since)
    rows = rows.annotate(paid=Coalesce(Subquery(paid), 0)).order_by("started_at")
    return rows.filter(talk_seconds__gt=F("paid") * 60)


def minutes_of(seconds: int) -> int:
    """How many minutes have begun."""
    return -(-seconds // 60)


def _charge(call: CallRecord, price: Decimal) -> None:
    total = minutes_of(call.talk_seconds)
    minutes = total - call.paid  # type: ignore[attr-defined]
    booking = Booking(
        EntryKind.CALLS,
        f"{call.pk}:{total}",
        -money.charged(minutes * price),
        f"{call.caller_number} → {call.dialled}, {minutes} min",
        call=call.pk,
        minutes=minutes,
    )
    ledger.append(booking)


def _each(accounts: QuerySet[Account], charge: Callable[[Account], None]) -> None:
    """One account's failure does not stop the others; it is tried again next time."""
    for account in list(accounts):
        try:
            charge(account)
        except Exception:
            log.exception("billing: %s was not charged", account.slug)
