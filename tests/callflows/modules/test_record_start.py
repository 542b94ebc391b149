"""The call is recorded from here, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.words import in_words
from telephony.dialplan.contexts import Priority, render
from tests.callflows.samples import CRM, SNAPSHOT, node

AT = datetime(2026, 11, 25, tzinfo=UTC)


def steps(document: Any) -> list[Priority]:
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    return [p for p in context.priorities if p.extension == "n0"]


def test_it_records_under_a_name_that_nobody_can_guess() -> None:
    chance = "${RAND(0,2147483647)}" * 4
    _, stop, name, told, record, _ = steps(node("record_start"))
    assert stop.application == "StopMixMonitor"
    assert name.data == f"PBX_RECORDING=${{SHA1({chance})}}"
    assert told.data == "recording,${PBX_RECORDING}/-/keep"
    assert (record.application, record.data) == (
        "MixMonitor",
        "acme/${PBX_RECORDING}.wav",
    )


def test_only_talk_is_recorded_and_sent() -> None:
    document = node("record_start", what="talk", address=CRM, keep=False)
    _, _, _, told, record, _ = steps(document)
    assert told.data == f"recording,${{PBX_RECORDING}}/{CRM}/send"
    assert record.data.endswith(",b")
    words = in_words(lower(parse(document), SNAPSHOT))
    assert "Record the call while two people talk." in words
    assert "Send the recording to “CRM”." in words


@pytest.mark.parametrize("address", [None, CRM])
def test_it_is_kept_unless_somebody_gets_it(address: Any) -> None:
    data = {"address": address} if address else {}
    told = steps(node("record_start", keep=False, **data))[3]
    assert told.data.endswith("send" if address else "keep")


def test_the_what_if_tells_that_the_call_is_recorded() -> None:
    program = lower(parse(node("record_start", _=node("record_stop"))), SNAPSHOT)
    trace = simulate({"u": program}, "u", Scenario("8400", "1001", AT))
    assert [step.text for step in trace.steps] == [
        "The call is recorded from here.",
        "Recording ends.",
    ]
