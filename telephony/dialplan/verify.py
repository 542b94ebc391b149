"""Does Asterisk hold what it was told?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telephony.dialplan.contexts import Context, Priority

_Step = tuple[str, str]  # application, data
_Place = tuple[str, str, int]  # context, extension, priority


@dataclass(frozen=True)
class Difference:
    """A place at which the dialplan is not what it should be; None: nothing is there."""

    context: str
    extension: str
    number: int
    expected: _Step | None
    found: _Step | None

    def __str__(self) -> str:
        place = f"{self.context},{self.extension},{self.number}"
        return f"{place}: told {_text(self.expected)}, holds {_text(self.found)}"


def compare(expected: Sequence[Context], found: Sequence[Context]) -> list[Difference]:
    """All differences, in order of their places; none if both mean the same.

    The order of extensions and the case of application names don't matter to Asterisk.
    """
    told, holds = _by_place(expected), _by_place(found)
    return [
        Difference(*place, told.get(place), holds.get(place))
        for place in sorted(told.keys() | holds.keys())
        if _normal(told.get(place)) != _normal(holds.get(place))
    ]


def _by_place(contexts: Iterable[Context]) -> dict[_Place, _Step]:
    return {
        (context.name, p.extension, p.number): _step(p)
        for context in contexts
        for p in context.priorities
    }


def _step(priority: Priority) -> _Step:
    return priority.application, priority.data


def _normal(step: _Step | None) -> _Step | None:
    return (step[0].lower(), step[1]) if step else None


def _text(step: _Step | None) -> str:
    return f"{step[0]}({step[1]})" if step else "nothing"
