"""Time frames that never decide where a call goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from callflows.checks import Check, Subject
from callflows.checks.time_overlap import undecided
from callflows.exit_frames import exit_frames, ranked
from callflows.findings import Finding
from callflows.snapshot_types import TimeFrameInfo
from callflows.time_rules import specificity
from callflows.timeline import any_year


class FrameNever(Check):
    """Each frame decides at some time: it is neither over nor always outdone.

    What two frames have in common, neither more exactly, is told by another check.
    """

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            frames = exit_frames(node, subject.snapshot)
            today = subject.around.today
            for frame in frames:
                if today and (last := _over(frame, today)):
                    values = {"name": frame.name, "day": last.isoformat()}
                    yield Finding("frame_over", node.path, str(frame.id), values)
            for frame in _outdone(frames):
                about = str(frame.id)
                yield Finding("frame_outdone", node.path, about, {"name": frame.name})


def _over(frame: TimeFrameInfo, today: date) -> date | None:
    """The last day of a frame that has only days gone by."""
    days = [rule.last for rule in frame.rules]
    lasts = [date(d.year, d.month, d.day) for d in days if d and d.year]
    # A window that begins on the last day may go on after midnight.
    ended = len(lasts) == len(days) > 0 and (today - max(lasts)).days > 1
    return max(lasts) if ended else None


def _outdone(frames: list[TimeFrameInfo]) -> Iterator[TimeFrameInfo]:
    """Frames of every week that never win against more exact ones."""
    pairs = ranked(frames)
    found = any_year(tuple(rule for rule, _frame in pairs))
    deciding = {pairs[part.rule][1].id for part in found if part.rule >= 0}
    even = {
        frame.id
        for one, other in combinations(frames, 2)
        if undecided(one, other)
        for frame in (one, other)
    }
    for frame in frames:
        weekly = all(specificity(rule)[0] == 2 for rule in frame.rules)
        if frame.rules and weekly and frame.id not in deciding | even:
            yield frame
