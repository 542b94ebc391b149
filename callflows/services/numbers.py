"""Numbers that could lead to a callflow: which are free, and why others are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callflows.models import Callflow, CallflowNumber
from callflows.models.callflow import DIALLABLE
from tenants.actor import required
from tenants.services import blocks

# Where callflows are suggested to be: auto attendants, and all without a block.
FIRST, LAST = 8000, 8799

Takers = Callable[[], Iterable[str]]
_takers: list[Takers] = []


def register_takers(takers: Takers) -> None:
    """Adds what names further numbers that are not free, such as those of mailboxes."""
    _takers.append(takers)


def taken() -> set[str]:
    """All internal numbers that something of the account has."""
    numbers = set(CallflowNumber.objects.values_list("number", flat=True))
    return numbers.union(*(takers() for takers in _takers))


def free(count: int) -> list[str]:
    """The lowest free ones of the account's block; without one, of the 8000 series."""
    block = blocks.block_of(required().account)
    first, last = (block.first, block.last) if block else (FIRST, LAST)
    return lowest_free(first, last, count)


def lowest_free(first: int, last: int, count: int) -> list[str]:
    """At most so many of a series that nothing has."""
    not_free = taken()
    series = (str(number) for number in range(first, last + 1))
    return list(islice((n for n in series if n not in not_free), count))


@dataclass(frozen=True)
class Trouble:
    """Why a number can't lead to a callflow; `holder` is the one that it leads to."""

    number: str
    message: str
    holder: Callflow | None = None


def troubles(numbers: Iterable[str], flow: Callflow) -> Iterator[Trouble]:
    """What keeps these from leading to the callflow, in a constant number of queries."""
    wanted = list(dict.fromkeys(numbers))
    others = CallflowNumber.objects.filter(number__in=wanted).exclude(callflow=flow)
    holders = {each.number: each.callflow for each in others.select_related("callflow")}
    for number in wanted:
        if number in holders:
            yield Trouble(number, _leads_to(number, holders[number]), holders[number])
        elif why := _malformed(number):
            text = _("%(number)s: %(why)s") % {"number": number, "why": why}
            yield Trouble(number, text)


def _leads_to(number: str, flow: Callflow) -> str:
    text = _("%(number)s leads to “%(name)s” already.")
    return text % {"number": number, "name": flow.name}


def _malformed(number: str) -> str:
    try:
        DIALLABLE(number)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
