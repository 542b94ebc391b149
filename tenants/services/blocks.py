"""Blocks of internal numbers: a reseller's range, and what accounts take of it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants import audit
from tenants.actor import required
from tenants.models import Account, NumberBlock, NumberRange
from tenants.models.number_block import HIGHEST
from tenants.services import objects


def range_of(account: Account) -> NumberRange:
    """The reseller's range; an unsaved one without values if there is none yet."""
    found = NumberRange.objects.filter(account=account).first()
    return found or NumberRange(account=account)


def save_range(numbers: NumberRange) -> None:
    """Saves where blocks begin and how large they are; assigned ones stay.

    Raises ValidationError by field.
    """
    objects.save(numbers)


def block_of(account: Account) -> NumberBlock | None:
    """The account's block, if it has one."""
    return NumberBlock.objects.filter(account=account).first()


@transaction.atomic
def assign_next(account: Account) -> NumberBlock:
    """Gives the account the lowest free block of the acting account's range.

    One that has a block keeps it. Raises ValidationError when there is no range or
    nothing is free in it.
    """
    # The range's row is the lock: two who assign at once get two blocks.
    numbers = (
        NumberRange.objects.select_for_update(of=("self",))
        .filter(account=required().account)
        .first()
    )
    if numbers is None:
        message = _("Set the number range first: where it begins, and a block's size.")
        raise ValidationError(message, code="range")
    if has := NumberBlock.objects.filter(account=account).first():
        return has
    first = _free(numbers)
    block = NumberBlock.objects.create(
        account=account, range=numbers, first=first, last=first + numbers.size - 1
    )
    audit.record_of_account("assign", account, {}, {"block": str(block)})
    return block


@transaction.atomic
def release(account: Account) -> None:
    """Takes the account's block back; its extensions stay, new ones are free to choose."""
    block = NumberBlock.objects.select_for_update().filter(account=account).first()
    if block is not None:
        before = {"block": str(block)}
        block.delete()
        audit.record_of_account("release", account, before, {})


def leave(pk: UUID) -> None:
    """Frees the blocks of an account that has moved, and of those below it.

    Those that still stand below the owner of their range keep them.
    """
    moved = NumberBlock.objects.filter(account__path__contains=f"/{pk}/")
    for block in moved.select_related("account", "range"):
        if block.range.account_id not in block.account.ancestor_ids():
            release(block.account)


def refuse_outside(field: str, number: str) -> None:
    """Raises ValidationError for the field unless the account's block has the number.

    An account without a block may choose any.
    """
    block = block_of(required().account)
    if block is not None and number not in block:
        message = _("Choose a number of this account's block, %(first)s to %(last)s.")
        values = {"first": block.first, "last": block.last}
        raise ValidationError({field: message % values})


def next_free(taken: Collection[str]) -> str:
    """The lowest number of the acting account's block that is not taken.

    "" if there is none, or no block.
    """
    block = block_of(required().account)
    if block is None:
        return ""
    numbers = (str(number) for number in range(block.first, block.last + 1))
    return next((number for number in numbers if number not in taken), "")


def _free(numbers: NumberRange) -> int:
    first = numbers.start
    taken = numbers.blocks.filter(last__gte=first).order_by("first")
    for low, high in taken.values_list("first", "last"):
        if first + numbers.size <= low:
            break
        # The next place of the grid behind the block.
        first += -(-(high + 1 - first) // numbers.size) * numbers.size
    if first + numbers.size - 1 > HIGHEST:
        message = _("No block is free: extensions have 8 digits at most.")
        raise ValidationError(message, code="full")
    return first
