"""Which plan an account has."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.catalog.models import ServicePlan, Subscription
from billing.services import charging, ledger
from billing.services.plans import subscription_of
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account
from tenants.services import tree
from tenants.units import Unit, touch


def offered(seller: Account, account: Account | None = None) -> QuerySet[ServicePlan]:
    """What an account right below `seller` can choose, and what it has."""
    choosable = Q(active=True)
    if account is not None:
        choosable |= Q(subscriptions__account=account)
    rows = ServicePlan.objects.filter(choosable, account=seller).distinct()
    return rows.prefetch_related("items")


@transaction.atomic
def choose(account: Account, plan_id: UUID | None) -> None:
    """Gives the account below a plan, or none; for who manages it.

    The set-up is charged at once, and the rest of the month. Where a month has been charged
    already, the new plan's prices count from the next one on. Raises ValidationError for
    `plan` that is not on offer or in another currency than the books.
    """
    account = tree.reached(account)
    before = subscription_of(account)
    if plan_id == (before.plan_id if before else None):
        return
    plan = _found(account, plan_id) if plan_id else None
    if account.ready_at:
        # By the plan so far.
        charging.charge_calls(account)
    if plan is None:
        Subscription.objects.filter(account=account).delete()
    else:
        _store(account, plan, before)
    _note(account, before, plan)
    if account.ready_at:
        with acting(Actor(account)):
            touch(Unit.OUTBOUND)
        charging.settle(account)
    else:
        charging.when_ready(account)


def _note(
    account: Account, before: Subscription | None, plan: ServicePlan | None
) -> None:
    old = {"plan": str(before.plan) if before else ""}
    audit.record_of_account("change", account, old, {"plan": str(plan or "")})


def _found(account: Account, plan_id: UUID) -> ServicePlan:
    rows = ServicePlan.objects.select_for_update()
    rows = rows.filter(account=account.parent_id, active=True)
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise ValidationError({"plan": _("There is no such plan on offer.")})
    books = ledger.standing(account)
    if not books.empty and plan.currency != books.currency:
        text = _("The account's books are in %s: choose a plan in that currency.")
        raise ValidationError({"plan": text % books.currency})
    return plan


def _store(account: Account, plan: ServicePlan, before: Subscription | None) -> None:
    values = {
        "plan": plan,
        "set_up_due": True,
        "minute_price": plan.minute_price,
        "since": before.since if before else timezone.now(),
    }
    Subscription.objects.update_or_create(account=account, defaults=values)
