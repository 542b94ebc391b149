"""Auto attendants as what people choose, and as documents of callflows.

`write()` makes the document, `read()` finds in a document what was chosen: only if
writing that again gives the very same, so a redrawn callflow is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from callflows.module import DEFAULT_BRANCH

Document = dict[str, Any]
USER, PLAY, REPEAT, TIER, HANG_UP = "user", "play", "repeat", "tier", "hangup"
OUTSIDE = "outside"
# Modules that a key leads to, by the kind of object, with the setting that points at it.
POINTING: Mapping[str, tuple[str, str]] = {
    USER: ("callflow", "callflow"),
    "queue": ("queue", "queue"),
    "directory": ("directory", "directory"),
    "voicemail": ("voicemail", "box"),
    PLAY: ("play", "media"),
}
# What those are called where references are kept.
KINDS: Mapping[str, str] = {
    USER: "user",
    "queue": "queue",
    "directory": "directory",
    "voicemail": "voicemail_box",
    PLAY: "media",
}
_END: Document = {"module": "hangup", "data": {"cause": "normal"}}


@dataclass(frozen=True)
class Target:
    """Where a key leads: a kind of POINTING with an id, repeat, tier or hangup.

    Or `outside`, with a number of the public network.
    """

    to: str
    id: UUID | None = None
    tier: Tier | None = None
    number: str = ""


@dataclass(frozen=True)
class Tier:
    """A menu with its keys; `menu` is the id of the menu that asks, once it is made."""

    keys: Mapping[str, Target] = field(default_factory=dict)
    prompt: UUID | None = None
    menu: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """All tiers, and when they hold: outside of `frame` calls go `otherwise`."""

    tier: Tier
    frame: UUID | None = None
    otherwise: Target = field(default_factory=lambda: Target(HANG_UP))


@dataclass(frozen=True)
class Known:
    """What a document alone does not say.

    `own` is the callflow's id, `flows` the callflow that answers each user's extension,
    `repeats` the key that repeats the prompt of each menu.
    """

    own: UUID
    flows: Mapping[UUID, UUID] = field(default_factory=dict)
    repeats: Mapping[UUID, str] = field(default_factory=dict)


def tiers(tier: Tier, place: str = "") -> Iterator[tuple[str, Tier]]:
    """All tiers by the keys that lead to them, the main one first."""
    yield place, tier
    for key, target in tier.keys.items():
        if target.tier:
            yield from tiers(target.tier, place + key)


def write(plan: Plan, known: Known) -> Document:
    """The document; every tier has its menu by now."""
    menu = _write_tier(plan.tier, known)
    if plan.frame is None:
        return menu
    frame = str(plan.frame)
    outside = _write_target(plan.otherwise, known, back=False)
    return {
        "module": "time_of_day",
        "data": {"frames": [frame]},
        "children": {frame: menu, DEFAULT_BRANCH: outside},
    }


def _write_tier(tier: Tier, known: Known) -> Document:
    children = {
        key: _write_target(target, known)
        for key, target in tier.keys.items()
        if target.to != REPEAT
    }
    return {"module": "menu", "data": {"menu": str(tier.menu)}, "children": children}


def _write_target(target: Target, known: Known, back: bool = True) -> Document:
    if target.tier:
        return _write_tier(target.tier, known)
    if target.to == OUTSIDE:
        return {"module": "forward", "data": {"number": target.number}}
    if target.to not in POINTING or target.id is None:
        return _END
    module, setting = POINTING[target.to]
    id = known.flows[target.id] if target.to == USER else target.id
    node = {"module": module, "data": {setting: str(id)}}
    if target.to != PLAY or not back:
        return node
    again = {"module": "callflow", "data": {"callflow": str(known.own)}}
    return {**node, "children": {DEFAULT_BRANCH: again}}


def read(document: Any, known: Known) -> Plan | None:
    """What was chosen, or None if the document has another shape (by now)."""
    try:
        plan = _read(document, known)
        return plan if write(plan, known) == document else None
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        return None


def _read(document: Any, known: Known) -> Plan:
    if document["module"] != "time_of_day":
        return Plan(_read_tier(document, known))
    (frame,) = document["data"]["frames"]
    children = document["children"]
    outside = _read_target(children[DEFAULT_BRANCH], known)
    return Plan(_read_tier(children[frame], known), UUID(frame), outside)


def _read_tier(node: Any, known: Known) -> Tier:
    menu = UUID(node["data"]["menu"])
    keys = {k: _read_target(child, known) for k, child in node["children"].items()}
    repeat = known.repeats.get(menu, "")
    return Tier({**keys, repeat: Target(REPEAT)} if repeat else keys, menu=menu)


def _read_target(node: Any, known: Known) -> Target:
    module, data = node["module"], node["data"]
    if module == "menu":
        return Target(TIER, tier=_read_tier(node, known))
    if module == "hangup":
        return Target(HANG_UP)
    if module == "forward":
        return Target(OUTSIDE, number=data["number"])
    to = next(to for to, (name, _) in POINTING.items() if name == module)
    id = UUID(data[POINTING[to][1]])
    if to == USER:
        id = next(user for user, flow in known.flows.items() if flow == id)
    return Target(to, id)
