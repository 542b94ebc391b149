"""What telephones that ring are shown of the caller, and how they ring."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pbxportal.devstack.stack import Stack
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.published import all_published
from tests.support import Refused, busy
from tests.support.sip_agent import Phone
from tests.support.sip_calls import IncomingCall

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER = "8410"
HOSTILE = (
    '"=""|"1',
    "${SHELL(id)}${EXTEN}",
    "$[1+1] &PJSIP/1001",
    'a\\b\\"c <sip:x@y>; --',
    "Ünïcødé 😀 – ",
    "%0d%0aX-Evil: 1",
    ")(,Hangup(1)",
)

Draft = dict[str, Any]


@pytest.fixture(scope="module")
def flow(acme: Portal) -> str:
    """The callflow that the tests redraw."""
    return acme.make_flow("Caller", NUMBER, {"module": "hangup", "data": {}})


def chain(acme: Portal, *modules: tuple[str, dict[str, Any]]) -> Draft:
    """These modules, then the user at 1002 rings."""
    user = next(u for u in acme.all("users/") if u["extension"] == "1002")
    draft: Draft = {"module": "user", "data": {"user": user["id"], "timeout": 5}}
    for module, data in reversed(modules):
        draft = {"module": module, "data": data, "children": {"_": draft}}
    return draft


async def shown(alex: Phone, robin: Phone) -> IncomingCall:
    """What 1002 is shown when 1001 calls; it declines."""
    while not robin.incoming.empty():
        robin.incoming.get_nowait()
    robin.on_call = busy()
    with pytest.raises(Refused):
        await alex.call(NUMBER)
    return await robin.next_call()


async def both(phone_of: PhoneOf) -> tuple[Phone, Phone]:
    return await phone_of("acme", "1001"), await phone_of("acme", "1002")


@pytest.mark.parametrize(
    ("prefixes", "name", "number"),
    [
        ([{"name": "GEN - "}], "GEN - Alex Kim", "1001"),
        ([{"name": "A ", "number": "9"}, {"name": "B "}], "B A Alex Kim", "91001"),
        ([{"name": "A "}, {"name": "B ", "action": "original"}], "B Alex Kim", "1001"),
        ([{"name": "A ", "number": "9"}, {"action": "reset"}], "Alex Kim", "1001"),
    ],
)
async def test_prefixes_are_shown(
    acme: Portal,
    flow: str,
    phone_of: PhoneOf,
    prefixes: list[dict[str, str]],
    name: str,
    number: str,
) -> None:
    draft = chain(acme, *(("prepend_caller_id", prefix) for prefix in prefixes))
    await asyncio.to_thread(acme.redraw, flow, draft)
    call = await shown(*await both(phone_of))
    assert (call.name, call.number) == (name, number)


@pytest.mark.parametrize("prefix", HOSTILE)
async def test_a_hostile_prefix_is_only_shown(
    acme: Portal, flow: str, phone_of: PhoneOf, prefix: str
) -> None:
    draft = chain(acme, ("prepend_caller_id", {"name": prefix}))
    await asyncio.to_thread(acme.redraw, flow, draft)
    call = await shown(*await both(phone_of))
    assert call.name == f"{prefix}Alex Kim"
    assert not call.invite.get("X-Evil")


async def test_telephones_are_told_how_to_ring(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    alex, robin = await both(phone_of)
    info = "<http://localhost>;info=alert-external;x=${EXTEN}"
    for values in ([info], [info, ""], ["Bellcore-dr3", info], []):
        draft = chain(acme, *(("set_alert_info", {"alert_info": v}) for v in values))
        await asyncio.to_thread(acme.redraw, flow, draft)
        call = await shown(alex, robin)
        assert call.invite.get("Alert-Info") == (values[-1] if values else "")


@pytest.mark.parametrize(
    "code", [403, 404, 408, 410, 480, 484, 486, 500, 501, 502, 503, 603]
)
async def test_a_call_is_refused_with_the_code(
    acme: Portal, flow: str, phone_of: PhoneOf, code: int
) -> None:
    draft = {"module": "response", "data": {"code": str(code)}}
    await asyncio.to_thread(acme.redraw, flow, draft)
    alex = await phone_of("acme", "1001")
    with pytest.raises(Refused) as refused:
        await alex.call(NUMBER)
    assert refused.value.code == code


async def test_a_sound_is_heard_before_the_refusal(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    media = await asyncio.to_thread(acme.tone, 640, 1.0)
    draft = {"module": "response", "data": {"code": "503", "media": media}}
    await asyncio.to_thread(acme.redraw, flow, draft)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, wait=False)
    await call.hears(640)
    await call.wait_ended(5)
    assert call.code == 503
    assert not call.answered.is_set()


async def test_sleeping_takes_its_time_after_the_answer(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    hang_up = {"module": "hangup", "data": {}}
    sleep = {"module": "sleep", "data": {"seconds": 2}, "children": {"_": hang_up}}
    draft = {"module": "answer", "data": {}, "children": {"_": sleep}}
    await asyncio.to_thread(acme.redraw, flow, draft)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, within=3)
    begun = asyncio.get_running_loop().time()
    await call.wait_ended(6)
    assert 1.5 < asyncio.get_running_loop().time() - begun < 5


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\b1001|778123456\b", True),
        (r"\b100|01\b", True),
        (r"\b100\b|\b001\b", False),
        (r"^\d{4}$", True),
        (r"\d{5}", False),
        (r"^1(?:0[0-2]|9)[^2-9]$", True),
        (r"^(1|0){2,3}$", False),
    ],
)
async def test_a_number_is_compared(
    acme: Portal, flow: str, phone_of: PhoneOf, pattern: str, found: bool
) -> None:
    """The caller is 1001; a prefix before the number does not count."""
    children = {
        "match": {"module": "hangup", "data": {"cause": "busy"}},
        "nomatch": {"module": "hangup", "data": {"cause": "not-found"}},
    }
    data = {"pattern": pattern, "country_code": "1"}
    draft = {"module": "match_caller_id", "data": data, "children": children}
    prefix = {"module": "prepend_caller_id", "data": {"number": "9"}}
    await asyncio.to_thread(acme.redraw, flow, {**prefix, "children": {"_": draft}})
    alex = await phone_of("acme", "1001")
    with pytest.raises(Refused) as refused:
        await alex.call(NUMBER)
    assert refused.value.code == (486 if found else 404)


async def test_a_telephone_of_nobody_shows_what_the_account_says(
    demo: dict[str, Any], acme: Portal, stack: Stack, phone_of: PhoneOf
) -> None:
    lobby = {"name": "Lobby", "sip_username": "lobby"}
    device = await asyncio.to_thread(acme.post, "devices/", lobby)
    host, _, port = demo["sip"].rpartition(":")
    phone = Phone("lobby", acme.realm, device["sip_password"], (host, int(port)))
    robin = await phone_of("acme", "1002")
    said = {"internal_name": "Front desk", "internal_number": "1000"}
    try:
        async with phone:
            for rules, name, number in (
                ({}, "Lobby", "lobby"),
                (said, "Front desk", "1000"),
            ):
                wanted = {"internal_name": "", "internal_number": "", **rules}
                await asyncio.to_thread(acme.send, "PATCH", "outside-calls/", wanted)
                await all_published(stack)
                await phone.register()
                call = await phone.call("1002", wait=False)
                seen = await robin.next_call()
                await call.hang_up()
                assert (seen.name, seen.number) == (name, number)
    finally:
        nothing = {"internal_name": "", "internal_number": ""}
        await asyncio.to_thread(acme.send, "PATCH", "outside-calls/", nothing)
        await asyncio.to_thread(acme.send, "DELETE", f"devices/{device['id']}/")
