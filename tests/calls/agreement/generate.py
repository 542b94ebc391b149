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
# So have menus of the account; an extension may be dialled in some of them.
MENUS = (1850, 2200, 2250, 2600, 2650, 3400)
MENUS_OF_OTHER = (1200, 1250, 1350, 1400, 1450, 1800)
DIAL = (*MENUS[::2], *MENUS_OF_OTHER[1::2])
# So are those that ask for digits.
COLLECTS = tuple(range(900, 1200, 50))
COLLECTS_OF_OTHER = tuple(range(3050, 3350, 50))
# A directory asks for several keys at once, so that callers know it by its prompts.
DIRECTORIES = tuple(range(2300, 2600, 50))
DIRECTORIES_OF_OTHER = tuple(range(2700, 3000, 50))
# Calls are parked in the first free space: this one is never reached.
LAST_SPACE = 789
KEYS = (*"1234567890", "*", "#")
# The key that a menu may take for no or for an unassigned one.
RULE = "1"
# As many as a directory takes, so that callers enter both in the same way.
MOST_DIGITS = 3
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
    # Menus of the account by the frequency of their prompt.
    menus: Mapping[int, tuple[str, ...]]
    other: str
    # A callflow from which no call comes back.
    nowhere: str
    variables: tuple[str, ...]
    group: str
    directory: str
    # How those in the directory are spelled.
    spelled: tuple[str, ...]
    queues: tuple[str, ...]
    lot: str
    # The user who calls.
    caller: str


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
            # The rules of menus of the account may lead to this key.
            needed = "menu" in data and branch.key == RULE
            chance = 1 if needed else 0.2 if branch.optional else 0.85
            if self.random.random() < chance:
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
    if draw.random.random() < 0.5:
        own = MENUS if draw.prompts is PROMPTS else MENUS_OF_OTHER
        draw.keys.append(draw.one(draw.cast.spelled))
        return {"menu": draw.one(draw.cast.menus[own[depth]])}
    return {
        "prompt": draw.cast.sounds[draw.prompts[depth]],
        "invalid": draw.cast.sounds[INVALID],
        "timeout": draw.one((1, 2)),
        "tries": draw.one((1, 2)),
    }


def account_menu(random: Random, cast: Mapping[str, Any], prompt: int) -> Document:
    """A menu of the account with this prompt, by `sounds` and `frames`; rules are drawn.

    One that dials extensions takes three digits, so that callers enter them at once.
    """
    sounds = cast["sounds"]
    frames = random.sample(cast["frames"], random.randint(0, 2))
    rules = ("repeat", "repeat", "hangup", RULE)
    return {
        "prompt": sounds[prompt],
        "greeting": random.choice((None, sounds[SOUNDS[0]])),
        "greetings": [{"frame": frame, "media": sounds[SOUNDS[1]]} for frame in frames],
        "invalid": random.choice((None, sounds[INVALID])),
        "tries": random.choice((1, 2)),
        "timeout": random.choice((1, 2)),
        "no_key": random.choice(rules),
        "other_key": random.choice(rules),
        "repeat_key": random.choice(("", "", "*")),
        "by_extension": prompt in DIAL,
        "digits": MOST_DIGITS,
        "digit_seconds": 1,
    }


def _time_of_day(draw: Drawing, depth: int) -> Document:
    frames = draw.cast.frames
    return {"frames": draw.random.sample(frames, draw.random.randint(1, len(frames)))}


def _directory(draw: Drawing, depth: int) -> Document:
    own = DIRECTORIES if draw.prompts is PROMPTS else DIRECTORIES_OF_OTHER
    draw.keys.append(draw.one(draw.cast.spelled))
    return {
        "directory": draw.cast.directory,
        "prompt": draw.cast.sounds[own[depth]],
        "timeout": draw.one((1, 2)),
        "tries": draw.one((1, 2)),
    }


def _ring_group(draw: Drawing, depth: int) -> Document:
    """Two telephones never begin to ring at the same moment; lots are drawn of one."""
    times = {"timeout": draw.one((1, 2))}
    first, second = draw.random.sample(draw.cast.users, 2)
    both = [{"user": first, **times}, {"user": second, "delay": 1, **times}]
    if draw.random.random() < 0.3:
        return {
            "members": [{"group": draw.cast.group, **times}],
            "strategy": "in_order",
            "rounds": draw.one((1, 2)),
        }
    strategy = draw.one(("together", "in_order", "weighted"))
    members = both[:1] if strategy == "weighted" else both
    return {"members": members, "strategy": strategy, "rounds": draw.one((1, 1, 2))}


