"""A fax box receives; what strangers say of themselves never becomes dialplan."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.snapshot_types import FaxBoxInfo, Snapshot
from callflows.words import in_words
from telephony.dialplan.contexts import render
from telephony.dialplan.text import NotSafe
from tests.callflows.samples import FAX_BOX, SNAPSHOT, account_with, node

FLOW = node("fax_box", box=FAX_BOX)


def lines(snapshot: Snapshot, extension: str = "n0") -> list[tuple[str, str]]:
    (context,) = render(lower(parse(FLOW), snapshot), "acme-cf-k3v9qa", 1)
    return [
        (p.application, p.data) for p in context.priorities if p.extension == extension
    ]


def test_it_answers_and_receives_under_a_name_that_nobody_chooses() -> None:
    main = lines(SNAPSHOT)
    assert [application for application, _ in main] == [
        "CELGenUserEvent",
        "Answer",
        "Set",
        "CELGenUserEvent",
        "Set",
        "Set",
        "Set",
        "ReceiveFAX",
        "Hangup",
    ]
    assert ("ReceiveFAX", "${PBX_FAXES}/acme.${PBX_FAX}.tif,f") in main
    assert ("Set", "FAXOPT(localstationid)=+1 604 555 0100") in main
    assert ("CELGenUserEvent", f"fax,${{PBX_FAX}}/{FAX_BOX}") in main


def test_the_end_is_told_whoever_hangs_up() -> None:
    push = "CHANNEL(hangup_handler_push)=acme-cf-k3v9qa-v1,n0f,1"
    assert ("Set", push) in lines(SNAPSHOT)
    (event, data), back = lines(SNAPSHOT, "n0f")
    assert (event, back) == ("CELGenUserEvent", ("Return", ""))
    assert "${URIENCODE(${REMOTESTATIONID})}" in data


def test_without_t38_it_is_received_as_sound() -> None:
    plain = account_with(FaxBoxInfo(FAX_BOX, "Accounts", "", t38=False))
    assert lines(plain)[-2][1].endswith(",F")
    assert not [data for _, data in lines(plain) if "localstationid" in data]


def test_a_bad_identity_is_refused() -> None:
    bad = account_with(FaxBoxInfo(FAX_BOX, "Accounts", "1)=${X}"))
    with pytest.raises(NotSafe):
        lines(bad)


def test_what_if_and_words_name_the_box() -> None:
    program = lower(parse(FLOW), SNAPSHOT)
    at = datetime(2026, 11, 25, tzinfo=UTC)
    end = simulate({"u": program}, "u", Scenario("8480", "1001", at)).end
    assert (end.kind, end.who) == ("fax", str(FAX_BOX))
    assert "Receive a fax for “Accounts” and end the call." in in_words(program)


def test_a_box_that_is_gone_ends_the_call() -> None:
    assert lines(Snapshot.of("acme", "UTC", ()))[-1] == ("Hangup", "20")
