"""An account's ways to the public network, as the compiler and the simulator see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callflows.number_pattern import DIGITS
from callflows.public_numbers import (
    ALLOWED_AT_FIRST,
    CallClass,
    Plan,
    is_e164,
    plan,
)

DEFAULT_COUNTRY = "US"


class NumberFormat(StrEnum):
    """How a carrier wants to be told numbers."""

    PLUS = "plus"
    DIGITS = "digits"
    NATIONAL = "national"


FORMATS: Mapping[NumberFormat, str | Promise] = {
    NumberFormat.PLUS: _("E.164 with +, such as +16045550100"),
    NumberFormat.DIGITS: _("E.164 without +, such as 16045550100"),
    NumberFormat.NATIONAL: _("As in the country of its account"),
}


@dataclass(frozen=True)
class CarrierInfo:
    """A carrier. `endpoint` is its name in Asterisk; `plan` its account's country's.

    `prefixes` are beginnings of numbers in E.164 that it takes: none means all.
    """

    name: str
    endpoint: str
    plan: Plan
    prefixes: tuple[str, ...] = ()
    number_format: NumberFormat = NumberFormat.PLUS
    put_before: str = ""
    strip: int = 0
    emergency: bool = True

    def takes(self, e164: str) -> bool:
        """Whether calls to the number can go this way."""
        return not self.prefixes or e164.startswith(self.prefixes)


class Way(StrEnum):
    """Whether a call with the outside comes in or goes out."""

    INBOUND = "in"
    OUTBOUND = "out"


@dataclass(frozen=True)
class TrunkLimits:
    """How many calls with the outside an account may have at the same time.

    A call takes a trunk of its own way, or one of `both` when these are used up. A way
    has no limit if neither number is set; else one that is not set counts 0. With `over`
    calls beyond go on all the same, to be paid by the minute.
    """

    inbound: int | None = None
    outbound: int | None = None
    both: int | None = None
    over: bool = False

    def of(self, way: Way) -> tuple[int, int] | None:
        """Trunks of that way alone, and of both ways; None: no limit."""
        own = self.inbound if way == Way.INBOUND else self.outbound
        if own is None and self.both is None:
            return None
        return own or 0, self.both or 0

    def closes(self, way: Way) -> bool:
        """Whether no call can ever go that way."""
        return not self.over and self.of(way) == (0, 0)


@dataclass(frozen=True)
class Blocked:
    """A blacklist: numbers that can't be called, and callers that are refused.

    `numbers` and their `beginnings` are digits in E.164; `hidden`: callers who show no
    number are refused, too.
    """

    name: str
    numbers: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    hidden: bool = False

    def holds(self, e164: str) -> bool:
        """Whether the number is on the list."""
        return e164 in self.numbers or e164.startswith(self.beginnings)


@dataclass(frozen=True)
class OutsideInfo:
    """What an account may call, what it shows, and its carriers by their order.

    `above` are the carriers of the accounts above, nearest first; calls try them last.
    `blacklists` are those that are active.
    """

    plan: Plan = field(default_factory=lambda: plan(DEFAULT_COUNTRY))
    allowed: frozenset[CallClass] = frozenset(ALLOWED_AT_FIRST)
    caller_name: str = ""
    caller_number: str = ""
    emergency_number: str = ""
    carriers: tuple[CarrierInfo, ...] = ()
    above: tuple[CarrierInfo, ...] = ()
    trunks: TrunkLimits = field(default_factory=TrunkLimits)
    blacklists: tuple[Blocked, ...] = ()

    def list_of(self, e164: str) -> str:
        """The blacklist that the number is on; "" if it is on none."""
        found = (each.name for each in self.blacklists if each.holds(e164))
        return next(found, "") if e164 else ""

    def refuses(self, caller: str) -> str:
        """The blacklist that keeps a caller out; "" for one who gets through.

        `caller` is what a call from outside shows: without any digit it is hidden. What is no
        number as it is dialled in the account's country may be one without its `+`.
        """
        shown = "".join(c for c in caller if c in DIGITS or c == "+")
        digits = shown.replace("+", "")
        if not digits:
            return next((each.name for each in self.blacklists if each.hidden), "")
        whole = digits if is_e164(digits) else ""
        return self.list_of(self.plan.e164(shown) or whole)

    def ways(self, e164: str) -> list[CarrierInfo]:
        """Who would be tried for a number, in turn; nobody without any trunk."""
        if self.trunks.closes(Way.OUTBOUND):
            return []
        return [each for each in (*self.carriers, *self.above) if each.takes(e164)]


@dataclass(frozen=True)
class Judged:
    """What comes of dialling a number: its digits in E.164, class, who takes it.

    Without `e164` it is no public number; without `ways` nobody takes it, or the account
    may not call it. `blacklist` is the name of the list that forbids it.
    """

    e164: str = ""
    cls: CallClass | None = None
    allowed: bool = False
    ways: tuple[CarrierInfo, ...] = ()
    blacklist: str = ""


def judge(outside: OutsideInfo, dialled: str) -> Judged:
    """What a call to the number would meet, emergency calls aside."""
    e164 = outside.plan.e164(dialled)
    if not e164:
        return Judged()
    cls = outside.plan.classify(e164)
    blacklist = outside.list_of(e164)
    allowed = cls in outside.allowed and not blacklist
    ways = tuple(outside.ways(e164)) if allowed else ()
    return Judged(e164, cls, allowed, ways, blacklist)
