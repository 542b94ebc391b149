"""A call is live while it lasts, and one row of the history afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import answer_with_tone, busy

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]


async def until(true: Callable[[], Any], within: float) -> Any:
    """What the function gives as soon as it gives something; TimeoutError after that."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if found := await asyncio.to_thread(true):
            return found
        await asyncio.sleep(0.05)
    raise TimeoutError(f"nothing within {within} s")


async def test_a_call_is_live_and_then_history(acme: Portal, phone_of: PhoneOf) -> None:
    begin = datetime.now(UTC) - timedelta(seconds=1)
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880)
    call = await alex.call("1002")
    shown = await until(lambda: acme.get("live/")["calls"], within=1)
    caller = shown[0]["caller"]
    assert (caller["number"], caller["name"]) == ("1001", "Alex Kim")
    assert shown[0]["dialled"] == "1002"
    await until(lambda: acme.get("live/")["calls"][0]["answered_at"], within=1)
    assert acme.get("live/")["calls"][0]["to"][0]["number"] == "1002"
    await asyncio.sleep(2.5)
    await call.hang_up()
    await until(lambda: acme.get("live/")["calls"] == [], within=1)
    since = begin.isoformat().replace("+00:00", "Z")
    rows = await until(lambda: acme.get(f"calls/?from={since}")["results"], within=15)
    assert len(rows) == 1
    assert (rows[0]["caller_number"], rows[0]["dialled"]) == ("1001", "1002")
    assert rows[0]["result"] == "answered"
    assert rows[0]["talk_seconds"] in (2, 3, 4)
    detail = acme.get(f"calls/{rows[0]['id']}/")
    assert detail["legs"]
    exported = acme.fetch(f"calls/export/?from={since}").decode()
    assert exported.count("1002") >= 1
    assert len(exported.strip().splitlines()) == 2


async def test_a_caller_in_voicemail_is_shown_there(
    acme: Portal, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = busy()
    call = await alex.call("1002", within=15)

    def in_voicemail() -> bool:
        return [c["state"] for c in acme.get("live/")["calls"]] == ["voicemail"]

    begin = datetime.now(UTC) - timedelta(seconds=5)
    await until(in_voicemail, within=2)
    await call.hang_up()
    since = begin.isoformat().replace("+00:00", "Z")

    def newest() -> Any:
        rows = acme.get(f"calls/?from={since}")["results"]
        return rows[0] if rows and rows[0]["result"] == "voicemail" else None

    row = await until(newest, within=15)
    assert (row["dialled"], row["answered_by"]) == ("1002", "")


async def test_other_accounts_see_nothing_of_it(
    acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880)
    before = len(globex.all("calls/"))
    call = await alex.call("1002")
    await until(lambda: acme.get("live/")["calls"], within=2)
    assert globex.get("live/")["calls"] == []
    await call.hang_up()
    await until(lambda: acme.get("live/")["calls"] == [], within=2)
    assert len(globex.all("calls/")) == before


async def test_registrations_are_live(acme: Portal, phone_of: PhoneOf) -> None:
    alex = await phone_of("acme", "1001")

    def registered() -> Any:
        rows = acme.get("registrations/")["results"]
        return [row for row in rows if row["endpoint"] == "1001@acme.pbx.test"]

    rows = await until(registered, within=5)
    assert rows[0]["address"].startswith("127.0.0.1")
    await alex.unregister()
    await until(lambda: not registered(), within=5)
