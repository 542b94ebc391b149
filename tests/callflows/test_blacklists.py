"""Blacklists as the compiler and the simulator see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.document import parse
from callflows.lowering import lower
from callflows.outside_lines import Blocked, CarrierInfo, OutsideInfo, judge
from callflows.public_numbers import plan
from callflows.simulation import End, Scenario, simulate
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, tzinfo=UTC)
CANADA = plan("CA")
NUISANCE = Blocked("Nuisance", frozenset({"16045550199"}), ("1900", "44"))
HIDDEN = Blocked("Hidden", hidden=True)
ACME = OutsideInfo(
    CANADA,
    carriers=(CarrierInfo("West", "carrier-1", CANADA),),
    blacklists=(NUISANCE, HIDDEN),
)


@pytest.mark.parametrize(
    ("caller", "blacklist"),
    [
        ("+16045550199", "Nuisance"),
        ("16045550199", "Nuisance"),
        ("604 555-0199", "Nuisance"),
        ("6045550198", ""),
        ("011441234567890", "Nuisance"),
        # Without its + it is no number that is dialled so, but a whole one.
        ("441234567890", "Nuisance"),
        ("441234", ""),
        ("1900", ""),
        ("anonymous", "Hidden"),
        ("", "Hidden"),
    ],
)
def test_a_caller_is_known_however_the_number_is_written(
    caller: str, blacklist: str
) -> None:
    assert ACME.refuses(caller) == blacklist


def test_a_number_on_a_list_cannot_be_called() -> None:
    found = judge(ACME, "6045550199")
    assert (found.e164, found.blacklist) == ("16045550199", "Nuisance")
    assert not found.allowed and found.ways == ()
    other = judge(ACME, "6045550198")
    assert (other.blacklist, other.allowed) == ("", True)
    assert [carrier.name for carrier in other.ways] == ["West"]


def test_without_lists_everybody_gets_through() -> None:
    plain = OutsideInfo(CANADA)
    assert plain.refuses("anonymous") == plain.refuses("+16045550199") == ""


DIGITS = st.text("0123456789", min_size=1, max_size=5)


@given(st.lists(DIGITS), st.lists(DIGITS), DIGITS)
def test_a_list_holds_its_numbers_and_what_begins_like_them_alone(
    numbers: list[str], beginnings: list[str], number: str
) -> None:
    held = Blocked("X", frozenset(numbers), tuple(beginnings)).holds(number)
    begins = {number[:end] for end in range(1, len(number) + 1)}
    assert held == (number in numbers or bool(begins & set(beginnings)))


def end_of(flow: dict[str, Any], caller: str, users: tuple[str, ...] = ()) -> End:
    program = lower(parse(flow), SNAPSHOT)
    call = Scenario("8000", caller, AT)
    return simulate({"u": program}, "u", call, {}, ACME, users).end


BUSY = node("hangup", cause="busy")


@pytest.mark.parametrize(
    ("caller", "cause"),
    [
        ("6045550199", "rejected"),
        ("anonymous", "rejected"),
        ("6045550198", "busy"),
        ("", "busy"),
    ],
)
def test_what_if_tells_who_is_kept_out(caller: str, cause: str) -> None:
    end = end_of(BUSY, caller)
    assert end.cause == cause
    assert ("blacklist" in end.text) == (cause == "rejected")


def test_a_colleague_is_not_taken_for_somebody_outside() -> None:
    assert end_of(BUSY, "44123456", ("44123456",)).cause == "busy"
    assert end_of(BUSY, "44123456").cause == "rejected"


def test_a_forward_to_a_listed_number_goes_to_its_exit() -> None:
    flow = node("forward", number="+16045550199", timeout=20)
    flow["children"] = {"failed": node("hangup", cause="not-found")}
    assert end_of(flow, "1001").cause == "not-found"
