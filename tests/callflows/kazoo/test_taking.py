"""What becomes of each part of a callflow of Kazoo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from callflows.document import UnknownNode, parse
from callflows.kazoo import Refused, State, read, take
from callflows.kazoo.names import Names
from callflows.kazoo.twins import TWINS
from callflows.module import modules
from tests.callflows.kazoo.samples import (
    ALEX_THERE,
    CANDIDATES,
    DOCUMENT,
    GONE_THERE,
    names,
    why_not,
)
from tests.callflows.samples import BOX, CRM, FAX_BOX, OPEN, QUEUE, SALES, SOUND, USER


def one(module: str, **data: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A module alone here, and the notes about it; names there are those here."""
    metadata = {
        c.name: {"name": c.name} for found in CANDIDATES.values() for c in found
    }
    document = {"flow": {"module": module, "data": data}}
    taken = take(document, Names(CANDIDATES, metadata), why_not)
    return taken.draft, taken.report.rows[-1].notes


def test_a_whole_callflow_is_taken() -> None:
    taken = take(DOCUMENT, names(), why_not)
    assert (taken.name, taken.numbers) == ("Main line", ("1001", "+16045550100"))
    flow = parse(taken.draft)
    assert [(node.name, path) for path, node in flow.nodes.items()] == [
        ("time_of_day", ()),
        ("play", (str(OPEN),)),
        ("user", (str(OPEN), "_")),
        ("voicemail", (str(OPEN), "_", "_")),
        ("offnet", ("_",)),
        ("hangup", ("_", "_")),
        ("device", ("_", "busy")),
    ]
    user: Any = flow.nodes[(str(OPEN), "_")].module
    assert (user.settings.user, user.settings.timeout) == (USER, 25)
    assert isinstance(flow.nodes[("_",)], UnknownNode)


def test_the_report_tells_row_by_row() -> None:
    report = take(DOCUMENT, names(), why_not).report
    assert [(row.place, row.state) for row in report.rows] == [
        ("/numbers/0", State.TAKEN),
        ("/numbers/1", State.TAKEN),
        ("/numbers/2", State.LEFT),
        ("/patterns/0", State.LEFT),
        ("/flow", State.TAKEN),
        (f"/flow/children/{next(iter(DOCUMENT['flow']['children']))}", State.TAKEN),
        (
            f"/flow/children/{next(iter(DOCUMENT['flow']['children']))}/children/_",
            State.CHANGED,
        ),
        (
            f"/flow/children/{next(iter(DOCUMENT['flow']['children']))}"
            "/children/_/children/_",
            State.TAKEN,
        ),
        ("/flow/children/_", State.LOCKED),
        ("/flow/children/_/children/_", State.TAKEN),
        ("/flow/children/_/children/busy", State.MISSING),
    ]
    assert report.rows[6].notes == ("Left out: can_call_self",)
    assert [target.foreign for target in report.missing] == [GONE_THERE]


def test_a_box_is_found_by_the_number_of_its_owners_callflow() -> None:
    taken = take(DOCUMENT, names(), why_not)
    assert str(BOX) in [str(target.id) for target in taken.report.targets]


@pytest.mark.parametrize("answer", [str(USER), "1001", "alex  KIM"])
def test_somebody_may_say_who_is_meant(answer: str) -> None:
    document = {"flow": {"module": "user", "data": {"id": "u-17"}}}
    taken = take(document, Names(CANDIDATES, {}, {"u-17": answer}), why_not)
    assert taken.draft["data"] == {"user": str(USER)}


def test_what_is_called_alike_is_not_guessed() -> None:
    twice = {"user": CANDIDATES["user"] * 2}
    document = {"flow": {"module": "user", "data": {"id": ALEX_THERE}}}
    metadata = {ALEX_THERE: {"name": "Alex Kim"}}
    report = take(document, Names(twice, metadata), why_not).report
    assert report.rows[-1].state == State.MISSING
    assert "or several" in report.rows[-1].notes[0]


