"""Plans: what a reseller sells, and what a change of one means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from billing.catalog.models import PlanItem, ServicePlan, Subscription
from tenants import audit
from tenants.actor import required
from tenants.models import Account
from tenants.refs import Use
from tenants.services import objects

KIND = "plan"
# Of a subscription: the account is right below who sells the plan.
IN_FORCE = Q(account__parent=F("plan__account"))


def plans_of(account: Account) -> QuerySet[ServicePlan]:
    """Those that the account sells, with how many accounts have each."""
    bought = Q(subscriptions__account__parent=F("account"))
    bought &= Q(subscriptions__account__deleted_at=None)
    rows = ServicePlan.objects.filter(account=account)
    return rows.annotate(buyers=Count("subscriptions", filter=bought)).prefetch_related(
        "items"
    )


def subscription_of(account: Account) -> Subscription | None:
    """The account's plan; None without one, or after it was moved away from who sells it."""
    rows = Subscription.objects.filter(IN_FORCE, account=account)
    return rows.select_related("plan").prefetch_related("plan__items").first()


@transaction.atomic
def save_plan(plan: ServicePlan, items: Sequence[PlanItem] | None = None) -> None:
    """Saves a plan of the account that acts and, if they are given, all its prices.

    Prices count from the next month on. Raises ValidationError by field, `items` for
    prices.
    """
    if plan._state.adding:
        plan.account = required().account
    else:
        _keep_currency(plan)
    objects.save(plan)
    if items is not None:
        _set_items(plan, items)


def twice(kinds: Iterable[str]) -> str:
    """What is wrong when a kind has two prices; "" if none has."""
    seen: set[str] = set()
    for kind in kinds:
        if kind in seen:
            return _("Each kind has one price: take the second one away.")
        seen.add(kind)
    return ""


@transaction.atomic
def delete_plan(plan: ServicePlan) -> None:
    """Deletes a plan that no account has; InUse names those that have it."""
    ServicePlan.objects.select_for_update().get(pk=plan.pk)
    objects.delete(plan, KIND)


def uses(kind: str, pk: UUID) -> list[Use]:
    """The accounts that have the plan, for `tenants.refs`."""
    if kind != KIND:
        return []
    rows = Subscription.objects.filter(IN_FORCE, plan_id=pk).select_related("account")
    return [Use(row.account.name, "account", row.account_id) for row in rows]


def _keep_currency(plan: ServicePlan) -> None:
    stored = ServicePlan.objects.select_for_update().get(pk=plan.pk)
    if stored.currency != plan.currency and plan.subscriptions.exists():
        text = _("Accounts have this plan: make another one for another currency.")
        raise ValidationError({"currency": text})


def _set_items(plan: ServicePlan, items: Sequence[PlanItem]) -> None:
    before = _plain(plan.items.all())
    if fault := twice(item.kind for item in items):
        raise ValidationError({"items": fault})
    if _plain(items) == before:
        return
    plan.items.all().delete()
    for item in items:
        item.plan = plan
        item.full_clean()
        item.save()
    audit.record("change", plan, {"items": before}, {"items": _plain(items)})


def _plain(items: Iterable[PlanItem]) -> list[dict[str, Any]]:
    return [
        {"kind": i.kind, "price": f"{i.price:.2f}", "included": i.included}
        for i in items
    ]
