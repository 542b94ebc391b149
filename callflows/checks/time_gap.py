"""Moments at which no time frame holds and a call has nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from callflows.checks import Check, Subject
from callflows.exit_frames import exit_frames, ranked
from callflows.findings import Finding
from callflows.module import DEFAULT_BRANCH
from callflows.timeline import NO_RULE, any_year


class TimeGap(Check):
    """A module follows for all other times, unless some frame holds at any time."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            frames = exit_frames(node, subject.snapshot)
            if not frames or DEFAULT_BRANCH in node.keys:
                continue
            rules = tuple(rule for rule, _frame in ranked(frames))
            gaps = [part for part in any_year(rules) if part.rule == NO_RULE]
            if gaps:
                when = datetime.fromtimestamp(gaps[0].start, UTC)
                dated = any(rule.first for rule in rules)
                day = _("some days") if dated else WEEKDAYS[when.weekday()]
                values = {"day": day, "clock": f"{when:%H:%M}"}
                yield Finding("time_gap", node.path, DEFAULT_BRANCH, values)
