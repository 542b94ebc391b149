"""`make bench`: measurements, printed as a table at the end. None of them can fail by time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest


@dataclass
class Report:
    """What was measured: lines of (what, value)."""

    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, what: str, value: str) -> None:
        """One line of the table."""
        self.lines.append((what, value))

    def ratio(self, what: str, ours: float, other: float, aim: str) -> None:
        """A ratio with its aim."""
        self.add(what, f"{ours / other:.2f} (aim: {aim})")


_report = Report()


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    """The table; printed when the session ends."""
    yield _report
    width = max((len(what) for what, _ in _report.lines), default=0)
    print()  # noqa: T201
    for what, value in _report.lines:
        print(f"{what:{width}}  {value}")  # noqa: T201


def median_ms(
    work: Callable[[], object],
    times: int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """The median time of one run, in milliseconds.

    With `time.process_time` what else the machine does is not counted.
    """
    spent = []
    for _ in range(times):
        begin = clock()
        work()
        spent.append((clock() - begin) * 1000)
    return statistics.median(spent)