def _collect_digits(draw: Drawing, depth: int) -> Document:
    own = COLLECTS if draw.prompts is PROMPTS else COLLECTS_OF_OTHER
    draw.keys.append(draw.one(("12#", "347")))
    return {
        "variable": draw.one(draw.cast.variables),
        "prompt": draw.cast.sounds[own[depth]],
        "most": MOST_DIGITS,
        "timeout": draw.one((1, 2)),
        # A prompt that a mere `#` begins anew is not heard to begin.
        "tries": 1,
    }


def _dynamic_caller_id(draw: Drawing, depth: int) -> Document:
    """Asks like the module that collects digits, if it does."""
    how = draw.one(("fixed", "variable", "keyed", "list"))
    given: Mapping[str, Document] = {
        "fixed": {"name": "Support", "number": "6045550100"},
        "variable": {"variable": draw.one(draw.cast.variables)},
        "keyed": {"most": MOST_DIGITS},
        "list": {"entries": [{"keys": "12", "number": "1"}, {"keys": "347"}]},
    }
    if how in ("fixed", "variable"):
        return {"how": how, **given[how]}
    asked = _collect_digits(draw, depth)
    return {"how": how, "prompt": asked["prompt"], **given[how]}


def _say(draw: Drawing, depth: int) -> Document:
    what = draw.one(("digits", "number", "letters", "date", "time"))
    if what in ("date", "time"):
        return {"what": what}
    return {
        "what": what,
        **draw.one(({"value": "7"}, {"variable": draw.cast.variables[0]})),
    }


def _set_variable(draw: Drawing, depth: int) -> Document:
    kind = draw.one(("text", "user", "device", "voicemail_box", "callflow", "queue"))
    cast = draw.cast
    value = {
        "text": ("Gold", "12"),
        "user": cast.users,
        "device": cast.devices,
        "voicemail_box": cast.boxes,
        # A circle of callflows is ended after many rounds; that has a test of its own.
        "callflow": (cast.other,) if draw.prompts is PROMPTS else (cast.nowhere,),
        "queue": cast.queues,
    }[kind]
    return {"name": draw.one(draw.cast.variables), "kind": kind, kind: draw.one(value)}


def _branch_variable(draw: Drawing, depth: int) -> Document:
    source = draw.one(("variable", "variable", "caller"))
    named = {"variable": draw.one(draw.cast.variables)} if source == "variable" else {}
    values = draw.one((["Gold", "12"], ["347"], ["700", "710", "720"]))
    return {"source": source, **named, "values": values}


def _targeted(setting: str, draw: Drawing, value: str, **more: Any) -> Document:
    """Settings of a module that leads to one object, or to what a variable holds."""
    if draw.random.random() < 0.6:
        return {setting: value, **more}
    given = {setting: value} if draw.random.random() < 0.5 else {}
    return {
        "advanced": True,
        "variable": draw.one(draw.cast.variables),
        **given,
        **more,
    }


