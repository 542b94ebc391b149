"""When a time rule holds, in words."""

from __future__ import annotations

from itertools import pairwise

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from callflows.time_rules import EVERY_DAY, MINUTES, Day, TimeRule
from pbxportal.lib.formats import clock_shown


def rule_in_words(rule: TimeRule) -> str:
    """Such as "Mon-Fri 09:00-17:00" or "Dec 24-Jan 2"; "always" without any limit."""
    parts = []
    if rule.weekdays != EVERY_DAY:
        parts.append(_weekdays(sorted(rule.weekdays)))
    if rule.first and rule.last:
        days = [_day(rule.first), _day(rule.last)]
        parts.append("–".join(dict.fromkeys(days)))
    if (rule.start, rule.end) != (0, MINUTES):
        parts.append(f"{clock_shown(rule.start)}–{clock_shown(rule.end)}")
    return " ".join(parts) or _("always")


def _weekdays(days: list[int]) -> str:
    """Three days or more in a row are a range."""
    rows: list[list[int]] = [[days[0]]]
    for before, day in pairwise(days):
        if day == before + 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    told = []
    for row in rows:
        names = [str(WEEKDAYS_ABBR[day]) for day in row]
        told += [f"{names[0]}–{names[-1]}"] if len(row) > 2 else names
    return ", ".join(told)


def _day(day: Day) -> str:
    name = f"{str(MONTHS_3[day.month]).capitalize()} {day.day}"
    return f"{name}, {day.year}" if day.year else name
