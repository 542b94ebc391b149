"""Time rules as expressions on numbers.

The clock is read once, so that a call can't slip between two rules while the minute
changes; GotoIfTime would read it anew each time, and knows neither years nor which day a
window over midnight began on. All operands are numbers, so no text can get into `$[…]`.
"""

from __future__ import annotations

from collections.abc import Iterable

from callflows.time_rules import EVERY_DAY, MINUTES, TimeRule, bounds
from telephony.dialplan.text import Safe, code

# The variables of a day: its weekday (1 = Monday), its date with and without the year.
_TODAY = (code("PBX_WEEKDAY"), code("PBX_MONTHDAY"), code("PBX_DATE"))
_EVE = (code("PBX_EVE_WEEKDAY"), code("PBX_EVE_MONTHDAY"), code("PBX_EVE_DATE"))
_FORMATS = (code("%%u"), code("%%m%%d"), code("%%Y%%m%%d"))
# This very minute of any year and of this year.
_MINUTE_OF_YEAR, _MINUTE_EVER = code("PBX_MOMENT"), code("PBX_STAMP")
_MOMENTS = (
    (_MINUTE_OF_YEAR, code("%%m%%d%%H%%M")),
    (_MINUTE_EVER, code("%%Y%%m%%d%%H%%M")),
)
# PBX_SHIFT is only ever set by nodes whose configuration was made for tests.
_NOW = code("PBX_NOW=$[${EPOCH} + 0${PBX_SHIFT}]")


def clock(conditions: Iterable[Safe], zone: Safe) -> list[Safe]:
    """Arguments of `Set()` for the variables that the conditions read, in order."""
    text = " ".join(conditions)
    minute = code(
        "PBX_MINUTE=$[${STRFTIME(${PBX_NOW},%s,%%H)} * 60"
        " + ${STRFTIME(${PBX_NOW},%s,%%M)}]",
        zone,
        zone,
    )
    eve = _day(_EVE, code("PBX_EVE"), zone, text)
    lines = [_NOW]
    if eve or "${PBX_MINUTE}" in text:
        lines.append(minute)
    lines += _day(_TODAY, code("PBX_NOW"), zone, text)
    lines += [
        code("%s=${STRFTIME(${PBX_NOW},%s,%s)}", name, zone, form)
        for name, form in _MOMENTS
        if f"${{{name}}}" in text
    ]
    if eve:
        # Noon of the day before: 24 hours back would miss it when clocks are changed.
        lines.append(code("PBX_EVE=$[${PBX_NOW} - ${PBX_MINUTE} * 60 - 43200]"))
    return [*lines, *eve]


def conditions(rule: TimeRule) -> list[Safe]:
    """Expressions of which one is true exactly when the rule holds."""
    cut = _cut(rule)
    if rule.overnight:
        evening = _joined([*_from(rule.start), *_begins(rule, _TODAY), *cut])
        morning = _joined([*_until(rule.end), *_begins(rule, _EVE), *cut])
        return [evening, morning]
    window = [*_from(rule.start), *_until(rule.end)]
    return [_joined([*window, *_begins(rule, _TODAY), *cut])]


def _day(names: tuple[Safe, ...], moment: Safe, zone: Safe, text: str) -> list[Safe]:
    """The variables of a day, as far as they are read in the text."""
    return [
        code("%s=${STRFTIME(${%s},%s,%s)}", name, moment, zone, form)
        for name, form in zip(names, _FORMATS, strict=True)
        if f"${{{name}}}" in text
    ]


def _from(start: int) -> list[Safe]:
    return [code("${PBX_MINUTE} >= %s", start)] if start else []


def _until(end: int) -> list[Safe]:
    return [code("${PBX_MINUTE} < %s", end)] if end < MINUTES else []


def _begins(rule: TimeRule, day: tuple[Safe, ...]) -> list[Safe]:
    """Whether a window of the rule may begin on that day."""
    weekday, monthday, date = day
    parts = []
    if rule.weekdays != EVERY_DAY:
        each = [code("${%s} = %s", weekday, d + 1) for d in sorted(rule.weekdays)]
        parts.append(code("(%s)", Safe(" | ".join(each))))
    if rule.first and rule.last and not rule.timed:
        name = monthday if rule.first.year is None else date
        first, last = rule.first.number, rule.last.number
        joint = " & " if first <= last else " | "
        begin, end = code("${%s} >= %s", name, first), code("${%s} <= %s", name, last)
        parts.append(code("(%s)", Safe(begin + joint + end)))
    return parts


def _cut(rule: TimeRule) -> list[Safe]:
    """Whether it is within a range that begins or ends within a day."""
    moments = bounds(rule)
    if moments is None:
        return []
    yearly = rule.first is not None and rule.first.year is None
    name = _MINUTE_OF_YEAR if yearly else _MINUTE_EVER
    begin, end = moments
    joint = code("&") if begin <= end else code("|")
    return [code("(${%s} >= %s %s ${%s} < %s)", name, begin, joint, name, end)]


def _joined(parts: list[Safe]) -> Safe:
    return Safe(" & ".join(parts)) if parts else code("1")
