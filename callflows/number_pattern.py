r"""Patterns that a caller's number is compared with: a small language of our own.

    604123456|778123456      one of these anywhere in the number
    \b604123456\b            the whole number
    ^604\d{7}$               the same by its length
    6(04|72)[2-9].*          groups, classes, repetition: ? * + {2} {2,} {2,4}

Only digits are ever compared, so letters, blanks, `+` as a character, references back
and look-around are refused, with the place of the fault. What is accepted means the same
to POSIX extended expressions (which Asterisk's REGEX() uses), to Python's, and to
`matches()` here, whose time grows with the size of pattern and number only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from django.utils.translation import gettext as _

LONGEST = 200
DEEPEST = 5
# Characters that a pattern could be written out to, with its repetitions counted.
LARGEST = 400
MOST_TIMES = 40
# Digits of a number that are looked at.
NUMBER = 40

DIGITS = frozenset("0123456789")
_MANY: int | None = None
_QUANTIFIERS = {"?": (0, 1), "*": (0, _MANY), "+": (1, _MANY)}


class PatternError(ValueError):
    """What is wrong, and at which character (from 1)."""

    def __init__(self, place: int, why: str) -> None:
        values = {"place": place, "why": why}
        super().__init__(_("at character %(place)s: %(why)s") % values)
        self.place = place


@dataclass(frozen=True)
class Digit:
    """One of some digits."""

    among: frozenset[str]


@dataclass(frozen=True)
class Edge:
    r"""`^`, `$` or `\b`; a number has no other edges than its two ends."""

    kind: str


@dataclass(frozen=True)
class Repeat:
    """The part so many times; no `most`: without end."""

    part: Part
    least: int
    most: int | None


@dataclass(frozen=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Either:
    """One of some ways."""

    ways: tuple[Part, ...]


Part = Digit | Edge | Repeat | Row | Either


def parse(pattern: str) -> Part:
    """The pattern as a tree; raises PatternError."""
    if len(pattern) > LONGEST:
        why = _("a pattern has %(n)s characters at most") % {"n": LONGEST}
        raise PatternError(LONGEST + 1, why)
    tree = _Reader(pattern).whole()
    if size(tree) > LARGEST:
        raise PatternError(len(pattern), _("the repetitions make it too large"))
    return tree


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.text, self.at, self.depth = pattern, 0, 0

    def whole(self) -> Part:
        tree = self.either()
        if self.at < len(self.text):
            raise self.fault(_("“)” closes nothing"))
        return tree

    def fault(self, why: str, at: int | None = None) -> PatternError:
        return PatternError((self.at if at is None else at) + 1, why)

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, text: str) -> bool:
        """Goes past the text if it comes next."""
        found = self.text.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def either(self) -> Part:
        ways = [self.row()]
        while self.take("|"):
            ways.append(self.row())
        return ways[0] if len(ways) == 1 else Either(tuple(ways))

    def row(self) -> Part:
        parts: list[Part] = []
        while self.next and self.next not in "|)":
            parts.append(self.repeated())
        if not parts:
            raise self.fault(_("something must stand here"))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def repeated(self) -> Part:
        part = self.single()
        begin = self.at
        bounds = self.quantifier()
        if bounds is None:
            return part
        once = bounds[1] in (0, 1)
        # The C library takes the place where a group comes again for an edge.
        if isinstance(part, Edge) or (not once and has_edge(part)):
            raise self.fault(_("an edge can't be repeated"), begin)
        if self.next in ("?", "*", "+", "{"):
            raise self.fault(_("one repetition is enough"))
        return Repeat(part, *bounds)

    def quantifier(self) -> tuple[int, int | None] | None:
        for sign, bounds in _QUANTIFIERS.items():
            if self.take(sign):
                return bounds
        begin = self.at
        if not self.take("{"):
            return None
        least = self.number()
        most: int | None = least
        if self.take(","):
            most = _MANY if self.next == "}" else self.number()
        if not self.take("}"):
            raise self.fault(_("“}” is missing"))
        if most is not None and most < least:
            raise self.fault(_("the second number is the smaller one"), begin)
        return least, most

    def number(self) -> int:
        begin = self.at
        while self.next in DIGITS and self.at - begin < 4:
            self.at += 1
        if self.at == begin:
            raise self.fault(_("a number must stand here"))
        number = int(self.text[begin : self.at])
        if number > MOST_TIMES:
            why = _("%(n)s times at most") % {"n": MOST_TIMES}
            raise self.fault(why, begin)
        return number

    def single(self) -> Part:
        sign, begin = self.next, self.at
        self.at += 1
        if sign in DIGITS:
            return Digit(frozenset(sign))
        if sign == ".":
            return Digit(DIGITS)
        if sign in "^$":
            return Edge(sign)
        rest: dict[str, Callable[[], Part]] = {
            "\\": self.escaped,
            "[": self.chosen,
            "(": self.group,
        }
        if sign not in rest:
            raise self.fault(_wrong(sign), begin)
        return rest[sign]()

    def escaped(self) -> Part:
        if self.take("d"):
            return Digit(DIGITS)
        if self.take("b"):
            return Edge("b")
        raise self.fault(_("after “\\” only d and b are known"))

    def group(self) -> Part:
        begin = self.at - 1
        self.depth += 1
        if self.depth > DEEPEST:
            why = _("brackets are %(n)s deep at most") % {"n": DEEPEST}
            raise self.fault(why, begin)
        if not self.take("?:") and self.next == "?":
            raise self.fault(_("after “(?” only “:” is known"))
        inside = self.either()
        if not self.take(")"):
            raise self.fault(_("this bracket is never closed"), begin)
        self.depth -= 1
        return inside

    def chosen(self) -> Part:
        begin = self.at - 1
        negated, among = self.take("^"), set[str]()
        while not self.take("]"):
            if not self.next:
                raise self.fault(_("this bracket is never closed"), begin)
            among |= self.some()
        if negated:
            among = set(DIGITS - among)
        if not among:
            raise self.fault(_("no digit is in these brackets"), begin)
        return Digit(frozenset(among))

    def some(self) -> set[str]:
        """One digit in square brackets, several from one to another, or all."""
        if self.take("\\d"):
            return set(DIGITS)
        first = self.digit()
        if not self.take("-"):
            return {first}
        begin, last = self.at, self.digit()
        if last < first:
            raise self.fault(_("the second digit is the smaller one"), begin)
        return {str(digit) for digit in range(int(first), int(last) + 1)}

    def digit(self) -> str:
        if self.next not in DIGITS:
            raise self.fault(_("only digits can stand in square brackets"))
        self.at += 1
        return self.text[self.at - 1]


def _wrong(sign: str) -> str:
    if sign in "?*+{":
        return _("there is nothing to be repeated")
    return _("only digits are compared, not “%(sign)s”") % {"sign": sign}


def has_edge(part: Part) -> bool:
    """Whether there is one anywhere in the part."""
    match part:
        case Repeat(inner, _least, _most):
            return has_edge(inner)
        case Row(parts) | Either(parts):
            return any(map(has_edge, parts))
        case _:
            return isinstance(part, Edge)


def size(part: Part) -> int:
    """How many characters the part could be written out to."""
    match part:
        case Repeat(inner, least, most):
            return size(inner) * max(least, most or least + 1, 1)
        case Row(parts) | Either(parts):
            return sum(map(size, parts)) + 1
        case _:
            return 1


def posix(part: Part) -> str:
    r"""The same as a POSIX extended expression of `0-9[]()|{},^$`.

    A number has no edges but its ends, and an empty one is not compared, so `\b` is
    either end. `$` is always before `)`, so that no dialplan takes it for its own.
    """
    match part:
        case Digit(among):
            return f"[{''.join(sorted(among))}]"
        case Edge(kind):
            return {"^": "(^)", "$": "($)"}.get(kind, "(^|$)")
        case Repeat(inner, least, most):
            top = "" if most is None else most
            return f"({posix(inner)}){{{least},{top}}}"
        case Row(parts):
            return "".join(posix(each) for each in parts)
        case Either(ways):
            return f"({'|'.join(posix(each) for each in ways)})"


def matches(part: Part, number: str) -> bool:
    """Whether the pattern is found anywhere in the digits."""
    return bool(_ends(part, number, frozenset(range(len(number) + 1))))


def _ends(part: Part, number: str, begins: frozenset[int]) -> frozenset[int]:
    """Where the part can end when it begins at any of these places."""
    match part:
        case Digit(among):
            return frozenset(
                at + 1 for at in begins if at < len(number) and number[at] in among
            )
        case Edge(kind):
            edges = {"^": {0}, "$": {len(number)}}.get(kind, {0, len(number)})
            return begins & edges if number or kind != "b" else frozenset()
        case Row(parts):
            return reduce(lambda at, each: _ends(each, number, at), parts, begins)
        case Either(ways):
            return frozenset().union(*(_ends(each, number, begins) for each in ways))
        case Repeat():
            return _repeated(part, number, begins)


def _repeated(part: Repeat, number: str, begins: frozenset[int]) -> frozenset[int]:
    now = begins
    for _time in range(part.least):
        now = _ends(part.part, number, now)
    reached = now
    # More rounds than the number has digits lead nowhere new.
    rounds = len(number) + 1
    if part.most is not None:
        rounds = min(rounds, part.most - part.least)
    for _time in range(rounds):
        now = _ends(part.part, number, now) - reached
        if not now:
            break
        reached |= now
    return reached


def bare(number: str, country_code: str) -> str:
    """A number's digits without the country code.

    The code is taken off when at least seven digits follow it: it is no part of a short
    extension.
    """
    digits = "".join(c for c in number if c in DIGITS)[:NUMBER]
    rest = digits.removeprefix(country_code)
    return rest if len(rest) >= SHORTEST else digits


SHORTEST = 7
