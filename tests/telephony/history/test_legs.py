"""Calls, as people remember them, from what Asterisk recorded."""

from __future__ import annotations

import dataclasses
import random

import pytest

from telephony.history import lines
from telephony.history.legs import Call, call_of
from tests.support import ami_recorded


def legs_of(name: str) -> list[lines.Leg]:
    return [lines.leg(r) for r in ami_recorded.records(name, "cdr")]


def steps_of(name: str) -> list[lines.Step]:
    steps = (lines.step(r) for r in ami_recorded.records(name, "cel"))
    return [step for step in steps if step is not None]


def call(name: str) -> Call:
    return call_of(legs_of(name), steps_of(name))


@pytest.mark.parametrize(
    ("name", "direction", "result", "dialled", "answered_by"),
    [
        ("answered", "internal", "answered", "1002", "1002"),
        ("voicemail", "internal", "voicemail", "1002", ""),
        ("busy", "internal", "busy", "1002", ""),
        ("abandoned", "internal", "no_answer", "1002", ""),
        ("menu", "internal", "answered", "2000", "1002"),
        ("menu_timeout", "internal", "answered", "2000", ""),
        ("blind_transfer", "internal", "answered", "1002", "1002"),
        ("attended_transfer", "internal", "answered", "1002", "1002"),
        ("group", "internal", "answered", "3000", "1003"),
        ("inbound", "inbound", "answered", "+15550100", "1002"),
        ("inbound_missed", "missed", "no_answer", "+15550100", ""),
        ("outbound", "outbound", "answered", "+15550201", "+15550201"),
        ("click_to_call", "internal", "answered", "1002", "1002"),
    ],
)
def test_a_recorded_call_becomes(
    name: str, direction: str, result: str, dialled: str, answered_by: str
) -> None:
    found = call(name)
    assert found.direction == direction
    assert found.result == result
    assert found.dialled == dialled
    assert found.answered_by == answered_by
    assert found.account == "acme"
    assert found.started_at <= found.ended_at
    if not direction.startswith(("in", "missed")) or name.startswith(("ans", "menu")):
        assert found.caller_number == "1001"
        assert found.caller_name == "Alice Adams"


def test_times_are_those_of_people_not_of_menus() -> None:
    found = call("menu")
    assert found.answered_at is not None
    waited = (found.answered_at - found.started_at).total_seconds()
    # The menu answered at once; Bob after the key and half a second of ringing.
    assert waited > 1.5
    assert found.ring_seconds == 1
    assert found.talk_seconds == 2


def test_voicemail_is_no_talk_and_ends_the_ringing() -> None:
    found = call("voicemail")
    assert found.answered_at is None
    assert found.talk_seconds == 0
    assert found.ring_seconds == 6


def test_a_transfer_shows_both_who_answered() -> None:
    for name in ("blind_transfer", "attended_transfer"):
        found = call(name)
        assert [p["number"] for p in found.parties] == ["1002", "1003"], name
        assert [p["name"] for p in found.parties] == ["Bob Baker", "Carol Chen"]
        assert all(p["answered_at"] for p in found.parties)
        assert found.ended_at.isoformat()[:23] == found.parties[1]["ended_at"][:23]


def test_members_of_a_group_who_did_not_answer_are_parties_too() -> None:
    parties = {p["number"]: p["answered_at"] for p in call("group").parties}
    assert set(parties) == {"1002", "1003"}
    assert parties["1002"] is None


def test_the_order_of_the_records_does_not_matter() -> None:
    for name in ("attended_transfer", "group", "voicemail"):
        legs, steps = legs_of(name), steps_of(name)
        for seed in range(10):
            shuffle = random.Random(seed).shuffle
            shuffle(legs)
            shuffle(steps)
            assert call_of(legs, steps) == call(name)


@pytest.mark.parametrize("name", ["answered", "busy", "group", "outbound"])
def test_without_channel_events_the_records_have_to_do(name: str) -> None:
    found, full = call_of(legs_of(name)), call(name)
    for field in ("direction", "result", "answered_by", "account", "caller_number"):
        assert getattr(found, field) == getattr(full, field), field


def test_two_accounts_calls_stay_apart() -> None:
    by_account = {leg.accountcode: leg for leg in legs_of("parallel")}
    assert set(by_account) == {"acme", "globex"}
    for account, leg in by_account.items():
        own = [s for s in steps_of("parallel") if s.linkedid == leg.linkedid]
        assert call_of([leg], own).account == account


@pytest.mark.parametrize(
    ("dispositions", "result"),
    [
        (["BUSY", "NO ANSWER"], "no_answer"),
        (["BUSY", "FAILED"], "busy"),
        (["FAILED"], "failed"),
        (["CONGESTION"], "failed"),
    ],
)
def test_of_several_that_did_not_answer(dispositions: list[str], result: str) -> None:
    leg = legs_of("busy")[0]
    legs = [
        dataclasses.replace(
            leg, sequence=i, disposition=found, dest_channel=f"PJSIP/{i}@a.b-0"
        )
        for i, found in enumerate(dispositions)
    ]
    assert call_of(legs).result == result


def test_a_call_to_nobody_registered_is_not_answered() -> None:
    leg = legs_of("menu_timeout")[0]
    assert call_of([dataclasses.replace(leg, application="Dial")]).result == "no_answer"
    failed = dataclasses.replace(leg, disposition="FAILED", answered_at=None)
    assert call_of([failed]).result == "failed"
