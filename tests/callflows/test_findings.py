"""Findings: a table of codes, each of which some document raises."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from callflows.checks import Surroundings, check
from callflows.document import parse
from callflows.findings import CODES, Finding, Level, Mend
from callflows.jumps import Jump
from callflows.module import modules
from callflows.snapshot_types import (
    DirectoryInfo,
    Given,
    GroupInfo,
    MailboxInfo,
    QueueInfo,
    Snapshot,
    UserInfo,
)
from tests.callflows.samples import (
    BARE_USER,
    BOX,
    EMPTY_QUEUE,
    FLOW,
    LOT,
    LUNCH,
    MAIN_MENU,
    MENU,
    OPEN,
    QUEUE,
    RECEPTION,
    SALES,
    SEAT,
    SNAPSHOT,
    SOUND,
    STAFF,
    USER,
    account_with,
    crowd,
    frame,
    knowing,
    node,
    uid,
)

UNPUBLISHED = account_with(
    replace(RECEPTION, published=False),
    frame(OPEN, "Open", {"weekdays": ["mon"]}),
    frame(LUNCH, "Lunch", {"weekdays": ["mon"]}),
    frame(uid(77), "Never"),
)
RULED = account_with(
    replace(MENU, no_key="hangup", other_key="5", repeat_key="1"),
)
TIMES = node("time_of_day", frames=[OPEN, LUNCH, uid(77)], _=SEAT)

LEFT = {
    **node("queue", queue=EMPTY_QUEUE),
    "children": {"left": SEAT},
}

BY_VARIABLE = node("user", advanced=True, variable="agent")


def many_users(count: int) -> Snapshot:
    users = [UserInfo(uid(1000 + n), f"User {n}", f"{1000 + n}") for n in range(count)]
    given = frozenset(Given("agent", "user", user.id) for user in users)
    return replace(account_with(*users), given=given)


# For each code a document that raises it, and the snapshot that it needs.
RAISED_BY: dict[str, tuple[Any, Snapshot]] = {
    "no_agent": (node("queue", queue=EMPTY_QUEUE), SNAPSHOT),
    "no_telephones": (
        node("group_pickup", members=[{"user": str(BARE_USER)}]),
        SNAPSHOT,
    ),
    "no_such_space": (node("park", lot=LOT, space=99), SNAPSHOT),
    "no_exit_key": (LEFT, SNAPSHOT),
    "empty_flow": ({}, SNAPSHOT),
    "not_a_module": ([], SNAPSHOT),
    "unknown_module": (node("teleport"), SNAPSHOT),
    "missing_setting": (node("play"), SNAPSHOT),
    "invalid_setting": (node("hangup", cause="bored"), SNAPSHOT),
    "unknown_target": (node("voicemail", box=uid(99)), SNAPSHOT),
    "loop": (node("callflow", callflow=FLOW), SNAPSHOT),
    "circle": (node("callflow", callflow=FLOW), SNAPSHOT),
    "chosen_loop": (node("menu", b1=node("callflow", callflow=FLOW)), SNAPSHOT),
    "no_entry": (SEAT, SNAPSHOT),
    "number_twice": (SEAT, SNAPSHOT),
    "dials_out": (SEAT, SNAPSHOT),
    "unpublished_target": (node("callflow", callflow=FLOW), UNPUBLISHED),
    "unreachable": (node("voicemail", box=BOX, _=SEAT), SNAPSHOT),
    "dead_end": (node("play", media=SOUND), SNAPSHOT),
    "recording_for_nobody": (node("record_start", keep=False), SNAPSHOT),
    "nobody_rings": (node("intercom", user=BARE_USER), SNAPSHOT),
    "rings_twice": (
        node("ring_group", members=[{"user": str(USER)}, {"group": str(SALES)}]),
        SNAPSHOT,
    ),
    "too_many_members": (
        node("page_group", members=[{"group": str(SALES)}]),
        account_with(crowd(101)),
    ),
    "nobody_listed": (
        node("directory", directory=STAFF),
        account_with(DirectoryInfo(STAFF, "Staff")),
    ),
    "no_device": (node("user", user=BARE_USER), SNAPSHOT),
    "no_email": (node("missed_call_alert", users=[USER]), SNAPSHOT),
    "no_key": (node("menu", prompt=SOUND), SNAPSHOT),
    "no_prefix": (node("prepend_caller_id"), SNAPSHOT),
    "no_prompt": (node("menu", b1=SEAT), SNAPSHOT),
    "own_settings": (node("menu", menu=MAIN_MENU, tries=2), SNAPSHOT),
    "rule_without_key": (node("menu", menu=MAIN_MENU), RULED),
    "exit_without_use": (node("menu", menu=MAIN_MENU, timeout_=SEAT), RULED),
    "key_repeats": (node("menu", menu=MAIN_MENU, b1=SEAT), RULED),
    "no_timeout": (node("menu", menu=MAIN_MENU), SNAPSHOT),
    "key_gaps": (node("menu", menu=MAIN_MENU), SNAPSHOT),
    "extension_hidden": (node("menu", menu=MAIN_MENU, b1=SEAT, b5=SEAT), SNAPSHOT),
    "key_waits": (node("menu", menu=MAIN_MENU, b1=SEAT, b5=SEAT), SNAPSHOT),
    "empty_frame": (TIMES, UNPUBLISHED),
    "language_not_there": (node("language", language="ru"), SNAPSHOT),
    "nothing_said": (node("say"), SNAPSHOT),
    "no_caller_id": (node("dynamic_caller_id"), SNAPSHOT),
    "keys_twice": (
        node("dynamic_caller_id", how="list", entries=[{"keys": "1"}] * 2),
        SNAPSHOT,
    ),
    "variable_never_set": (BY_VARIABLE, SNAPSHOT),
    "variable_of_other_kind": (BY_VARIABLE, knowing(Given("agent", "text"))),
    "too_many_values": (BY_VARIABLE, many_users(201)),
    "time_overlap": (TIMES, UNPUBLISHED),
}


RAISED_BY |= {
    "time_gap": (node("time_of_day", frames=[OPEN]), SNAPSHOT),
    "frame_over": (
        node("time_of_day", frames=[OPEN], _=SEAT),
        account_with(frame(OPEN, "Fair", {"from": "2025-05-01", "to": "2025-05-04"})),
    ),
    "frame_outdone": (
        node("time_of_day", frames=[OPEN, LUNCH], _=SEAT),
        account_with(
            frame(OPEN, "Ten", {"start": "10:00", "end": "11:00"}),
            frame(
                LUNCH,
                "Halves",
                {"start": "10:30", "end": "11:00"},
                {"start": "10:00", "end": "10:30"},
            ),
        ),
    ),
    "not_live": (SEAT, SNAPSHOT),
    "queue_cuts_off": (node("queue", queue=QUEUE), SNAPSHOT),
    "waits_for_ever": (
        node("queue", queue=QUEUE),
        account_with(QueueInfo(QUEUE, "Support", "acme-q-k3v9qa", agents=2)),
    ),
    "nobodys_box": (
        node("voicemail", box=BOX),
        account_with(MailboxInfo(BOX, "Sales", "2000", owned=False)),
    ),
    "empty_group": (
        node("ring_group", members=[{"user": str(USER)}, {"group": str(SALES)}]),
        account_with(GroupInfo(SALES, "Sales")),
    ),
}
OWN = uid(42)
# Reception leads to this callflow, and “Old” has its number, written otherwise.
AROUND = Surroundings(
    jumps={FLOW: (Jump(OWN, (), "callflow", chosen=False),)},
    names={OWN: "This", FLOW: "Reception", uid(43): "Old"},
    numbers={"+4930123": OWN, "004930123": uid(43)},
    extensions=frozenset({"5", "1001"}),
    today=date(2025, 6, 1),
)
# The codes that are about more than the document.
SURROUNDED: dict[str, UUID] = {
    "loop": FLOW,
    "circle": OWN,
    "chosen_loop": OWN,
    "no_entry": OWN,
    "number_twice": OWN,
    "extension_hidden": OWN,
    "key_waits": OWN,
    "not_live": OWN,
}


# Found by gates when a callflow is published, not by the checks; each has its own test.
BY_GATES = {"scenario_failed"}


@pytest.mark.parametrize("code", sorted(CODES.keys() - BY_GATES))
def test_every_code_is_raised_by_a_document(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, snapshot = RAISED_BY[code]
    # As modules are that reach telephones outside.
    monkeypatch.setattr(modules()["user"], "dials_out", code == "dials_out")
    findings = check(parse(document), snapshot, SURROUNDED.get(code), AROUND)
    (finding, *_) = [f for f in findings if f.code == code]
    assert "%" not in finding.message
    assert finding.hint
    assert json.loads(json.dumps(finding.as_json()))["level"] == finding.level


@pytest.mark.parametrize("code", sorted(c for c in CODES if CODES[c].mend))
def test_what_an_editor_offers_can_be_done(code: str) -> None:
    document, snapshot = RAISED_BY[code]
    flow = parse(document)
    findings = check(flow, snapshot, SURROUNDED.get(code), AROUND)
    (finding, *_) = [f for f in findings if f.code == code]
    about, there = finding.about, flow.nodes.get(finding.path)
    match finding.mend:
        case Mend.ADD:
            # At a free exit, at any of a module, or at the beginning of an empty flow.
            taken = there.keys if there else flow.nodes
            assert about not in taken
        case Mend.SET:
            assert there
            assert about in modules()[there.name].Settings.model_fields
        case Mend.REMOVE:
            path = (*finding.path, about) if about else finding.path
            assert path in flow.nodes


def test_a_code_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        Finding("nonsense", ())


def test_findings_come_in_the_documents_order() -> None:
    document = node("play", b1=node("hangup"), _=node("teleport"))
    findings = check(parse(document), SNAPSHOT)
    assert [(f.code, f.path) for f in findings] == [
        ("missing_setting", ()),
        ("unknown_module", ("_",)),
    ]


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    broke = frame(uid(77), "100%s %(name)s")
    snapshot = account_with(broke)
    document = node("time_of_day", frames=[uid(77)], _=SEAT)
    messages = [f.message for f in check(parse(document), snapshot)]
    assert any("100%s %(name)s" in message for message in messages)


def test_only_red_findings_keep_a_flow_from_being_published() -> None:
    levels = {code.level for code in CODES.values()}
    assert levels == set(Level)
    assert CODES["dead_end"].level == Level.INFO