@pytest.mark.parametrize(
    ("module", "data", "own", "expected"),
    [
        ("answer", {}, "answer", {}),
        ("hangup", {}, "hangup", {"cause": "normal"}),
        ("faxbox", {"id": "Accounts"}, "fax_box", {"box": str(FAX_BOX)}),
        (
            "group_pickup",
            {"group_id": "Sales", "approved_user_id": "Alex Kim"},
            "group_pickup",
            {"members": [{"group": str(SALES)}], "allowed": [{"user": str(USER)}]},
        ),
        (
            "eavesdrop",
            {"user_id": "Alex Kim", "approved_group_id": "Sales"},
            "eavesdrop",
            {
                "mode": "listen",
                "pin": "",
                "members": [{"user": str(USER)}],
                "allowed": [{"group": str(SALES)}],
            },
        ),
        (
            "manual_presence",
            {"presence_id": "*31", "status": "busy"},
            "presence",
            {"lamp": "*31", "shows": "on"},
        ),
        (
            "collect_dtmf",
            {"collection_name": "customer", "max_digits": 6, "timeout": 8000},
            "collect_digits",
            {
                "ends": "#",
                "tries": 1,
                "prompt": None,
                "variable": "customer",
                "most": 6,
                "timeout": 8,
            },
        ),
        (
            "set_cid",
            {"caller_id_name": "Support", "caller_id_number": "1001"},
            "dynamic_caller_id",
            {"how": "fixed", "name": "Support", "number": "1001"},
        ),
        (
            "acdc_member",
            {"id": "Support", "priority": 3},
            "queue",
            {"queue": str(QUEUE), "priority": 3},
        ),
        ("acdc_agent", {"action": "paused"}, "agent_pause", {"change": "pause"}),
        (
            "check_cid",
            {"regex": "^604"},
            "match_caller_id",
            {"country_code": "", "pattern": "^604"},
        ),
        ("sleep", {"duration": 2, "unit": "m"}, "sleep", {"seconds": 120}),
        ("response", {"code": 503}, "response", {"code": "503"}),
        ("record_call", {"action": "stop"}, "record_stop", {}),
        (
            "record_call",
            {"action": "start", "record_on_bridge": True},
            "record_start",
            {"what": "talk"},
        ),
        (
            "prepend_cid",
            {"caller_id_name_prefix": "GEN - "},
            "prepend_caller_id",
            {"action": "current", "name": "GEN - "},
        ),
        ("do_not_disturb", {"action": "activate"}, "do_not_disturb", {"action": "on"}),
        (
            "webhook",
            {"uri": "https://crm.example/call"},
            "webhook",
            {"address": str(CRM)},
        ),
        (
            "group",
            {"id": "Sales", "timeout": 30},
            "ring_group",
            {
                "members": [{"group": str(SALES), "timeout": 30}],
                "strategy": "together",
            },
        ),
        (
            "ring_group",
            {
                "endpoints": [
                    {"endpoint_type": "user", "id": "Alex Kim", "delay": "5"},
                    {"endpoint_type": "group", "id": "Sales", "weight": 3},
                ],
                "strategy": "single",
                "repeats": 2,
            },
            "ring_group",
            {
                "members": [
                    {"user": str(USER), "delay": 5},
                    {"group": str(SALES), "weight": 3},
                ],
                "strategy": "in_order",
                "rounds": 2,
            },
        ),
        (
            "missed_call_alert",
            {"recipients": [{"type": "user", "id": ["Alex Kim"]}]},
            "missed_call_alert",
            {"users": [str(USER)]},
        ),
        ("language", {"language": "fr-CA"}, "language", {"language": "fr"}),
    ],
)
def test_each_module_is_taken(
    module: str, data: dict[str, Any], own: str, expected: dict[str, Any]
) -> None:
    draft, notes = one(module, **data)
    assert (draft["module"], draft["data"]) == (own, expected)
    assert not notes
    assert parse(draft).nodes[()].module


