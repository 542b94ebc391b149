"""Choosing by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import AskMenu, Gather
from callflows.lowering import lower
from callflows.module import modules
from callflows.modules.menu import KEYS
from callflows.simulation import Scenario, Trace, simulate
from callflows.snapshot_types import MenuInfo
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    AFTER_HOURS,
    ATTENDANT,
    FLOW,
    MAIN_MENU,
    MENU,
    RECEPTION,
    SEAT,
    SNAPSHOT,
    SOUND,
    WELCOME,
    account_with,
    frame,
    node,
    uid,
)


def gather(document: object) -> Gather:
    op = lower(parse(document), SNAPSHOT).blocks[0].body[-1]
    assert isinstance(op, Gather)
    return op


def test_only_keys_with_a_module_lead_somewhere() -> None:
    assert [case.key for case in gather(ATTENDANT).cases] == ["1", "#"]


def test_keys_keep_the_order_of_the_telephone() -> None:
    document = node("menu", prompt=SOUND, bstar=SEAT, b0=SEAT, b9=SEAT, b1=SEAT)
    assert [case.key for case in gather(document).cases] == ["1", "9", "0", "*"]


def test_it_has_an_exit_for_each_key_for_none_and_for_another() -> None:
    exits = [branch.key for branch in modules()["menu"].exits]
    assert exits == [*KEYS, "timeout", "_"]


def test_a_menu_may_be_silent_but_not_useless() -> None:
    assert [code for code, *_ in found(node("menu"))] == [
        "no_key",
        "no_prompt",
        "dead_end",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("timeout", 0), ("timeout", 61), ("tries", 0), ("tries", 11), ("tries", True)],
)
def test_patience_has_limits(field: str, value: int) -> None:
    document = node("menu", prompt=SOUND, b1=SEAT, **{field: value})
    assert ("invalid_setting", "", field) in found(document)


def ask(menu: MenuInfo, **children: Any) -> AskMenu:
    document = node("menu", menu=menu.id, **children)
    op = lower(parse(document), account_with(menu)).blocks[0].body[-1]
    assert isinstance(op, AskMenu)
    return op


def test_of_several_greetings_the_most_specific_comes_first() -> None:
    holidays = frame(uid(81), "Holidays", {"from": "12-25"})
    day = frame(uid(82), "Day", {"start": "08:00"}, {"weekdays": ["sat"]})
    menu = replace(MENU, greetings=((day, WELCOME), (holidays, AFTER_HOURS)))
    frames = [welcome.frame for welcome in ask(menu, b1=SEAT).welcomes]
    assert frames == ["Holidays", "Day", "Day"]


def test_rules_of_the_menu_decide_where_no_and_wrong_keys_lead() -> None:
    told = ask(replace(MENU, no_key="hangup", other_key="1"), b1=SEAT, _=SEAT)
    assert (told.no_key, told.no_key_at_once) == (None, True)
    assert (told.other_key, told.other_key_at_once) == (told.cases[0].to, True)
    patient = ask(MENU, b1=SEAT, _=SEAT)
    assert patient.no_key
    assert patient.other_key != patient.no_key
    assert not patient.no_key_at_once


def test_a_key_that_repeats_leads_nowhere() -> None:
    told = ask(replace(MENU, repeat_key="1"), b1=SEAT, b2=SEAT)
    assert [case.key for case in told.cases] == ["2"]


def test_what_is_set_here_counts_only_without_a_menu() -> None:
    assert isinstance(gather(node("menu", prompt=SOUND, b1=SEAT)), Gather)
    document = node("menu", menu=MAIN_MENU, prompt=SOUND, b1=SEAT, timeout_=SEAT)
    assert ("own_settings", "", "menu") in found(document)
    assert ("own_settings", "", "menu") not in found(
        node("menu", menu=MAIN_MENU, b1=SEAT)
    )


NOON = datetime(2025, 11, 20, 20, 0, tzinfo=UTC)  # Thursday, 12:00 in Vancouver
NUMBERS = dict.fromkeys(("1001", "1002", "12", "8801", "*72"), "seat")


def heard(menu: MenuInfo, *keys: str, at: datetime = NOON, **children: Any) -> Trace:
    snapshot = account_with(menu)
    document = node("menu", menu=menu.id, **children)
    programs = {
        "u": lower(parse(document), snapshot),
        "seat": lower(parse(node("hangup", cause="busy")), snapshot),
    }
    scenario = Scenario("8000", "1002", at, keys)
    users = ("1001", "1002", "12")
    return simulate(programs, "u", scenario, NUMBERS, users=users)


def test_the_greeting_is_heard_once_and_by_the_clock() -> None:
    trace = heard(MENU, "", "", b1=SEAT)
    # The greeting of the frame is the same sound as the prompt.
    assert trace.steps[0].heard == ("Welcome", *["Welcome"] * 3)
    night = heard(MENU, at=datetime(2025, 11, 21, 6, tzinfo=UTC), b1=SEAT)
    assert night.steps[0].heard == ("After hours", *["Welcome"] * 3)


def test_a_call_that_comes_back_is_not_greeted_again() -> None:
    back = node("callflow", callflow=FLOW)
    document = node("menu", menu=MAIN_MENU, b1=back, timeout_=node("hangup"))
    program = lower(parse(document), SNAPSHOT)
    night = datetime(2025, 11, 21, 6, tzinfo=UTC)
    scenario = Scenario("8000", "1002", night, ("1",))
    trace = simulate({RECEPTION.unit: program}, RECEPTION.unit, scenario)
    menus = [step.heard for step in trace.steps if step.module == "menu"]
    assert menus == [("After hours", "Welcome"), ("Welcome",) * 3]


@pytest.mark.parametrize(
    ("keys", "ends"),
    [
        (("1", "0", "0", "1"), "busy"),  # an extension, though it begins as key 1
        (("1", ""), "answered"),  # key 1 after the pause
        (("1", "#"), "answered"),  # or at once
        (("1", "2"), "busy"),  # the shorter extension: no longer one begins so
        (("8", "8", "0", "1"), "not-found"),  # no user's; 8 leads nowhere
        (("1", "5"), "not-found"),
        (("*", "7", "2"), "not-found"),
    ],
)
def test_keys_and_extensions_are_told_apart(keys: tuple[str, ...], ends: str) -> None:
    menu = replace(MENU, tries=1, greetings=(), greeting=None)
    trace = heard(menu, *keys, b1=SEAT, _=node("hangup", cause="not-found"))
    assert ends in (trace.end.cause, trace.end.kind)


def test_all_numbers_may_be_dialled_if_the_menu_says_so() -> None:
    menu = replace(MENU, dialled="all", tries=1)
    assert heard(menu, "8", "8", "0", "1", b1=SEAT).end.cause == "busy"
    shorter = replace(menu, digits=3)
    other = node("hangup", cause="not-found")
    assert heard(shorter, "8", "8", "0", "1", b1=SEAT, _=other).end.cause == "not-found"


def test_without_dial_by_extension_a_key_does_not_wait() -> None:
    menu = replace(MENU, dialled="")
    trace = heard(menu, "1", "0", "0", "1", b1=node("hangup", cause="rejected"))
    assert trace.end.cause == "rejected"
    assert trace.end.at == NOON


def test_repeating_costs_no_try() -> None:
    menu = replace(MENU, repeat_key="9", tries=1, again=AFTER_HOURS, greetings=())
    trace = heard(replace(menu, greeting=None), "9", "9", b1=SEAT)
    assert trace.steps[0].heard == ("Welcome", "After hours", "After hours")
    assert trace.end.cause == "normal"


def test_rules_are_taken_at_once() -> None:
    menu = replace(MENU, no_key="hangup", other_key="1", invalid=AFTER_HOURS)
    assert heard(menu, b1=SEAT).end.at == NOON + timedelta(seconds=5)
    assert heard(menu, "3", b1=SEAT).end.kind == "answered"


def test_it_is_told_in_words() -> None:
    menu = replace(MENU, repeat_key="9", no_key="hangup")
    document = node("menu", menu=menu.id, b1=SEAT)
    text = in_words(lower(parse(document), account_with(menu)))
    assert "during “Open” with “Welcome”, otherwise with “After hours”" in text
    assert "Users' extensions may be dialled" in text
    assert "Key 9 repeats it. Without a key it hangs up." in text


def test_the_dialplan_dials_only_by_the_accounts_own_marks() -> None:
    flow = parse(node("menu", menu=MAIN_MENU, b1=SEAT, timeout_=SEAT))
    (context,) = render(lower(flow, SNAPSHOT), "acme-cf-k3v9qa", 1)
    lines = [f"{p.application}({p.data})" for p in context.priorities]
    assert "Set(PBX_ROUTES=${DB(cf/acme-routes)})" in lines
    (goto,) = [line for line in lines if "PBX_ROUTES}," in line and "Goto(" in line]
    before = lines[lines.index(goto) - 3]
    assert before.startswith("GotoIf(${DIALPLAN_EXISTS(${PBX_ROUTES},u${PBX_KEY},1)}?")
