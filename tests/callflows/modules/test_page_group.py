"""Speaking to several people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from callflows.document import parse
from callflows.instructions import Page
from callflows.lowering import lower
from callflows.simulation import Outcome, Scenario, simulate
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    DESK,
    LOBBY,
    SALES,
    SNAPSHOT,
    SOFT,
    USER,
    node,
)

AT = datetime(2025, 12, 1, tzinfo=UTC)


def page(*members: dict[str, Any], **settings: Any) -> Page:
    document = node("page_group", members=list(members), **settings)
    op = lower(parse(document), SNAPSHOT).blocks[0].body[1]
    assert isinstance(op, Page)
    return op


def test_every_device_is_called_once() -> None:
    both = page({"user": str(USER)}, {"group": str(SALES)})
    assert both.devices == (DESK, SOFT, LOBBY)
    assert (both.two_way, both.beep) == (False, True)


def test_all_may_speak() -> None:
    assert page({"user": str(USER)}, audio="two_way").two_way


def test_nobody_to_speak_to() -> None:
    document = node("page_group", members=[{"user": str(BARE_USER)}])
    assert ("nobody_rings", "", "members") in found(document)


def test_with_no_telephone_registered_the_call_goes_on() -> None:
    document = node("page_group", members=[{"user": str(USER)}], _=node("hangup"))
    program = lower(parse(document), SNAPSHOT)
    here = Scenario("8000", "1003", AT)
    assert simulate({"u": program}, "u", here).end.kind == "answered"
    away = {str(device.id): Outcome.OFFLINE for device in (DESK, SOFT)}
    trace = simulate({"u": program}, "u", Scenario("8000", "1003", AT, outcomes=away))
    assert [step.module for step in trace.steps] == ["page_group", "hangup"]
