"""Blacklists on real calls: who is on one gets neither in nor called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from tests.callflows.samples import node
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.calls.test_outside import Outside, outside
from tests.calls.test_trunks import answers, refused
from tests.support import answer_with_tone

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

__all__ = ["outside"]

PUBLIC, FORWARDED = "+16045550181", "+16045550182"
NUISANCE, PREMIUM, FRIEND = "+16045550191", "+17785550192", "+16045550193"
REJECTED = 403
Put = Callable[..., Awaitable[str]]


@pytest_asyncio.fixture
async def put(acme: Portal, outside: Outside) -> AsyncIterator[Put]:
    """Makes a blacklist; its id once the nodes know it. It is gone afterwards."""
    made: list[str] = []

    async def make(name: str, **fields: Any) -> str:
        body = {"name": name, **fields}
        row = await asyncio.to_thread(acme.post, "blacklists/", body)
        made.append(row["id"])
        await outside.settle()
        return made[-1]

    yield make
    for pk in made:
        await asyncio.to_thread(acme.send, "DELETE", f"blacklists/{pk}/")


async def test_who_is_on_a_list_does_not_get_in_and_can_not_be_called(
    outside: Outside, acme: Portal, put: Put, phone_of: PhoneOf
) -> None:
    await asyncio.to_thread(acme.post, "errors/seen/")
    await answers(acme, PUBLIC)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.rules(acme)
    pk = await put("Nuisance", numbers=[NUISANCE, f"{PREMIUM[:6]}*"])
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(900)
    for caller in (NUISANCE, NUISANCE[1:], NUISANCE[2:], PREMIUM):
        assert await refused(carrier, PUBLIC, caller=caller) == REJECTED
    call = await carrier.call(PUBLIC, caller=FRIEND)
    await call.hears(900)
    await call.hang_up()
    assert robin.incoming.qsize() == 1
    for number in (NUISANCE[2:], PREMIUM):
        assert await refused(alex, number) == REJECTED
    assert carrier.incoming.empty()
    for number in (FRIEND, "911"):
        call = await alex.call(number)
        await carrier.next_call()
        await call.hang_up()

    def seen() -> set[tuple[str, str, str]]:
        return {
            (row["direction"], row["caller_number"], row["dialled"])
            for row in acme.all("calls/?ordering=-started_at")[:12]
            if row["result"] == "blocked"
        }

    expected = {
        ("inbound", NUISANCE, PUBLIC),
        ("inbound", PREMIUM, PUBLIC),
        ("outbound", "1001", NUISANCE[2:]),
        ("outbound", "1001", PREMIUM),
    }
    await until(lambda: expected <= seen(), within=20)
    assert not acme.all("errors/?seen=0&source=call")
    # What counts is chosen in the settings, at once.
    await outside.change(acme, "settings/blacklists/", {"active": []})
    call = await carrier.call(PUBLIC, caller=NUISANCE)
    await call.hears(900)
    await call.hang_up()
    await outside.change(acme, "settings/blacklists/", {"active": [pk]})
    assert await refused(carrier, PUBLIC, caller=NUISANCE) == REJECTED


async def test_who_hides_the_number_is_kept_out_by_a_list_that_says_so(
    outside: Outside, acme: Portal, put: Put, phone_of: PhoneOf
) -> None:
    await answers(acme, PUBLIC)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.rules(acme)
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(900)
    call = await carrier.call(PUBLIC, caller="anonymous")
    await call.hears(900)
    await call.hang_up()
    await put("Hidden", hidden=True)
    assert await refused(carrier, PUBLIC, caller="anonymous") == REJECTED
    call = await carrier.call(PUBLIC, caller=FRIEND)
    await call.hears(900)
    await call.hang_up()


async def test_a_callflow_does_not_lead_to_a_listed_number(
    outside: Outside, acme: Portal, put: Put
) -> None:
    forward = node("forward", number=NUISANCE, caller_id="account", timeout=10)
    forward["children"] = {"_": node("hangup", cause="not-found")}
    await answers(acme, FORWARDED, **forward)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.rules(acme)
    call = await carrier.call(FORWARDED, caller=FRIEND)
    await carrier.next_call()
    await call.hang_up()
    await put("Nuisance", numbers=[NUISANCE])
    assert await refused(carrier, FORWARDED, caller=FRIEND) == 404


async def test_other_accounts_lists_stop_nobody_here(
    outside: Outside, acme: Portal, globex: Portal, put: Put, phone_of: PhoneOf
) -> None:
    await put("Nuisance", numbers=[NUISANCE], hidden=True)
    carrier = await outside.carrier(globex, 1)
    await outside.rules(globex)
    sam = await phone_of("globex", "1001")
    call = await sam.call(NUISANCE)
    await carrier.next_call()
    await call.hang_up()
