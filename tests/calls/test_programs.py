"""Calls that tell and ask customers' programs: what comes of good and bad answers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from pbxportal.devstack.stack import Stack
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, Problem
from tests.support import Phone, answer_with_tone, ring_only
from tests.support.program import Program, program

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

SALES, NOBODY = 500, 600
NUMBER = "8450"
SECONDS = 1

Draft = dict[str, Any]


@pytest.fixture
def crm() -> Iterator[Program]:
    """The customer's program."""
    with program() as running:
        yield running


@pytest.fixture
def address(acme: Portal, crm: Program) -> Iterator[dict[str, Any]]:
    """Where it listens, as the account knows it."""
    body = {"name": f"CRM {crm.url}", "url": crm.url, "seconds": SECONDS}
    made = acme.post("web-addresses/", body)
    yield made
    for flow in acme.all("callflows/"):
        if NUMBER in flow["numbers"]:
            acme.send("DELETE", f"callflows/{flow['id']}/")
    acme.send("DELETE", f"web-addresses/{made['id']}/")


def play(media: str) -> Draft:
    return {"module": "play", "data": {"media": media}}


def asking(acme: Portal, address: dict[str, Any]) -> None:
    """A flow in which "sales" leads to one tone and no answer to another."""
    draft = {
        "module": "pivot",
        "data": {"address": address["id"], "answers": ["sales"]},
        "children": {
            "sales": play(acme.tone(SALES, 1.0)),
            "_": play(acme.tone(NOBODY, 1.0)),
        },
    }
    acme.make_flow("Asking", NUMBER, draft)


async def led_to(alex: Phone) -> int:
    """The tone of the branch that a call takes."""
    call = await alex.call(NUMBER)
    await call.wait_ended(SECONDS + 10)
    (heard,) = call.tones_heard((SALES, NOBODY))
    return heard


async def test_the_answer_names_the_branch(
    acme: Portal, crm: Program, address: dict[str, Any], phone_of: PhoneOf
) -> None:
    await asyncio.to_thread(asking, acme, address)
    alex = await phone_of("acme", "1001")
    crm.answers({"branch": "sales"})
    assert await led_to(alex) == SALES
    ((_, body),) = crm.received
    asked = json.loads(body)
    assert asked["account"] == "acme"
    assert asked["caller"]["number"] == "1001"
    assert asked["dialled"] == NUMBER


FAULTS: dict[str, Callable[[Program], None]] = {
    "another word": lambda crm: crm.answers({"branch": "support"}),
    "no JSON": lambda crm: crm.answers(b"<html>"),
    "another shape": lambda crm: crm.answers(["sales"]),
    "an expression": lambda crm: crm.answers({"branch": '"=""|"1'}),
    "a fault of its own": lambda crm: crm.answers({"branch": "sales"}, 500),
    "a megabyte": lambda crm: crm.answers(b'{"branch": "sales"}' + b" " * 1_000_000),
    "a redirect": lambda crm: crm.answers(
        {"branch": "sales"}, 302, Location="https://localhost/"
    ),
}


async def test_the_call_goes_on_by_the_fallback_whatever_is_answered(
    acme: Portal, crm: Program, address: dict[str, Any], phone_of: PhoneOf
) -> None:
    await asyncio.to_thread(asking, acme, address)
    alex = await phone_of("acme", "1001")
    for what, fault in FAULTS.items():
        fault(crm)
        assert await led_to(alex) == NOBODY, what
    assert len(crm.received) == len(FAULTS)


async def test_a_slow_program_holds_no_call_up(
    acme: Portal, crm: Program, address: dict[str, Any], phone_of: PhoneOf
) -> None:
    await asyncio.to_thread(asking, acme, address)
    alex = await phone_of("acme", "1001")
    crm.answers({"branch": "sales"})
    crm.pause = 4.0
    began = time.monotonic()
    call = await alex.call(NUMBER)
    await call.hears(NOBODY, within=SECONDS + 5)
    assert time.monotonic() - began < crm.pause


