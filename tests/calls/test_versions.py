"""Which version of a callflow a call hears: restored, scheduled, and come back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import Phone

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio, pytest.mark.timeout(240)]

NUMBER = "8480"
OLD, NEW = 500, 900


def twice(media: str) -> dict[str, Any]:
    """The tone, three seconds of nothing, and the tone again."""
    play = {"module": "play", "data": {"media": media}}
    sleep = {"module": "sleep", "data": {"seconds": 3}, "children": {"_": play}}
    return {**play, "children": {"_": sleep}}


@pytest.fixture(scope="module")
def drafts(acme: Portal) -> tuple[dict[str, Any], dict[str, Any]]:
    return twice(acme.tone(OLD, 1.0)), twice(acme.tone(NEW, 1.0))


@pytest.fixture
def flow(acme: Portal, drafts: tuple[dict[str, Any], dict[str, Any]]) -> str:
    """Version 1 plays the old tone, version 2, the live one, the new."""
    old, new = drafts
    made = acme.make_flow("Versions", NUMBER, old)
    acme.redraw(made, new)
    return made


async def hears(phone: Phone, tone: int) -> None:
    """A call of now hears that tone, and not the other one."""
    call = await phone.call(NUMBER)
    await call.hears(tone, within=5)
    assert call.tones_heard((OLD, NEW)) == {tone}
    await call.hang_up()


async def test_a_restored_version_is_heard_by_the_next_call(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    under_way = await alex.call(NUMBER)
    await under_way.hears(NEW, within=5)
    path = f"callflows/{flow}/versions/1/restore/"
    await asyncio.to_thread(acme.post, path)
    await hears(robin, NEW)  # so far it is a draft
    await asyncio.to_thread(acme.publish, flow)
    await hears(robin, OLD)
    await under_way.wait_ended(10)
    assert under_way.tones_heard((OLD, NEW)) == {NEW}


async def test_a_scheduled_version_is_heard_until_it_returns(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    at = datetime.now(UTC) + timedelta(seconds=4)
    back = at + timedelta(seconds=60)
    asked = {"callflow": flow, "version": 1}
    times = {"at": at.isoformat(), "back_at": back.isoformat()}
    path = "scheduled-publications/"
    made = await asyncio.to_thread(acme.post, path, {**asked, **times})
    await hears(alex, NEW)

    def state() -> str:
        return str(acme.get(f"{path}{made['id']}/")["state"])

    await until(lambda: state() == "live", within=40)
    await asyncio.to_thread(acme.settle, flow)
    await hears(alex, OLD)
    await until(lambda: state() == "done", within=120)
    assert datetime.now(UTC) >= back
    await asyncio.to_thread(acme.settle, flow)
    await hears(alex, NEW)
