"""What can be said of an imagined call besides who calls whom: a field for each thing.

Only what the callflows could meet has one. The editor and the page of the callflow show
the same fields; a field's `path` is its place in a scenario as REST takes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.instructions import Feature
from callflows.services.cast import Cast
from callflows.words.feature import FEATURES

Choices = tuple[tuple[str, str | Promise], ...]

OUTCOMES: Choices = (
    ("answer", gettext_lazy("Answers")),
    ("no-answer", gettext_lazy("Does not answer")),
    ("busy", gettext_lazy("Is busy")),
    ("offline", gettext_lazy("Is not registered")),
)
ACTIVITIES: Choices = (
    ("", gettext_lazy("Nothing")),
    ("ringing", gettext_lazy("It rings")),
    ("talking", gettext_lazy("Somebody talks")),
)
AGENTS: Choices = (
    ("", gettext_lazy("As the queue is set up")),
    ("available", gettext_lazy("One is free")),
    ("busy", gettext_lazy("All are busy or paused")),
    ("none", gettext_lazy("None is logged in")),
)
AGENT_STATES: Choices = (
    ("", gettext_lazy("Is no agent")),
    ("in", gettext_lazy("Is logged in")),
    ("out", gettext_lazy("Is logged out")),
    ("paused", gettext_lazy("Is paused")),
)


@dataclass(frozen=True)
class Circumstance:
    """A field. `kind` is `choice`, `text`, `number`, `numbers` (several) or `switch`."""

    path: tuple[str, ...]
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    @property
    def name(self) -> str:
        """As the page's form calls it: `outcome_<id>`, `lot_<id>_parked`."""
        return "_".join((SINGULAR[self.path[0]], *self.path[1:]))


@dataclass(frozen=True)
class Group:
    """Fields of one thing; those without a `title` matter most."""

    title: str
    fields: tuple[Circumstance, ...]


SINGULAR = {
    "outcomes": "outcome",
    "answers": "answer",
    "activity": "activity",
    "agent": "agent",
    "queues": "queue",
    "lots": "lot",
    "states": "state",
}


def groups(cast: Cast) -> list[Group]:
    """All fields of a callflow, those without a title first."""
    found = [Group("", tuple(_first(cast)))]
    for id, name in cast.queues.items():
        found.append(Group(_("Queue: %s") % name, _queue(id)))
    for id, name in cast.lots.items():
        found.append(Group(_("Parking lot: %s") % name, _lot(id)))
    for id, name in cast.users.items():
        found.append(Group(_("Settings of %s") % name, tuple(_settings(id))))
    return found


def as_json(found: list[Group]) -> list[dict[str, Any]]:
    """For REST."""
    return [asdict(group) for group in found]


def _first(cast: Cast) -> Iterator[Circumstance]:
    for id, name in cast.ringing.items():
        yield Circumstance(("outcomes", id), name, "choice", _read(OUTCOMES))
    for id, name in cast.programs.items():
        label = _("Answer of “%s”") % name
        yield Circumstance(("answers", id), label, "text", hint=_("No answer"))
    for id, name in cast.watched.items():
        label = _("Meanwhile at %s") % name
        yield Circumstance(("activity", id), label, "choice", _read(ACTIVITIES))
    if cast.agent:
        yield Circumstance(
            ("agent",), _("The caller as agent"), "choice", _read(AGENT_STATES)
        )


def _queue(id: str) -> tuple[Circumstance, ...]:
    where = ("queues", id)
    return (
        Circumstance((*where, "agents"), _("Agents"), "choice", _read(AGENTS)),
        Circumstance(
            (*where, "wait"), _("One answers after"), "number", hint=_seconds()
        ),
        Circumstance((*where, "full"), _("Too many callers"), "switch"),
        Circumstance(
            (*where, "key_after"),
            _("The caller presses the key to leave after"),
            "number",
            hint=_seconds(),
        ),
    )


def _lot(id: str) -> tuple[Circumstance, ...]:
    where = ("lots", id)
    return (
        Circumstance(
            (*where, "parked"), _("Spaces that are taken"), "numbers", hint="701 702"
        ),
        Circumstance(
            (*where, "taken_after"),
            _("Somebody takes the call after"),
            "number",
            hint=_seconds(),
        ),
    )


def _settings(id: str) -> Iterator[Circumstance]:
    for feature in Feature:
        kind = "switch" if feature == Feature.DO_NOT_DISTURB else "text"
        hint = "" if kind == "switch" else _("A number")
        label = str(FEATURES[feature])
        yield Circumstance(("states", id, str(feature)), label, kind, hint=hint)


def _seconds() -> str:
    return _("Seconds")


def _read(choices: Choices) -> tuple[tuple[str, str], ...]:
    return tuple((value, str(label)) for value, label in choices)
