"""Blocks of internal numbers that a reseller gives to the accounts below."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account

# Extensions have 2 to 8 digits, and none of a block begins with 0.
LOWEST, HIGHEST = 10, 99_999_999
MOST_NUMBERS = 1_000_000


class NumberRange(models.Model):
    """Where a reseller's blocks begin, and how many numbers one has."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="number_range", editable=False
    )
    start = models.PositiveIntegerField(
        _("first number"),
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
        help_text=_("Of the first block: 2 to 8 digits."),
    )
    size = models.PositiveIntegerField(
        _("numbers in a block"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_NUMBERS)],
        help_text=_("Blocks that are assigned already stay as they are."),
    )

    class Meta:
        verbose_name = _("number range")

    def __str__(self) -> str:
        return str(_("Number range"))


def _place() -> Func:
    """The block as a PostgreSQL range; those of two resellers never meet.

    An exclusion constraint by reseller and range would need the extension btree_gist.
    """
    base = F("range_id") * Value(HIGHEST + 1)
    return Func(base + F("first"), base + F("last"), Value("[]"), function="int8range")


class NumberBlock(models.Model):
    """Numbers from `first` to `last` from which an account takes its extensions."""

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="number_block"
    )
    range = models.ForeignKey(NumberRange, models.CASCADE, related_name="blocks")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("number block")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="number_blocks_apart",
                expressions=[(_place(), RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"

    def __contains__(self, number: str) -> bool:
        plain = number.isascii() and number.isdigit() and not number.startswith("0")
        return plain and self.first <= int(number) <= self.last
