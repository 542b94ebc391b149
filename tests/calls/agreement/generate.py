"""Random callflows and random calls to them.

A module takes part by an entry in SETTINGS, which draws its settings; its exits come
from the module itself. What a machine can't be party to stands in HUMAN, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from callflows.module import modules

Document = dict[str, Any]

# Menus at different depths have prompts of their own, so that a caller notices when one
# follows on another without a pause.
PROMPTS = tuple(range(1500, 1800, 50))
PROMPTS_OF_OTHER = tuple(range(1900, 2200, 50))
KEYS = (*"1234567890", "*", "#")
INVALID = 1300
SOUNDS = (420, 520)
DEEPEST = len(PROMPTS) - 1
MOST_MODULES = 9


@dataclass(frozen=True)
class Cast:
    """Ids of what a callflow may point at; sounds by their frequency."""

    users: tuple[str, ...]
    devices: tuple[str, ...]
    boxes: tuple[str, ...]
    sounds: Mapping[int, str]
    frames: tuple[str, ...]
    other: str


@dataclass
class Drawing:
    """A callflow that is being drawn."""

    random: Random
    cast: Cast
    prompts: tuple[int, ...] = PROMPTS
    kinds: tuple[str, ...] = ()
    count: int = 0
    keys: list[str] = field(default_factory=list)

    def module(self, depth: int) -> Document:
        """A module and what hangs on its exits."""
        self.count += 1
        full = self.count >= MOST_MODULES or depth >= DEEPEST
        name = self.random.choice(ENDINGS if full else self.kinds)
        data = SETTINGS[name](self, depth)
        kind = modules()[name]
        node: Document = {"module": name, "data": data}
        if self.random.random() < 0.05:
            node["skip"] = True
        children = {}
        for branch in kind(kind.Settings.model_validate(data)).branches():
            if self.random.random() < (0.2 if branch.optional else 0.85):
                children[branch.key] = self.module(depth + 1)
                self.keys += [branch.key] if branch.key in KEYS else []
        return {**node, "children": children} if children else node

    def sound(self) -> str:
        """Any sound."""
        return self.cast.sounds[self.random.choice(SOUNDS)]

    def one(self, among: tuple[Any, ...]) -> Any:
        """Any of these."""
        return self.random.choice(among)


def _menu(draw: Drawing, depth: int) -> Document:
    return {
        "prompt": draw.cast.sounds[draw.prompts[depth]],
        "invalid": draw.cast.sounds[INVALID],
        "timeout": draw.one((1, 2)),
        "tries": draw.one((1, 2)),
    }


def _time_of_day(draw: Drawing, depth: int) -> Document:
    frames = draw.cast.frames
    return {"frames": draw.random.sample(frames, draw.random.randint(1, len(frames)))}


SETTINGS: Mapping[str, Callable[[Drawing, int], Document]] = {
    "callflow": lambda draw, _: {"callflow": draw.cast.other},
    "device": lambda draw, _: {"device": draw.one(draw.cast.devices), "timeout": 1},
    "hangup": lambda draw, _: {
        "cause": draw.one(("normal", "busy", "no-answer", "rejected", "not-found"))
    },
    "menu": _menu,
    "play": lambda draw, _: {"media": draw.sound()},
    "time_of_day": _time_of_day,
    "user": lambda draw, _: {
        "user": draw.one(draw.cast.users),
        "timeout": draw.one((1, 2)),
    },
    "voicemail": lambda draw, _: {
        "box": draw.one(draw.cast.boxes),
        "greeting": draw.one(("none", "none", "busy")),
    },
}
HUMAN: Mapping[str, str] = {}

ENDINGS = ("hangup", "voicemail", "user", "play")
# A circle of callflows is ended after many rounds; that has a test of its own.
_LEAVES_ITS_FLOW = ("callflow",)


def main_flow(random: Random, cast: Cast) -> tuple[Document, list[str]]:
    """A callflow, and the keys that lead somewhere in it."""
    drawing = Drawing(random, cast, PROMPTS, tuple(SETTINGS))
    return drawing.module(0), drawing.keys


def other_flow(random: Random, cast: Cast) -> tuple[Document, list[str]]:
    """A callflow that others lead to."""
    kinds = tuple(kind for kind in SETTINGS if kind not in _LEAVES_ITS_FLOW)
    drawing = Drawing(random, cast, PROMPTS_OF_OTHER, kinds)
    return drawing.module(0), drawing.keys


def scenario(random: Random, cast: Cast, keys: list[str]) -> dict[str, Any]:
    """What callers press and what telephones do."""
    pressed = []
    for _ in range(random.randint(0, 6)):
        known = keys and random.random() < 0.75
        pressed.append(random.choice(keys if known else ["", "9", "*", "#"]))
    outcomes = ("answer", "busy", "no-answer", "no-answer", "offline")
    by_device = {device: random.choice(outcomes) for device in cast.devices}
    return {"keys": pressed, "outcomes": by_device}
