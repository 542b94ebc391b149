"""Numbers that an account does not want to talk to."""

from __future__ import annotations

import re
import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.outside_lines import Blocked
from callflows.public_numbers import is_e164

MOST_NUMBERS = 500
# What is left open of a number that is a beginning.
REST = "*"
_BEGINNING = re.compile(r"[+][1-9][0-9]{0,14}")


def check_numbers(value: Any) -> None:
    """A list of numbers in E.164 with `+`, or of their beginnings with `*` at the end."""
    if not isinstance(value, list) or len(value) > MOST_NUMBERS:
        text = _("A list of at most %(most)s numbers.")
        raise ValidationError(text, params={"most": MOST_NUMBERS})
    for each in value:
        if not isinstance(each, str) or not is_entry(each):
            text = _(
                "“%(number)s” is neither a number such as +16045550100 nor a "
                "beginning such as +1900*."
            )
            raise ValidationError(text, params={"number": str(each)[:30]})


def is_entry(text: str) -> bool:
    """Whether it is a number, or a beginning, as lists have them."""
    if text.endswith(REST):
        return bool(_BEGINNING.fullmatch(text.removesuffix(REST)))
    return text.startswith("+") and is_e164(text[1:])


class Blacklist(models.Model):
    """Numbers that can't be called and, as callers, don't get through.

    It counts while it is `active`. `numbers` are in E.164 with `+`, or beginnings of such
    numbers with a `*` at their end; `hidden` is about callers who show no number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Off: the list is kept, but stops no call."),
    )
    hidden = models.BooleanField(
        _("callers who hide their number"),
        default=False,
        help_text=_("They don't get through either."),
    )
    numbers: Any = models.JSONField(
        _("numbers"), default=list, blank=True, validators=[check_numbers]
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("blacklist")
        verbose_name_plural = _("blacklists")

    def __str__(self) -> str:
        return self.name

    @property
    def number_count(self) -> int:
        """How many numbers and beginnings it has."""
        return len(self.numbers)

    def blocked(self) -> Blocked:
        """What the compiler and the simulator know of it."""
        digits = [each[1:] for each in self.numbers]
        return Blocked(
            self.name,
            frozenset(each for each in digits if not each.endswith(REST)),
            tuple(each.removesuffix(REST) for each in digits if each.endswith(REST)),
            self.hidden,
        )
