"""What an import would take, change, keep locked and miss: row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """How it is taken, from the best to the worst."""

    TAKEN = "taken"
    CHANGED = "changed"
    MISSING = "missing"
    LOCKED = "locked"
    LEFT = "left"


STATES: dict[State, str | Promise] = {
    State.TAKEN: _("Taken"),
    State.CHANGED: _("Taken with changes"),
    State.MISSING: _("Points at nothing here"),
    State.LOCKED: _("Kept locked"),
    State.LEFT: _("Left out"),
}


@dataclass(frozen=True)
class Target:
    """What a document points at: its kind here, its id there, what it is called there.

    `id` is the object here; None if none was found.
    """

    kind: str
    foreign: str
    name: str
    id: UUID | None


@dataclass(frozen=True)
class Row:
    """One thing of the document: at which place, what it is, and what becomes of it."""

    place: str
    what: str
    state: State
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The state as people call it."""
        return str(STATES[self.state])

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "place": self.place,
            "what": self.what,
            "state": self.state.value,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Report:
    """All rows, and all that the document points at, each once."""

    rows: tuple[Row, ...] = ()
    targets: tuple[Target, ...] = field(default=())

    @property
    def missing(self) -> tuple[Target, ...]:
        """What was not found here."""
        return tuple(target for target in self.targets if target.id is None)

    def counts(self) -> dict[str, int]:
        """How many rows there are of each state."""
        return {s.value: sum(row.state == s for row in self.rows) for s in State}

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "counts": self.counts(),
            "rows": [row.as_json() for row in self.rows],
            "targets": [
                {
                    "kind": target.kind,
                    "foreign": target.foreign,
                    "name": target.name,
                    "id": str(target.id) if target.id else None,
                }
                for target in self.targets
            ],
        }


def once(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each target once, in their order."""
    return tuple(dict.fromkeys(targets))
