"""Time frames: whose they are, their rules in words and as files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from callflows import holiday_files
from callflows.models import TimeFrame
from callflows.services.usage import touch_callflows_using
from callflows.time_rules import (
    EVERY_DAY,
    MINUTES,
    TimeRule,
    clock_text,
    moment_text,
    read_rules,
    write_rule,
)
from tenants.actor import Actor
from tenants.services import objects

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LARGEST_FILE = 1_000_000


def check_rules(raw: Any) -> None:
    """Raises ValidationError on `rules` for what the compiler could not read."""
    try:
        read_rules(raw)
    except ValueError as error:
        raise ValidationError({"rules": str(error)}) from error


def save_frame(frame: TimeFrame) -> None:
    """Saves a time frame; live callflows that ask for it are published again."""
    objects.save(frame, _touch)


def delete_frame(frame: TimeFrame) -> None:
    """Deletes one that nothing points at."""
    objects.delete(frame, "time_frame")


def _touch(frame: TimeFrame) -> None:
    touch_callflows_using(frame.pk)


def owner_in_words(frame: TimeFrame, actor: Actor) -> str:
    """Whose it is: everybody's, or the one person's who sees it."""
    return _("Shared") if frame.owner_id is None else str(actor.user)


def sentences(frame: TimeFrame) -> list[str]:
    """One short sentence for each rule of the frame."""
    return [in_words(rule) for rule in read_rules(frame.rules)]


def in_words(rule: TimeRule) -> str:
    """A rule in one short sentence."""
    parts = []
    if rule.weekdays != EVERY_DAY:
        parts.append(", ".join(_(_WEEKDAYS[day]) for day in sorted(rule.weekdays)))
    if rule.minutes < MINUTES:
        parts.append(f"{clock_text(rule.start)} - {clock_text(rule.end)}")
    if rule.first and rule.last:
        begin = moment_text(rule.first, rule.begin)
        end = moment_text(rule.last, rule.until, MINUTES)
        parts.append(begin if begin == end else f"{begin} - {end}")
        if rule.first.year is None:
            parts.append(_("every year"))
    return ", ".join(parts) or _("always")


def as_file(calendar: TimeFrame, kind: str) -> str:
    """The text of the file; `kind` is `csv` or `ics`."""
    rules = read_rules(calendar.rules)
    if kind == "csv":
        return holiday_files.write_csv(rules)
    return holiday_files.write_ics(rules, calendar.name, timezone.now().year)


@dataclass(frozen=True)
class Import:
    """What a file of holidays would change, or has changed."""

    added: tuple[TimeRule, ...]
    known: tuple[TimeRule, ...]
    removed: tuple[TimeRule, ...]
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "added": [write_rule(rule) for rule in self.added],
            "known": [write_rule(rule) for rule in self.known],
            "removed": [write_rule(rule) for rule in self.removed],
            "faults": list(self.faults),
        }


def import_holidays(
    frame: TimeFrame, text: str, zone: str, *, replace: bool, dry_run: bool
) -> Import:
    """Takes the holidays of a file in; `replace` removes those that it lacks.

    A file with faults changes nothing, like a dry run: read `faults` of the answer.
    Raises ValidationError for a frame that is no holiday calendar and a huge file.
    """
    if frame.kind != TimeFrame.Kind.HOLIDAYS:
        raise ValidationError(_("Only holiday calendars take such files."))
    if len(text) > LARGEST_FILE:
        raise ValidationError({"text": _("The file is larger than 1 MB.")})
    found = holiday_files.read(text, zone)
    present = read_rules(frame.rules)
    result = Import(
        added=tuple(rule for rule in found.rules if rule not in present),
        known=tuple(rule for rule in found.rules if rule in present),
        removed=tuple(r for r in present if replace and r not in found.rules),
        faults=found.faults,
    )
    if not dry_run and not found.faults:
        kept = [rule for rule in present if rule not in result.removed]
        frame.rules = [write_rule(rule) for rule in (*kept, *result.added)]
        save_frame(frame)
    return result
