"""Which module there is which one here. What is not listed stays locked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from callflows.kazoo.fields import (
    Choice,
    Data,
    Duration,
    Endpoints,
    Field,
    Frames,
    Given,
    Group,
    Millis,
    Missing,
    Recipients,
    Somebody,
    Source,
    Text,
    To,
    Tongue,
    Url,
    Whole,
)

# Settings of a node there that have a place of their own here.
SKIP = "skip_module"
# What the editor there writes for itself.
_IGNORED = {SKIP, "name", "ui_metadata", "ui_is_main_number_cf"}


@dataclass(frozen=True)
class Twin:
    """A module there and the same here.

    `fixed` must stand in the data there, `own` in those here; `usual` are settings that
    say nothing when they have that value. `keys` are exits there, and what they are
    called here; exits of `exit_kind` are ids of objects. Lists named by `lone` have one
    entry at most there: with more, the module does not go out as this one.
    """

    there: str
    here: str
    fields: tuple[Field, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    usual: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    exit_kind: str = ""
    lone: tuple[str, ...] = ()

    def fits(self, data: Mapping[str, Any]) -> bool:
        """Whether the module with these data there is meant."""
        return all(
            data.get(key, self.usual.get(key)) == value
            for key, value in self.fixed.items()
        )

    def take(self, source: Source) -> Data:
        """The settings here; notes in the source tell what was left out."""
        found = dict(self.own)
        for each in self.fields:
            found.update(each.take(source))
        known = {*source.used, *self.fixed, *_IGNORED}
        left = [
            name
            for name, value in source.data.items()
            if name not in known and value not in (None, "", self.usual.get(name))
        ]
        if left:
            source.notes.append(str(_("Left out: %s")) % ", ".join(left))
        return found

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        """The settings there; None means that there shall be none."""
        found: Data = dict(self.fixed)
        for each in self.fields:
            found.update(each.give(data, given))
        return found


_SECONDS = Whole("timeout", "timeout", 1, 300)
_ORDER = {"simultaneous": "together", "single": "in_order"}
_RINGING: Mapping[str, Any] = {
    "ignore_forward": True,
    "fail_on_single_reject": False,
    "can_call_self": False,
    "delay": 0,
    "strategy": "simultaneous",
    "dial_strategy": "simultaneous",
    "suppress_clid": False,
    "static_invite": "",
}
_CODES = (403, 404, 408, 410, 480, 484, 486, 500, 501, 502, 503, 603)
_MENU_NOTE = _(
    "What the menu says and how patient it is stand elsewhere there: set them here."
)


_WHOSE_AND_WHO = ("members", "allowed")
_SOMEBODYS_CALLS: tuple[Field, ...] = (
    Somebody("members"),
    Somebody("allowed", "approved_", needed=False),
)


def _agent(action: str, here: str, **own: str) -> Twin:
    return Twin("acdc_agent", here, fixed={"action": action}, own=own)


TWINS = (
    Twin("answer", "answer"),
    Twin("hangup", "hangup", own={"cause": "normal"}),
    Twin("callflow", "callflow", (To("id", "callflow", "callflow"),)),
    Twin("user", "user", (To("id", "user", "user"), _SECONDS), usual=_RINGING),
    Twin("device", "device", (To("id", "device", "device"), _SECONDS), usual=_RINGING),
    Twin(
        "voicemail",
        "voicemail",
        (To("id", "box", "voicemail_box"),),
        fixed={"action": "compose"},
        usual={
            "action": "compose",
            "callerid_match_login": False,
            "single_mailbox_login": False,
            "interdigit_timeout": 2000,
            "max_message_length": 500,
        },
    ),
    Twin("menu", "menu", (Missing("id", _MENU_NOTE),)),
    Twin(
        "play",
        "play",
        (To("id", "media", "media"),),
        usual={"answer": True, "endless_playback": False, "loop_count": 1},
    ),
    Twin(
        "temporal_route",
        "time_of_day",
        (Frames(), Text("timezone", "timezone")),
        usual={"interdigit_timeout": 2000},
        exit_kind="time_frame",
    ),
    Twin(
        "ring_group",
        "ring_group",
        (
            Endpoints(
                (
                    Whole("delay", "delay", 0, 120),
                    _SECONDS,
                    Whole("weight", "weight", 1, 100),
                )
            ),
            Choice(
                "strategy",
                "strategy",
                {**_ORDER, "weighted_random": "weighted"},
                "simultaneous",
            ),
            Whole("repeats", "rounds", 1, 10),
        ),
        usual={**_RINGING, "timeout": 20},
    ),
    Twin(
        "group",
        "ring_group",
        (
            Group(_SECONDS),
            Choice("strategy", "strategy", _ORDER, "simultaneous"),
            Whole("repeats", "rounds", 1, 10),
        ),
        usual={**_RINGING, "endpoints": []},
    ),
    Twin(
        "page_group",
        "page_group",
        (
            Endpoints(),
            Choice(
                "audio",
                "audio",
                {"one-way": "one_way", "two-way": "two_way"},
                "one-way",
            ),
            Whole("timeout", "timeout", 1, 60),
        ),
        usual={"barge_calls": False},
    ),
    Twin(
        "response",
        "response",
        (
            Choice(
                "code",
                "code",
                {
                    **{code: str(code) for code in _CODES},
                    **{str(code): str(code) for code in _CODES},
                },
                486,
            ),
            To("media", "media", "media", needed=False),
        ),
    ),
    # Only outwards: inwards the first twin fits, and a hang-up there has no cause.
    *(
        Twin("response", "hangup", fixed={"code": code}, own={"cause": cause})
        for cause, code in {
            "busy": 486,
            "no-answer": 480,
            "unavailable": 480,
            "rejected": 403,
            "not-found": 404,
        }.items()
    ),
    Twin("conference", "conference", (To("id", "conference", "conference"),)),
    Twin("directory", "directory", (To("id", "directory", "directory"),)),
    Twin(
        "check_cid",
        "match_caller_id",
        (Text("regex", "pattern", needed=True),),
        fixed={"use_absolute_mode": False},
        own={"country_code": ""},
        usual={"use_absolute_mode": False},
    ),
    Twin(
        "prepend_cid",
        "prepend_caller_id",
        (
            Text("caller_id_name_prefix", "name"),
            Text("caller_id_number_prefix", "number"),
        ),
        fixed={"action": "reset"},
        own={"action": "reset"},
        usual={"action": "prepend", "apply_to": "current"},
    ),
    Twin(
        "prepend_cid",
        "prepend_caller_id",
        (
            Choice(
                "apply_to",
                "action",
                {"current": "current", "original": "original"},
                "current",
            ),
            Text("caller_id_name_prefix", "name"),
            Text("caller_id_number_prefix", "number"),
        ),
        fixed={"action": "prepend"},
        usual={"action": "prepend"},
    ),
    Twin("set_alert_info", "set_alert_info", (Text("alert_info", "alert_info"),)),
    Twin("language", "language", (Tongue("language", "language"),)),
    Twin("sleep", "sleep", (Duration(),)),
    Twin(
        "record_call",
        "record_start",
        (
            Choice("record_on_bridge", "what", {False: "all", True: "talk"}, False),
            Url("url", "address", needed=False),
        ),
        fixed={"action": "start"},
        usual={
            "action": "start",
            "record_on_answer": False,
            "should_follow_transfer": True,
            "time_limit": 3600,
            "method": "put",
        },
    ),
    Twin("record_call", "record_stop", fixed={"action": "stop"}),
    Twin("webhook", "webhook", (Url("uri", "address"),), usual={"http_verb": "post"}),
    Twin(
        "acdc_member",
        "queue",
        (To("id", "queue", "queue"), Whole("priority", "priority", 0, 100)),
    ),
    _agent("login", "agent_login"),
    _agent("logout", "agent_logout"),
    _agent("paused", "agent_pause", change="pause"),
    _agent("resume", "agent_pause", change="resume"),
    Twin(
        "do_not_disturb",
        "do_not_disturb",
        (
            Choice(
                "action",
                "action",
                {"activate": "on", "deactivate": "off", "toggle": "toggle"},
            ),
        ),
    ),
    Twin(
        "call_forward",
        "call_forward",
        (
            Choice(
                "action",
                "action",
                {"activate": "on", "deactivate": "off", "toggle": "toggle"},
            ),
        ),
        own={"when": "always"},
    ),
    Twin("missed_call_alert", "missed_call_alert", (Recipients(),)),
    Twin("faxbox", "fax_box", (To("id", "box", "fax_box"),)),
    Twin("group_pickup", "group_pickup", _SOMEBODYS_CALLS, lone=_WHOSE_AND_WHO),
    Twin(
        "eavesdrop",
        "eavesdrop",
        _SOMEBODYS_CALLS,
        own={"mode": "listen", "pin": ""},
        lone=_WHOSE_AND_WHO,
    ),
    *(
        Twin(
            "manual_presence",
            "presence",
            (Text("presence_id", "lamp", needed=True),),
            fixed={"status": status},
            own={"shows": shows},
        )
        for status, shows in {"idle": "off", "busy": "on", "ringing": "ringing"}.items()
    ),
    Twin(
        "collect_dtmf",
        "collect_digits",
        (
            Text("collection_name", "variable", needed=True),
            Whole("max_digits", "most", 1, 20),
            Millis("timeout", "timeout", 1, 60),
        ),
        own={"ends": "#", "tries": 1, "prompt": None},
        usual={"terminator": "#", "terminators": ["#"]},
    ),
    Twin(
        "set_cid",
        "dynamic_caller_id",
        (Text("caller_id_name", "name"), Text("caller_id_number", "number")),
        own={"how": "fixed"},
    ),
)


@cache
def _by(side: str) -> Mapping[str, list[Twin]]:
    found = defaultdict(list)
    for twin in TWINS:
        found[twin.there if side == "there" else twin.here].append(twin)
    return found


def is_known(name: str) -> bool:
    """Whether a module of Kazoo has a twin, in some way of using it."""
    return name in _by("there")


def twin_there(name: str, data: Mapping[str, Any]) -> Twin | None:
    """The twin of a module of Kazoo."""
    return next((twin for twin in _by("there").get(name, ()) if twin.fits(data)), None)


def twin_here(name: str, data: Mapping[str, Any]) -> Twin | None:
    """The twin of a module of ours; None if there is nothing like it in Kazoo.

    There no module leads to what a variable says.
    """
    if data.get("advanced") is True:
        return None
    return next(
        (
            twin
            for twin in _by("here").get(name, ())
            if all(data.get(key) == value for key, value in twin.own.items())
            and all(len(data.get(key) or ()) <= 1 for key in twin.lone)
        ),
        None,
    )
