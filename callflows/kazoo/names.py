"""Which object here is meant by an id there: by what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

# Ids that are no UUIDs get one, always the same, that no object has.
_FOREIGN = UUID("9a1fd2a0-6a5e-5d1b-9d0e-6b617a6f6f00")


@dataclass(frozen=True)
class Candidate:
    """An object of the account: its id, its name, and its number or URL, if it has one."""

    id: UUID
    name: str
    number: str = ""


# The objects of the account, by kind.
Candidates = Mapping[str, Iterable[Candidate]]


@dataclass
class Names:
    """Finds objects: by what somebody has said, then by number, then by name.

    `said` are answers by id there: an id, a number or a name here. What several objects
    are called is not found.
    """

    candidates: Candidates
    metadata: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    # Who has the callflow there, and the extensions that lead to it.
    owner: str = ""
    numbers: tuple[str, ...] = ()

    def find(self, kind: str, foreign: str) -> UUID | None:
        """The object here, if there is exactly one that it can be."""
        if kind == "web_address":
            return self._by(kind, {foreign}, "number")
        if answer := self.said.get(foreign):
            same = [c.id for c in self._all(kind) if str(c.id) == answer]
            return same[0] if same else self._by_words(kind, answer)
        if kind == "user" and foreign == self.owner:
            found = self._by(kind, set(self.numbers), "number")
            if found:
                return found
        if kind == "voicemail_box" and self.owner:
            found = self._by(kind, set(self.numbers), "number")
            if found:
                return found
        return self._by(kind, {self.name(foreign)}, "name")

    def name(self, foreign: str) -> str:
        """What the object is called there; empty if that is not known."""
        told = self.metadata.get(foreign)
        name = told.get("name") if isinstance(told, dict) else None
        return name if isinstance(name, str) else ""

    def _by_words(self, kind: str, words: str) -> UUID | None:
        return self._by(kind, {words}, "number") or self._by(kind, {words}, "name")

    def _by(self, kind: str, wanted: set[str], attribute: str) -> UUID | None:
        folded = {" ".join(text.split()).casefold() for text in wanted} - {""}
        found = [
            candidate.id
            for candidate in self._all(kind)
            if " ".join(getattr(candidate, attribute).split()).casefold() in folded
        ]
        return found[0] if len(found) == 1 else None

    def _all(self, kind: str) -> Iterable[Candidate]:
        return self.candidates.get(kind, ())


def placeholder(kind: str, foreign: str) -> UUID:
    """An id that stands for what was not found, so that it is seen as missing."""
    return uuid5(_FOREIGN, f"{kind}/{foreign}")