def test_a_number_that_is_too_large_is_brought_into_the_limits() -> None:
    draft, notes = one("user", id="Alex Kim", timeout=900)
    assert draft["data"]["timeout"] == 300
    assert notes == ("“timeout” was 900, it is 300 here.",)


def test_a_skipped_module_is_skipped_here_too() -> None:
    draft, _ = one("play", id="Welcome", skip_module=True)
    assert draft["skip"] is True
    assert draft["data"] == {"media": str(SOUND)}


@pytest.mark.parametrize(
    ("module", "data", "why"),
    [
        ("voicemail", {"action": "check"}, "not known"),
        ("menu_of_the_day", {}, "not known"),
        ("pivot", {"voice_url": "https://x.example/"}, "not known"),
        ("play", {}, "“id” is not set"),
        ("check_cid", {"regex": "(?i)x"}, "not valid"),
        ("call_forward", {"action": "menu"}, "menu"),
        ("ring_group", {"endpoints": []}, "nobody"),
        ("user", {"id": "Alex Kim", "timeout": []}, "no number"),
        ("eavesdrop", {"user_id": "Alex Kim"}, "not valid"),
        ("group_pickup", {}, "“user_id” is not set"),
        ("response", {"code": [486]}, "code"),
        ("language", {"language": "tlh"}, "can't speak “tlh”"),
    ],
)
def test_what_can_not_be_taken_stays_locked(
    module: str, data: dict[str, Any], why: str
) -> None:
    draft, notes = one(module, **data)
    assert draft["module"].removeprefix("kazoo:") == module
    assert draft["data"] == data
    assert isinstance(parse(draft).nodes[()], UnknownNode)
    assert why in notes[0]


def test_every_twin_names_a_module_that_exists() -> None:
    for twin in TWINS:
        assert twin.here in modules()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"flow": ', "line 1, column 10"),
        ("[1]", "no JSON object"),
        ('{"x": 1}', "neither"),
        ('{"flow": {"module": "a", "module": "b"}}', "“module” stands twice"),
        ('{"flow": {"module": 7}}', "/flow/module"),
        ('{"flow": {"data": {}}}', "/flow/module"),
        ('{"flow": {"module": "x", "data": []}}', "/flow/data"),
        (
            '{"flow": {"module": "x", "children": {"a/b": 3}}}',
            "/flow/children/a~1b",
        ),
        ('{"numbers": [1], "flow": {"module": "x"}}', "/numbers/0"),
        ('{"flow": {"module": "x", "data": {"y": NaN}}}', "NaN"),
        ('{"flow": {"module": "x", "data": {"y": "\\ud800"}}}', "surrogate"),
        ('{"flow":\n' + "[" * 5000, "Line 2"),
        ('{"flow": "' + "x" * 1_000_001 + '"}', "1 MB"),
        ('{"format": "pbxportal/callflow", "version": 2}', "/version"),
        ('{"format": "pbxportal/callflow", "version": 1}', "/name"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Refused, match=place.replace("/", "/")):
        read(text)


def test_too_many_modules_are_refused() -> None:
    children = ",".join(f'"{n}": {{"module": "x"}}' for n in range(1000))
    with pytest.raises(Refused, match="1000 modules"):
        read(f'{{"flow": {{"module": "x", "children": {{{children}}}}}}}')


def test_the_answer_of_kazoos_api_is_read_without_its_envelope() -> None:
    text = '{"auth_token": "secret", "data": {"flow": {"module": "x"}}, "status": "ok"}'
    assert read(text) == {"flow": {"module": "x"}}


def test_targets_that_are_not_found_are_ids_that_nothing_has() -> None:
    draft, notes = one("device", id="whatever")
    assert UUID(draft["data"]["device"])
    assert "No device here is known for the id whatever." in notes
