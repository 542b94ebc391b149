"""Time frames: their rules, read and put into words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callflows.models import TimeFrame
from callflows.time_rules import EVERY_DAY, TimeRule, clock_text, day_text, read_rules

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def check_rules(raw: Any) -> None:
    """Raises ValidationError on `rules` for what the compiler could not read."""
    try:
        read_rules(raw)
    except ValueError as error:
        raise ValidationError({"rules": str(error)}) from error


def sentences(frame: TimeFrame) -> list[str]:
    """One short sentence for each rule of the frame."""
    return [_in_words(rule) for rule in read_rules(frame.rules)]


def _in_words(rule: TimeRule) -> str:
    days = _("every day")
    if rule.weekdays != EVERY_DAY:
        days = ", ".join(_(_WEEKDAYS[day]) for day in sorted(rule.weekdays))
    words = f"{days} {clock_text(rule.start)} - {clock_text(rule.end)}"
    if rule.first and rule.last:
        words += f", {day_text(rule.first)} - {day_text(rule.last)}"
    return words
