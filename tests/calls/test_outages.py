"""Asterisk runs alone; what happened meanwhile is not lost."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from pbxportal.devstack.stack import Stack
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import Phone, Refused, answer_with_tone, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio, pytest.mark.timeout(240)]

PORTAL = ("portal", "workers", "listeners", "import", "redis")
MENU_TONE = 600


@pytest.fixture(scope="module")
def menu(acme: Portal) -> str:
    play = {"module": "play", "data": {"media": acme.tone(MENU_TONE, 2.0)}}
    draft = {
        "module": "menu",
        "data": {"timeout": 5, "tries": 1},
        "children": {"2": play},
    }
    return acme.make_flow("Alone", "8200", draft)


async def everything_works(alex: Phone, robin: Phone) -> None:
    """Phones reach each other, the menu, and voicemail."""
    robin.on_call = answer_with_tone(880)
    call = await alex.call("1002")
    await call.hears(880)
    await call.hang_up()
    call = await alex.call("8200")
    await asyncio.sleep(0.5)
    await call.press("2")
    await call.hears(MENU_TONE, within=8)
    await call.hang_up()
    robin.on_call = ring_only
    call = await alex.call("1002", within=15)
    await asyncio.sleep(1)
    assert call.answered.is_set()
    await call.hang_up()


async def test_calls_go_on_without_portal_and_databases(
    whole_again: Stack, menu: str, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    await everything_works(alex, robin)
    for name in (*PORTAL, "postgres"):
        await asyncio.to_thread(whole_again.stop, name)
    await everything_works(alex, robin)


async def test_a_killed_asterisk_starts_with_what_was_published(
    whole_again: Stack, acme: Portal, menu: str, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    fresh = {"module": "play", "data": {"media": acme.tone(1000, 2.0)}}
    flow = acme.make_flow("Fresh", "8201", {"module": "hangup", "data": {}})
    await asyncio.to_thread(acme.redraw, flow, fresh)
    published = time.monotonic()
    for name in PORTAL:
        await asyncio.to_thread(whole_again.stop, name)
    await asyncio.sleep(max(0.0, published + 2 - time.monotonic()))
    await asyncio.to_thread(whole_again.kill, "pbx1")
    await asyncio.to_thread(whole_again.start, "pbx1")
    await everything_works(alex, robin)
    call = await alex.call("8201")
    await call.hears(1000)


async def test_no_record_is_lost_or_double_while_the_database_is_away(
    whole_again: Stack, acme: Portal, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880)
    await one_call(alex)
    begin = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    count = 0
    for _ in range(3):
        count += await one_call(alex)
    await asyncio.to_thread(whole_again.stop, "postgres")
    away = time.monotonic()
    while time.monotonic() < away + 30:
        count += await one_call(alex)
    await asyncio.to_thread(whole_again.start, "postgres")
    for _ in range(3):
        count += await one_call(alex)

    def rows() -> Any:
        found = acme.all(f"calls/?from={begin}&number=1002")
        return found if len(found) >= count else None

    found = await until(lambda: _tolerant(rows), within=60)
    await asyncio.sleep(3)
    found = acme.all(f"calls/?from={begin}&number=1002")
    assert len(found) == count
    assert {row["result"] for row in found} == {"answered"}


def _tolerant(ask: Any) -> Any:
    """The portal may need a moment to find its database again."""
    try:
        return ask()
    except Exception:  # noqa: BLE001
        return None


async def one_call(alex: Phone) -> int:
    try:
        call = await alex.call("1002", within=10)
    except Refused:
        return 0
    await asyncio.sleep(0.5)
    await call.hang_up()
    return 1
