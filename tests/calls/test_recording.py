"""What is said in a call is in its recording; who may not hear it gets nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, Problem, samples
from tests.support import answer_with_tone
from tests.support.program import Program, program
from tests.support.tones import goertzel

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER, CALLER, CALLEE, PROMPT = "8460", 500, 900, 1400
Draft = dict[str, Any]


def user(acme: Portal, timeout: int = 10) -> Draft:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    return {"module": "user", "data": {"user": robin["id"], "timeout": timeout}}


def recorded(then: Draft, **data: Any) -> Draft:
    return {"module": "record_start", "data": data, "children": {"_": then}}


async def talk(acme: Portal, draft: Draft, phone_of: PhoneOf) -> None:
    """Both sides are heard for a while, then the caller hangs up."""
    await asyncio.to_thread(acme.make_flow, "Recorded", NUMBER, draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(CALLEE)
    call = await alex.call(NUMBER)
    call.send_tone(CALLER)
    await call.hears(CALLEE, within=10)
    await asyncio.sleep(2)
    await call.hang_up()


def newest(acme: Portal, since: str, within: float = 30) -> dict[str, Any]:
    """The recording that came after `since`."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        found = acme.all("recordings/")
        if found and found[0]["at"] > since:
            return found[0]
        time.sleep(0.3)
    raise TimeoutError("no recording came")


def last(acme: Portal) -> str:
    found = acme.all("recordings/")
    return str(found[0]["at"]) if found else ""


def shares(pcm: list[int]) -> dict[int, float]:
    """How much of each tone is in the last seconds of a recording."""
    part = pcm[-12000:-4000]
    return {freq: goertzel(part, freq) for freq in (CALLER, CALLEE, PROMPT)}


async def test_both_sides_are_recorded(
    acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    since = await asyncio.to_thread(last, acme)
    await talk(acme, recorded(user(acme)), phone_of)
    recording = await asyncio.to_thread(newest, acme, since)
    assert recording["dialled"] == NUMBER
    assert recording["caller_number"] == "1001"
    assert recording["state"] == "kept"
    assert float(recording["seconds"]) > 1.5
    place = f"recordings/{recording['id']}/sound/"
    heard = shares(samples(await asyncio.to_thread(acme.fetch, place)))
    assert heard[CALLER] > 0.2
    assert heard[CALLEE] > 0.2
    with pytest.raises(Problem) as refused:
        await asyncio.to_thread(globex.fetch, place)
    assert refused.value.status == 404
    await asyncio.to_thread(acme.send, "DELETE", f"recordings/{recording['id']}/")
    with pytest.raises(Problem):
        await asyncio.to_thread(acme.fetch, place)


async def test_only_talk_is_recorded(acme: Portal, phone_of: PhoneOf) -> None:
    """The prompt that a caller hears before is left out."""
    since = await asyncio.to_thread(last, acme)
    prompt = await asyncio.to_thread(acme.tone, PROMPT, 2.0)
    played = {"media": prompt}
    draft = {"module": "play", "data": played, "children": {"_": user(acme)}}
    await talk(acme, recorded(draft, what="talk"), phone_of)
    recording = await asyncio.to_thread(newest, acme, since)
    place = f"recordings/{recording['id']}/sound/"
    pcm = samples(await asyncio.to_thread(acme.fetch, place))
    assert goertzel(pcm[:8000], PROMPT) < 0.1
    assert shares(pcm)[CALLEE] > 0.2


async def test_what_follows_a_stop_is_not_recorded(
    acme: Portal, phone_of: PhoneOf
) -> None:
    since = await asyncio.to_thread(last, acme)
    prompt = await asyncio.to_thread(acme.tone, PROMPT, 1.0)
    stop = {"module": "record_stop", "data": {}, "children": {"_": user(acme)}}
    play = {"module": "play", "data": {"media": prompt}, "children": {"_": stop}}
    await talk(acme, recorded(play), phone_of)
    recording = await asyncio.to_thread(newest, acme, since)
    assert 0.7 < float(recording["seconds"]) < 1.6
    place = f"recordings/{recording['id']}/sound/"
    pcm = samples(await asyncio.to_thread(acme.fetch, place))
    assert goertzel(pcm[2000:6000], PROMPT) > 0.1
    assert goertzel(pcm, CALLEE) < 0.1


@pytest.fixture
def crm(acme: Portal) -> Iterator[tuple[Program, str]]:
    """A program that takes recordings, and its id in the account."""
    with program() as running:
        body = {"name": f"Archive {running.url}", "url": running.url, "seconds": 3}
        made = acme.post("web-addresses/", body)["id"]
        yield running, made
        for flow in acme.all("callflows/"):
            if NUMBER in flow["numbers"]:
                acme.send("DELETE", f"callflows/{flow['id']}/")
        acme.send("DELETE", f"web-addresses/{made}/")


async def test_a_recording_is_sent_and_not_kept(
    acme: Portal, phone_of: PhoneOf, crm: tuple[Program, str]
) -> None:
    running, address = crm
    since = await asyncio.to_thread(last, acme)
    draft = recorded(user(acme), address=address, keep=False)
    await talk(acme, draft, phone_of)
    recording = await asyncio.to_thread(newest, acme, since)
    for _ in range(100):
        recording = acme.get(f"recordings/{recording['id']}/")
        if recording["state"] == "sent":
            break
        await asyncio.sleep(0.2)
    assert recording["state"] == "sent"
    ((headers, body),) = running.received
    head = f"Content-Type: {headers['content-type']}\r\n\r\n".encode()
    form = message_from_bytes(head + body, policy=default)
    parts = {
        p.get_param("name", header="content-disposition"): p for p in form.iter_parts()
    }
    told = json.loads(parts["call"].get_payload(decode=True))
    assert (told["id"], told["dialled"]) == (recording["id"], NUMBER)
    pcm = samples(parts["recording"].get_payload(decode=True))
    assert shares(pcm)[CALLEE] > 0.2
    with pytest.raises(Problem):
        await asyncio.to_thread(acme.fetch, f"recordings/{recording['id']}/sound/")
