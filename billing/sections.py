"""What an account pays and has left, as sections of its settings: for those above it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from billing.forms.sections import CreditForm, PlanForm
from billing.services import credit, ledger, quotes, subscriptions
from billing.services.plans import subscription_of
from telephony.services import outside
from tenants.models import Account
from tenants.sections import Section, Typed


def _read_plan(account: Account) -> dict[str, Any]:
    bought = subscription_of(account)
    return {"plan": bought.plan_id if bought else None}


def _told_of_plan(account: Account) -> dict[str, Any]:
    bought = subscription_of(account)
    if bought is None:
        return {
            "lines": [],
            "total": None,
            "currency": ledger.standing(account).currency,
        }
    found = quotes.lines(bought.plan, quotes.counts(account))
    return {
        "lines": [line.as_json() for line in found],
        "total": str(quotes.a_month(found)),
        "currency": bought.plan.currency,
    }


def _begin_plan(parent: Account, typed: Typed) -> dict[str, Any]:
    """No plan; `trunks` is what has been typed of them, for what the plan will cost."""
    usage = typed.get("usage") or _proposed(parent)
    limits = [str(usage.get(name) or "") for name in quotes.TRUNKS]
    trunks = sum(int(limit) for limit in limits if limit.isdecimal())
    return {"plan": None, "trunks": trunks}


def _proposed(parent: Account) -> Mapping[str, Any]:
    rules = outside.rules_of(parent)
    return {name: getattr(rules, name) for name in quotes.TRUNKS}


def _write_plan(account: Account, data: dict[str, Any]) -> None:
    subscriptions.choose(account, UUID(data["plan"]) if data["plan"] else None)


PLAN = Section(
    "plan",
    _("Service plan"),
    _("What the account pays by the month, and for calls over its limit."),
    PlanForm,
    _read_plan,
    _write_plan,
    order=45,
    begin=_begin_plan,
    told=_told_of_plan,
)


def _read_credit(account: Account) -> dict[str, Any]:
    return {"amount": None, "kind": "credit", "text": "", "reference": ""}


def _told_of_credit(account: Account) -> dict[str, Any]:
    return ledger.standing(account).as_json()


def _begin_credit(parent: Account, typed: Typed) -> dict[str, Any]:
    return {"amount": "0", "text": ""}


def _write_credit(account: Account, data: dict[str, Any]) -> None:
    amount = Decimal(data["amount"])
    # Nothing to begin with is all right, and adding nothing later is a mistake.
    if amount or account.ready_at:
        correct = data.get("kind") == "correction"
        reference = data.get("reference", "")
        credit.add(account, amount, data["text"], correct, reference)


CREDIT = Section(
    "credit",
    _("Credit"),
    _("What the account may still use up: months and calls are taken off it."),
    CreditForm,
    _read_credit,
    _write_credit,
    order=55,
    begin=_begin_credit,
    told=_told_of_credit,
)
