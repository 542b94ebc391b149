"""Several people are rung, spoken to, and found by name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Phone, answer_with_tone, busy, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER = "8450"
ROBIN, LEE = 880, 1040
NOBODY = 600

Draft = dict[str, Any]
Phones = tuple[Phone, Phone, Phone]


@pytest.fixture(scope="module")
def flow(acme: Portal) -> str:
    """The callflow that the tests redraw."""
    return acme.make_flow("Teams", NUMBER, {"module": "hangup", "data": {}})


@pytest.fixture(scope="module")
def nobody(acme: Portal) -> Draft:
    """A tone that says that nobody answered."""
    return {"module": "play", "data": {"media": acme.tone(NOBODY, 1.0)}}


@pytest.fixture(scope="module")
def users(acme: Portal, lee_seat: dict[str, Any]) -> dict[str, str]:
    """Users by their extensions."""
    return {user["extension"]: user["id"] for user in acme.all("users/")}


def node(module: str, after: Draft, **data: Any) -> Draft:
    """A module, and what comes when nobody answers."""
    return {"module": module, "data": data, "children": {"_": after}}


async def draw(acme: Portal, flow: str, draft: Draft) -> None:
    await asyncio.to_thread(acme.redraw, flow, draft)


@pytest.fixture(scope="module")
def lee_seat(acme: Portal) -> dict[str, Any]:
    """A third colleague; the demo has two."""
    forget(acme, "directories", "Staff")
    forget(acme, "groups", "Two")
    for seat in acme.all("seats/"):
        if seat["extension"] == "1803":
            acme.send("DELETE", f"seats/{seat['id']}/")
    body = {"first_name": "Lee", "last_name": "Park", "extension": "1803"}
    seat: dict[str, Any] = acme.post("seats/", body)
    acme.wait_until_published()
    return seat


@pytest_asyncio.fixture
async def phones(
    demo: dict[str, Any], acme: Portal, lee_seat: dict[str, Any], phone_of: PhoneOf
) -> AsyncIterator[tuple[Phone, Phone, Phone]]:
    """A caller and two whom they call."""
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    host, _, port = demo["sip"].rpartition(":")
    secret = lee_seat["sip_password"]
    lee = Phone("1803", acme.realm, secret, (host, int(port)))
    await lee.open()
    await lee.register()
    robin.on_call = lee.on_call = ring_only
    yield alex, robin, lee
    await lee.close()


def forget(acme: Portal, kind: str, name: str) -> None:
    """Removes what an earlier run has left."""
    for thing in acme.all(f"{kind}/"):
        if thing["name"] == name:
            acme.send("DELETE", f"{kind}/{thing['id']}/")


async def test_both_ring_and_stop_when_one_answers(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    forget(acme, "groups", "Two")
    group = acme.post(
        "groups/", {"name": "Two", "users": [users["1002"], users["1803"]]}
    )
    members = [{"group": group["id"], "timeout": 10}]
    await draw(acme, flow, node("ring_group", nobody, members=members))
    alex, robin, lee = phones
    call = await alex.call(NUMBER, wait=False)
    await call.wait_ringing()
    first, second = await robin.next_call(), await lee.next_call()
    second.send_tone(LEE)
    second.answer()
    await call.hears(LEE)
    await first.wait_ended(5)
    await call.hang_up()
    await second.wait_ended(5)
    # A change of the group reaches the callflow that rings it.
    acme.send("PATCH", f"groups/{group['id']}/", {"users": [users["1002"]]})
    await asyncio.to_thread(acme.wait_until_published)
    call = await alex.call(NUMBER, wait=False)
    await robin.next_call()
    with pytest.raises(TimeoutError):
        await lee.next_call(1.5)
    await call.hang_up()


async def test_one_who_rings_later_and_everything_stops_with_the_caller(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    members = [
        {"user": users["1002"], "timeout": 8},
        {"user": users["1803"], "delay": 2, "timeout": 3},
    ]
    await draw(acme, flow, node("ring_group", nobody, members=members))
    alex, robin, lee = phones
    call = await alex.call(NUMBER, wait=False)
    first = await robin.next_call()
    began = time.monotonic()
    second = await lee.next_call()
    assert 1.0 < time.monotonic() - began < 5.0
    assert second.name == "Alex Kim"
    await second.wait_ended(6)  # its own three seconds
    assert not first.ended.is_set()
    call_again = alex.call(NUMBER, wait=False)
    await call.hang_up()
    await first.wait_ended(3)
    call = await call_again
    first, second = await robin.next_call(), await lee.next_call(6)
    await call.hang_up()
    await first.wait_ended(3)
    await second.wait_ended(3)


async def test_one_who_rings_later_answers_and_the_call_is_one_call(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    members = [
        {"user": users["1002"], "timeout": 8},
        {"user": users["1803"], "delay": 1, "timeout": 8},
    ]
    await draw(acme, flow, node("ring_group", nobody, members=members))
    alex, robin, lee = phones
    lee.on_call = answer_with_tone(LEE)
    call = await alex.call(NUMBER)
    await call.hears(LEE)
    await (await robin.next_call()).wait_ended(3)
    (live,) = acme.get("live/")["calls"]
    assert live["caller"]["number"] == "1001"
    assert [leg["number"] for leg in live["to"]] == ["1803"]
    await call.hang_up()
    record = await _newest(acme, NUMBER)
    assert record["result"] == "answered"
    assert record["answered_by"] == "1803"
    assert {party["number"] for party in record["parties"]} == {"1002", "1803"}


async def _newest(acme: Portal, dialled: str) -> dict[str, Any]:
    """The record of the last call to the number, once it is there."""
    for _ in range(100):
        calls = await asyncio.to_thread(acme.get, "calls/")
        for record in calls["results"][:1]:
            if record["dialled"] == dialled and record["result"] == "answered":
                return dict(record)
        await asyncio.sleep(0.2)
    raise TimeoutError("the call is not in the history")


@pytest.mark.parametrize("strategy", ["in_order", "weighted"])
async def test_one_after_the_other_and_then_the_call_goes_on(
    acme: Portal,
    flow: str,
    nobody: Draft,
    users: dict[str, str],
    phones: Phones,
    strategy: str,
) -> None:
    members = [{"user": users[ext], "timeout": 1} for ext in ("1002", "1803")]
    settings = {"members": members, "strategy": strategy, "rounds": 2}
    await draw(acme, flow, node("ring_group", nobody, **settings))
    alex, robin, lee = phones
    lee.on_call = busy()
    call = await alex.call(NUMBER)
    await call.hears(NOBODY, within=10)
    for phone in (robin, lee):
        assert phone.incoming.qsize() == 2
    await call.hang_up()
    await robin.unregister()
    lee.on_call = answer_with_tone(LEE)
    call = await alex.call(NUMBER)
    await call.hears(LEE)
    await call.hang_up()


async def test_a_page_is_heard_by_all_who_answer_by_themselves(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    members = [{"user": users["1002"]}, {"user": users["1803"]}]
    settings = {"members": members, "audio": "two_way", "beep": False}
    draft = node("page_group", nobody, **settings)
    for module, data in (
        ("set_alert_info", {"alert_info": "Bellcore-dr3"}),
        ("prepend_caller_id", {"name": "All: "}),
    ):
        draft = node(module, draft, **data)
    await draw(acme, flow, draft)
    alex, robin, lee = phones
    robin.on_call, lee.on_call = answer_with_tone(ROBIN), None
    call = await alex.call(NUMBER)
    call.send_tone(NOBODY)
    first, second = await robin.next_call(), await lee.next_call()
    assert "answer-after=0" in second.invite.get("Call-Info")
    rings = second.invite.all("Alert-Info")
    assert any("alert-autoanswer" in ring for ring in rings)
    assert "Bellcore-dr3" in rings
    assert second.name == "All: Alex Kim"
    second.answer()
    await second.hears(NOBODY, share=0.3)  # it hears the other two mixed
    await call.hears(ROBIN)
    await call.hang_up()
    await first.wait_ended(5)
    await second.wait_ended(5)
    await robin.unregister()
    await lee.unregister()
    call = await alex.call(NUMBER)
    await call.hears(NOBODY)


async def test_an_intercom_asks_the_telephone_to_answer(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    settings = {"module": "intercom", "data": {"user": users["1002"], "timeout": 1}}
    draft = {**settings, "children": {"_": nobody}}
    await asyncio.to_thread(acme.redraw, flow, draft)
    alex, robin, _ = phones
    robin.on_call = answer_with_tone(ROBIN)
    call = await alex.call(NUMBER)
    await call.hears(ROBIN)
    assert "answer-after=0" in (await robin.next_call()).invite.get("Call-Info")
    await call.hang_up()
    robin.on_call = ring_only
    call = await alex.call(NUMBER)
    await call.hears(NOBODY)


async def test_a_name_on_the_keys_leads_to_the_person(
    acme: Portal, flow: str, nobody: Draft, users: dict[str, str], phones: Phones
) -> None:
    body = {"name": "Staff", "names": "first", "everybody": False}
    entries = [{"user": users[ext]} for ext in ("1002", "1803")]
    forget(acme, "directories", "Staff")
    directory = acme.post("directories/", {**body, "entries": entries})
    prompt = acme.tone(1200, 0.5)
    settings = {"directory": directory["id"], "prompt": prompt, "timeout": 2}
    draft = {"module": "directory", "data": settings, "children": {"0": nobody}}
    await asyncio.to_thread(acme.redraw, flow, draft)
    alex, robin, lee = phones
    robin.on_call = answer_with_tone(ROBIN)
    call = await alex.call(NUMBER)
    await call.hears(1200)
    await call.press("762")  # Robin
    await asyncio.sleep(4.5)  # the extension is said, and the question begins
    await call.press("1")
    await call.hears(ROBIN, within=15)
    await call.hang_up()
    call = await alex.call(NUMBER)
    await call.hears(1200)
    await call.press("0")
    await call.hears(NOBODY)
    assert lee.incoming.empty()
