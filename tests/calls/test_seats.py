"""Seats ring, and only those of one's own account."""

from __future__ import annotations

import asyncio

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, samples
from tests.support import Phone, Refused, answer_with_tone, ring_only
from tests.support.tones import goertzel

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]


@pytest.mark.parametrize("host", [None, "globex.pbx.test"])
async def test_a_call_stays_in_its_account(phone_of: PhoneOf, host: str | None) -> None:
    """Tones arrive both ways; the other company's 1002 never rings, whatever is asked."""
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    stranger = await phone_of("globex", "1002")
    robin.on_call = answer_with_tone(880)
    stranger.on_call = answer_with_tone(660)
    call = await alex.call("1002", host=host)
    call.send_tone(440)
    other = await robin.next_call()
    await call.hears(880)
    await other.hears(440)
    await call.hang_up()
    await other.wait_ended(5)
    assert stranger.incoming.empty()


async def test_a_wrong_password_is_refused(phone_of: PhoneOf) -> None:
    phone = await phone_of("acme", "1001", register=False)
    imposter = Phone("1001", "acme.pbx.test", "wrong", phone._server)
    async with imposter:
        with pytest.raises(Refused) as refused:
            await imposter.register()
    assert refused.value.code == 401


async def test_another_accounts_password_is_refused(phone_of: PhoneOf) -> None:
    own = await phone_of("acme", "1001", register=False)
    other = await phone_of("globex", "1001", register=False)
    imposter = Phone(
        "1001", "acme.pbx.test", other._line.credentials.password, own._server
    )
    async with imposter:
        with pytest.raises(Refused) as refused:
            await imposter.register()
    assert refused.value.code == 401


async def test_an_unknown_number_is_refused(phone_of: PhoneOf) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call("7777", wait=False)
    await call.wait_ended(5)
    assert call.code == 404


async def test_no_answer_leads_to_voicemail(phone_of: PhoneOf, acme: Portal) -> None:
    """The tone is recorded, the lamp lights, REST lists the message and gives its sound."""
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == "1002")
    messages = f"voicemail-boxes/{box['id']}/messages/"
    before = {m["id"] for m in acme.get(messages)["results"]}
    call = await alex.call("1002", within=15)
    call.send_tone(440)
    # `#` skips the greeting; the beep follows, and then the message.
    await asyncio.sleep(1)
    await call.press("#")
    await asyncio.sleep(5)
    await call.hang_up()
    await robin.lamp(True, within=10)
    found = await until_listed(acme, messages, before)
    sound = acme.fetch(f"{messages}{found}/sound/")
    pcm = samples(sound)
    assert max(goertzel(pcm[i : i + 1600], 440) for i in range(0, len(pcm), 1600)) > 0.8


async def until_listed(portal: Portal, path: str, before: set[str]) -> str:
    for _ in range(100):
        new = [m for m in portal.get(path)["results"] if m["id"] not in before]
        if new:
            return str(new[0]["id"])
        await asyncio.sleep(0.1)
    raise TimeoutError("no new message is listed")
