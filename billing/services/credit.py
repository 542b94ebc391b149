"""Credit of an account: added by who manages it, needed by calls over the limit."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from billing.catalog.models import OpeningCredit
from billing.models import EntryKind
from billing.services import charging, ledger
from billing.services.ledger import Booking
from billing.services.plans import subscription_of
from tenants import audit
from tenants.actor import acting_in, required
from tenants.models import Account
from tenants.services import tree

MOST = Decimal("999999999.99")


@transaction.atomic
def add(
    account: Account,
    amount: Decimal,
    text: str = "",
    correct: bool = False,
    reference: str = "",
) -> None:
    """Adds to the balance of an account below, for who manages it.

    `correct` takes away, too, and needs a reason. What has been added with the same
    `reference` before is not added again. Raises ValidationError for `amount` or `text`.
    """
    account = tree.reached(account)
    if amount == 0 or (amount < 0 and not correct):
        raise ValidationError({"amount": _("Credit is more than 0.")})
    if abs(amount) > MOST:
        raise ValidationError({"amount": _("That is too much at once.")})
    if correct and not text:
        raise ValidationError({"text": _("A correction needs a reason.")})
    if account.ready_at:
        kind = EntryKind.CORRECTION if correct else EntryKind.CREDIT
        with acting_in(account):
            booking = Booking(kind, reference or str(uuid4()), amount, text)
            if ledger.append(booking) is None:
                return
    else:
        _open_with(account, amount, text)
    audit.record_of_account("credit", account, {}, {"amount": amount, "text": text})


def _open_with(account: Account, amount: Decimal, text: str) -> None:
    OpeningCredit.objects.create(
        account=account, amount=amount, text=text, user=required().user
    )
    charging.when_ready(account)


def why_not_over(account: Account) -> str:
    """Why calls over the limit may not go on, as far as money is concerned; or ""."""
    bought = subscription_of(account)
    if bought is None or not bought.minute_price or ledger.balance(account) > 0:
        return ""
    return _("There is no credit for them.")
