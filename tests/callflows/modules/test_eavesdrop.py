"""Listening to the call of somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.simulation.scenario import Activity
from callflows.snapshot_types import DeviceInfo, UserInfo
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    LOBBY,
    SALES,
    SNAPSHOT,
    USER,
    account_with,
    node,
    uid,
)

AT = datetime(2026, 11, 25, tzinfo=UTC)
TALKS = {str(LOBBY.id): Activity.TALKING}


def flow(**settings: Any) -> dict[str, Any]:
    asked = {
        "members": [{"group": str(SALES)}],
        "allowed": [{"user": str(USER)}],
        **settings,
    }
    made = node("eavesdrop", **asked, _=node("hangup", cause="busy"))
    made["children"]["nobody"] = node("hangup", cause="no-answer")
    return made


def lines(document: Any) -> list[tuple[str, str]]:
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    return [(p.application, p.data) for p in context.priorities if p.extension == "n0"]


def played(document: Any, *keys: str, caller: str = "1001", **more: Any) -> Trace:
    call = Scenario("8501", caller, AT, keys, **more)
    return simulate({"u": lower(parse(document), SNAPSHOT)}, "u", call)


@pytest.mark.parametrize(
    ("mode", "option"),
    [("listen", ""), ("whisper", "w"), ("barge", "B"), ("keys", "d")],
)
def test_only_channels_of_the_account_are_spied(mode: str, option: str) -> None:
    spied = [data for name, data in lines(flow(mode=mode)) if name == "ChanSpy"]
    assert f"PJSIP/lobby@acme.example-,bqES{option}g(acme)" in spied
    assert all(data.endswith("g(acme)") for data in spied)


def test_nobody_but_those_who_may() -> None:
    trace = played(flow(), caller="1002", activity=TALKS)
    assert (trace.end.kind, trace.end.cause) == ("hung-up", "rejected")
    assert played(flow(), activity=TALKS).end.cause == "busy"


def test_a_user_is_known_whatever_number_the_telephone_shows() -> None:
    phone = DeviceInfo(uid(90), "Desk", "desk-7@acme.example", owner=USER)
    alex = UserInfo(USER, "Alex Kim", "1001", (phone,))
    program = lower(parse(flow()), account_with(alex))
    call = Scenario("8501", "1001", AT, activity=TALKS, calling_user=str(USER))
    assert simulate({"u": program}, "u", call).end.cause == "busy"


def test_nobody_talks() -> None:
    assert played(flow()).end.cause == "no-answer"
    rings = {str(LOBBY.id): Activity.RINGING}
    assert played(flow(), activity=rings).end.cause == "no-answer"


@pytest.mark.parametrize(
    ("keys", "cause"),
    [(("4711#",), "busy"), (("1#", "4711#"), "busy"), (("1#", "2#", "3#"), "rejected")],
)
def test_a_pin_as_well(keys: tuple[str, ...], cause: str) -> None:
    assert played(flow(pin="4711"), *keys, activity=TALKS).end.cause == cause


def test_the_right_pin_leads_past_the_refusal() -> None:
    steps = lines(flow(pin="4711"))
    (test,) = [data for _, data in steps if '"4711"' in data]
    past = int(test.rpartition("?")[2])
    assert steps[past - 2][0] == "Goto"
    assert steps[past - 1] == ("Answer", "")
    assert steps[past] == ("Set", "SPY_CHANNEL=")


def test_words_and_findings() -> None:
    text = in_words(lower(parse(flow(mode="barge")), SNAPSHOT))
    assert "Join the call of Alex Kim, Lobby." in text
    refused = flow(allowed=[{"user": str(BARE_USER)}])
    assert ("no_telephones", "", "allowed") in found(refused)
    assert ("invalid_setting", "", "allowed") in found(flow(allowed=[]))
    assert ("invalid_setting", "", "pin") in found(flow(pin="12"))