async def test_a_private_address_is_never_reached(
    acme: Portal, crm: Program, address: dict[str, Any], phone_of: PhoneOf
) -> None:
    """Neither by its number, nor by a name that leads there."""
    path = f"web-addresses/{address['id']}/"
    for private in ("https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/"):
        with pytest.raises(Problem) as refused:
            await asyncio.to_thread(acme.send, "PATCH", path, {"url": private})
        assert refused.value.status == 400
        assert refused.value.body["errors"][0]["field"] == "url"
    port = crm.url.rpartition(":")[2]
    url = f"https://localhost:{port}"
    await asyncio.to_thread(acme.send, "PATCH", path, {"url": url})
    await asyncio.to_thread(asking, acme, address)
    assert await led_to(await phone_of("acme", "1001")) == NOBODY
    assert crm.received == []


async def test_a_call_goes_on_while_nobody_can_ask(
    acme: Portal,
    crm: Program,
    address: dict[str, Any],
    stack: Stack,
    phone_of: PhoneOf,
) -> None:
    """Asterisk runs alone: the portal's program that asks may be away."""
    await asyncio.to_thread(asking, acme, address)
    crm.answers({"branch": "sales"})
    alex = await phone_of("acme", "1001")
    await asyncio.to_thread(stack.stop, "questions")
    try:
        assert await led_to(alex) == NOBODY
    finally:
        await asyncio.to_thread(stack.up)


async def test_a_webhook_is_told_once_and_signed(
    acme: Portal, crm: Program, address: dict[str, Any], phone_of: PhoneOf
) -> None:
    draft = {
        "module": "webhook",
        "data": {"address": address["id"]},
        "children": {"_": play(await asyncio.to_thread(acme.tone, SALES, 0.5))},
    }
    await asyncio.to_thread(acme.make_flow, "Telling", NUMBER, draft)
    call = await (await phone_of("acme", "1001")).call(NUMBER)
    await call.hears(SALES)
    headers, body = await soon(lambda: crm.received[0])
    stamp = headers["x-pbxportal-timestamp"]
    signed = hmac.new(
        address["secret"].encode(), stamp.encode() + b"." + body, hashlib.sha256
    )
    assert headers["x-pbxportal-signature"] == f"sha256={signed.hexdigest()}"
    told = json.loads(body)
    assert (told["event"], told["dialled"]) == ("call", NUMBER)
    assert told["caller"] == {"number": "1001", "name": "Alex Kim"}
    await asyncio.sleep(3)
    assert len(crm.received) == 1


async def test_a_missed_call_is_mailed_and_an_answered_one_not(
    acme: Portal, stack: Stack, phone_of: PhoneOf
) -> None:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    ring = {"module": "user", "data": {"user": robin["id"], "timeout": 1}}
    draft = {
        "module": "missed_call_alert",
        "data": {"users": [robin["id"]]},
        "children": {"_": ring},
    }
    await asyncio.to_thread(acme.make_flow, "Alerting", "8451", draft)
    alex, phone = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    before = len(mails(stack))
    phone.on_call = answer_with_tone(880)
    call = await alex.call("8451")
    await call.hears(880)
    await call.hang_up()
    phone.on_call = ring_only
    missed = await alex.call("8451", wait=False)
    await missed.wait_ended(10)
    mail = await soon(lambda: mails(stack)[before])
    assert mail["To"] == robin["email"]
    assert "1001" in mail["Subject"]
    await asyncio.sleep(3)
    assert len(mails(stack)) == before + 1


def mails(stack: Stack) -> list[Message]:
    """All mails that were sent, the oldest first."""
    folder = Path(stack.layout.run) / "mail"
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return [message_from_bytes(path.read_bytes(), policy=default) for path in files]


async def soon(find: Callable[[], Any], within: float = 15.0) -> Any:
    """What is found, once it is there."""
    end = time.monotonic() + within
    while True:
        try:
            return find()
        except IndexError:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.2)
