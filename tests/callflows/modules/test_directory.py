"""Finding people by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.snapshot_types import DirectoryInfo, Listed
from callflows.tidy import tidy
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    RECEPTION,
    STAFF,
    USER,
    account_with,
    node,
)

AT = datetime(2025, 12, 1, tzinfo=UTC)
KIM = Listed(USER, "Alex Kim", "1001", ("546",), RECEPTION, "1001")
KIMURA = Listed(BARE_USER, "Sam Kimura", "1002", ("546", "726"), RECEPTION)
PEOPLE = DirectoryInfo(STAFF, "Staff", (KIM, KIMURA))
DRAFT = node(
    "directory",
    directory=STAFF,
    tries=2,
    b0=node("hangup", cause="busy"),
    _=node("hangup", cause="rejected"),
)
RECEIVED = lower(parse(node("hangup", cause="not-found")), account_with())


def run(keys: str, directory: DirectoryInfo = PEOPLE) -> Trace:
    """`-` is a wait without a key."""
    programs = {
        "u": tidy(lower(parse(DRAFT), account_with(directory))),
        RECEPTION.unit: RECEIVED,
    }
    pressed = tuple("" if key == "-" else key for key in keys)
    return simulate(programs, "u", Scenario("8000", "1003", AT, pressed))


@pytest.mark.parametrize(
    ("keys", "cause"),
    [
        ("5461", "not-found"),  # the first one
        ("546*1", "not-found"),  # the second one
        ("7261", "not-found"),  # by the other name
        ("999" + "7261", "not-found"),  # after an error
        ("546**" + "546**", "rejected"),  # neither, twice
        ("999999", "rejected"),
        ("0", "busy"),
        ("*", "rejected"),
        ("--", "rejected"),
        ("54-1" + "54#1", "rejected"),
    ],
)
def test_keys_lead_to_people(keys: str, cause: str) -> None:
    assert run(keys).end.cause == cause


def test_a_single_one_is_taken_unasked_if_the_directory_says_so() -> None:
    trusting = replace(PEOPLE, confirm=False)
    assert run("726", trusting).end.cause == "not-found"
    assert run("546*1", trusting).end.cause == "not-found"
    assert run("546", trusting).end.cause == "rejected"


def test_a_short_name_is_ended_by_hash_or_a_pause() -> None:
    short = replace(PEOPLE, listed=(replace(KIM, keys=("54",)),), confirm=False)
    assert run("54#", short).end.cause == "not-found"
    assert run("54-", short).end.cause == "not-found"


def test_each_beginning_of_a_name_is_an_extension_of_its_own() -> None:
    program = tidy(lower(parse(DRAFT), account_with(PEOPLE)))
    (context,) = render(program, "acme-cf-k3v9qa", 1)
    names = {p.extension for p in context.priorities}
    assert {"n0", "n0k546", "n0k726"} <= names
    text = " ".join(p.data for p in context.priorities)
    assert "Kim" not in text
    assert "/voicemail/acme/1001/greet" in text


def test_without_the_key_the_operator_is_nobody() -> None:
    draft: Any = node("directory", directory=STAFF, _=node("hangup", cause="rejected"))
    program = lower(parse(draft), account_with(PEOPLE))
    trace = simulate({"u": program}, "u", Scenario("8000", "1003", AT, ("0",)))
    assert trace.end.cause == "rejected"


def test_an_empty_directory_is_worth_a_look() -> None:
    assert ("nobody_listed", "", "directory") not in found(DRAFT)
    program = lower(parse(DRAFT), account_with(DirectoryInfo(STAFF, "Staff")))
    assert render(program, "acme-cf-k3v9qa", 1)