SETTINGS: Mapping[str, Callable[[Drawing, int], Document]] = {
    "answer": lambda draw, _: {},
    "branch_variable": _branch_variable,
    "callflow": lambda draw, _: _targeted("callflow", draw, draw.cast.other),
    "collect_digits": _collect_digits,
    "device": lambda draw, _: _targeted(
        "device", draw, draw.one(draw.cast.devices), timeout=1
    ),
    "call_forward": lambda draw, _: {
        "action": draw.one(("on", "off", "toggle")),
        "when": draw.one(("always", "busy", "no_answer")),
        "number": "1002",
    },
    "dynamic_caller_id": _dynamic_caller_id,
    "do_not_disturb": lambda draw, _: {"action": draw.one(("on", "off", "toggle"))},
    "directory": _directory,
    # Nobody may call these, and there is no carrier: it goes on in any case.
    "forward": lambda draw, _: {
        "number": draw.one(("+19005550199", "+442079460000", "77777")),
        "caller_id": draw.one(("caller", "account")),
    },
    "hangup": lambda draw, _: {
        "cause": draw.one(("normal", "busy", "no-answer", "rejected", "not-found"))
    },
    "intercom": lambda draw, _: {"user": draw.one(draw.cast.users), "timeout": 1},
    "language": lambda draw, _: {"language": draw.one(("en", "fr"))},
    "match_caller_id": lambda draw, _: {
        "pattern": draw.one((r"\b7\d{2}\b", "^9", r"70|71", r"[2-6]+")),
        "country_code": draw.one(("", "1", "7")),
    },
    "menu": _menu,
    "park": lambda draw, _: {
        "lot": draw.cast.lot,
        "announce": draw.one((True, False)),
    },
    "retrieve": lambda draw, _: {"lot": draw.cast.lot, "space": LAST_SPACE},
    "presence": lambda draw, _: {
        "lamp": "*99",
        "shows": draw.one(("on", "off", "ringing", "toggle")),
    },
    "group_pickup": lambda draw, _: {
        "members": [{"user": draw.one(draw.cast.users)}],
        **draw.one(({}, {"allowed": [{"user": draw.one(draw.cast.users)}]})),
    },
    "eavesdrop": lambda draw, _: {
        "members": [{"user": draw.one(draw.cast.users)}],
        "allowed": [{"user": draw.one((*draw.cast.users, draw.cast.caller))}],
        "mode": draw.one(("listen", "whisper", "barge")),
    },
    "play": lambda draw, _: {"media": draw.sound()},
    "prepend_caller_id": lambda draw, _: {
        "name": draw.one(("GEN - ", "7% ${X}")),
        "number": draw.one(("", "9")),
        "action": draw.one(("current", "original")),
    },
    "response": lambda draw, _: {
        "code": draw.one(("404", "486", "503", "603")),
        **draw.one(({}, {"media": draw.sound()})),
    },
    "say": _say,
    "set_alert_info": lambda draw, _: {"alert_info": draw.one(("", "Bellcore-dr3"))},
    "sleep": lambda draw, _: {"seconds": 1},
    "record_start": lambda draw, _: {"what": draw.one(("all", "talk"))},
    "record_stop": lambda *_: {},
    "ring_group": _ring_group,
    "time_of_day": _time_of_day,
    "agent_availability": lambda draw, _: {"queue": draw.one(draw.cast.queues)},
    "agent_login": lambda draw, _: {"confirmation": "none"},
    "agent_logout": lambda draw, _: {"confirmation": "none"},
    "agent_pause": lambda draw, _: {
        "change": draw.one(("pause", "resume", "toggle")),
        "confirmation": "none",
    },
    "queue": lambda draw, _: _targeted(
        "queue", draw, draw.one(draw.cast.queues), timeout=draw.one((1, 2))
    ),
    "set_priority": lambda draw, _: {"priority": draw.one((0, 5))},
    "set_variable": _set_variable,
    "user": lambda draw, _: _targeted(
        "user", draw, draw.one(draw.cast.users), timeout=draw.one((1, 2))
    ),
    "voicemail": lambda draw, _: _targeted(
        "box",
        draw,
        draw.one(draw.cast.boxes),
        greeting=draw.one(("none", "none", "busy")),
    ),
}
HUMAN: Mapping[str, str] = {
    "conference": "a call stays there; tested with three telephones",
    "conference_service": "asks by voice; tested with three telephones",
    "disa": "asks for a PIN by voice; tested with a telephone of its own",
    "fax_box": "a fax machine calls; tested with one of Asterisk's",
    "missed_call_alert": "changes nothing in the call; its mail is tested by itself",
    "page_group": "a caller whom nobody hears is not told; tested by itself",
    "record_sound": "the caller speaks and listens; tested with a telephone of its own",
    "pivot": "a program answers; tested with one of our own",
    "webhook": "changes nothing in the call; its delivery is tested by itself",
}

ENDINGS = ("hangup", "voicemail", "user", "play")
# A circle of callflows is ended after many rounds; that has a test of its own.
_LEAVES_ITS_FLOW = ("callflow", "directory")


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
    pressed: list[str] = []
    for _ in range(random.randint(0, 6)):
        known = keys and random.random() < 0.75
        # A spelled name is several keys.
        pressed += random.choice(keys if known else ["", "9", "*", "#"]) or [""]
    outcomes = ("answer", "busy", "no-answer", "no-answer", "offline")
    by_device = {device: random.choice(outcomes) for device in cast.devices}
    return {"keys": pressed, "outcomes": by_device}
