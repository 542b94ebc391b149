"""What a browser is told of calls, over the websocket, while they go on."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.calls.browser import Browser, hear
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import answer_with_tone, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NOT_FOUND = 4404
SOON = 1.0

Delta = dict[str, Any]


async def told(
    socket: ClientConnection, wanted: Callable[[Delta], Any], within: float = SOON
) -> Delta:
    """The first change of a call that is as wanted; TimeoutError if none comes."""
    async with asyncio.timeout(within):
        while True:
            for delta in (await hear(socket)).get("deltas", ()):
                if delta["kind"] == "call" and wanted(delta):
                    return delta


async def quiet(acme: Portal) -> None:
    """Waits until the calls of earlier tests are gone."""
    await until(lambda: acme.get("live/")["calls"] == [], within=5)


async def test_a_call_is_told_within_a_second_of_start_answer_and_end(
    acme: Portal, manager: Browser, phone_of: PhoneOf
) -> None:
    await quiet(acme)
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880, after=0.5)
    async with manager.socket("/ws/a/acme/live/") as socket:
        snapshot = await hear(socket)
        assert (snapshot["type"], snapshot["calls"]) == ("snapshot", [])
        call = await alex.call("1002", wait=False)
        started = await told(socket, lambda d: d["op"] == "put")
        shown = started["value"]
        assert shown["caller"]["number"] == "1001"
        assert shown["caller"]["name"] == "Alex Kim"
        assert shown["dialled"] == "1002"
        assert shown["answered_at"] is None
        await call.wait_answered(5)
        answered = await told(
            socket, lambda d: d["op"] == "put" and d["value"]["answered_at"]
        )
        assert answered["id"] == started["id"]
        assert [to["number"] for to in answered["value"]["to"]] == ["1002"]
        await call.hang_up()
        gone = await told(socket, lambda d: d["op"] == "drop")
        assert gone["id"] == started["id"]


async def test_the_numbers_have_no_gap_and_the_snapshot_agrees(
    acme: Portal, manager: Browser, phone_of: PhoneOf
) -> None:
    """Deltas on top of the snapshot give what a new snapshot says."""
    await quiet(acme)
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    async with manager.socket("/ws/a/acme/live/") as socket:
        snapshot = await hear(socket)
        seq, calls = snapshot["seq"], {c["id"]: c for c in snapshot["calls"]}
        made = [await alex.call("1002", wait=False) for _ in range(3)]
        await until(lambda: len(acme.get("live/")["calls"]) == 3, within=3)
        await made[0].hang_up()
        await until(lambda: len(acme.get("live/")["calls"]) == 2, within=3)
        await asyncio.sleep(0.3)
        await socket.send('{"type": "resync"}')
        while (message := await hear(socket))["type"] == "deltas":
            for delta in message["deltas"]:
                if delta["seq"] <= snapshot["seq"]:
                    continue  # It fell between joining and snapshot: it is told twice.
                assert delta["seq"] == seq + 1
                seq = delta["seq"]
                if delta["kind"] == "call" and delta["op"] == "put":
                    calls[delta["id"]] = {"id": delta["id"], **delta["value"]}
                elif delta["kind"] == "call":
                    calls.pop(delta["id"])
        assert message["seq"] == seq
        assert {c["id"]: c for c in message["calls"]} == calls
        for call in made[1:]:
            await call.hang_up()


@pytest.mark.parametrize("account", ["globex", "reseller", "nobody"])
async def test_a_foreign_account_is_not_found(manager: Browser, account: str) -> None:
    async with manager.socket(f"/ws/a/{account}/live/") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == NOT_FOUND


async def test_nobody_is_told_without_signing_in(acme: Portal) -> None:
    async with Browser(acme.address).socket("/ws/a/acme/live/") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == NOT_FOUND


async def test_the_history_has_one_row_with_the_right_length(
    acme: Portal, manager: Browser, phone_of: PhoneOf
) -> None:
    """REST, CSV and the page tell of the same call."""
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880, after=1.0)
    since = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    call = await alex.call("1002")
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await asyncio.sleep(3)
    await call.hang_up()
    seconds = loop.time() - begin

    asked = f"from={since}&number=1002"
    await until(lambda: acme.all(f"calls/?{asked}"), within=15)
    await asyncio.sleep(1)
    (row,) = acme.all(f"calls/?{asked}")
    assert abs(row["talk_seconds"] - seconds) <= 1
    assert abs(row["ring_seconds"] - 1) <= 1
    assert row["result"] == "answered"
    text = acme.fetch(f"calls/export/?{asked}").decode()
    (exported,) = csv.DictReader(io.StringIO(text))
    assert exported["caller_number"] == "1001"
    assert exported["talk_seconds"] == str(row["talk_seconds"])
    page = manager.page(f"/a/acme/history/{row['id']}/")
    assert "PJSIP/1002@acme.pbx.test" in page
