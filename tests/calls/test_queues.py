"""Callers wait, agents log in and out by telephone, and are rung or not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import Refused, answer_with_tone, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

GONE, CALLER, AGENT = 500, 620, 880
QUEUE, IN, OUT, PAUSE, IMPORTANT = "8500", "8501", "8502", "8503", "8504"

Draft = dict[str, Any]


def user_of(portal: Portal, extension: str) -> str:
    user = next(u for u in portal.all("users/") if u["extension"] == extension)
    return str(user["id"])


def agent_of(portal: Portal, extension: str) -> str:
    user = user_of(portal, extension)
    known = {agent["user"]: agent["id"] for agent in portal.all("agents/")}
    return known.get(user) or portal.post("agents/", {"user": user})["id"]


def queue_of(portal: Portal, name: str, **settings: Any) -> str:
    """A fresh queue that Robin answers."""
    for flow in portal.all("callflows/"):
        if {QUEUE, IMPORTANT} & set(flow["numbers"]):
            portal.send("DELETE", f"callflows/{flow['id']}/")
    for queue in portal.all("queues/"):
        if queue["name"] == name:
            portal.send("DELETE", f"queues/{queue['id']}/")
    members = [{"agent": agent_of(portal, "1002")}]
    body = {"name": name, "members": members, **settings}
    made: str = portal.post("queues/", body)["id"]
    return made


def at_queue(queue: str, children: Draft | None = None, **data: Any) -> Draft:
    settings = {"queue": queue, **data}
    return {"module": "queue", "data": settings, "children": children or {}}


@pytest.fixture(scope="module")
def codes(acme: Portal) -> None:
    """Numbers by which agents change their state."""
    for number, draft in (
        (IN, {"module": "agent_login", "data": {"confirmation": "beep"}}),
        (OUT, {"module": "agent_logout", "data": {"confirmation": "beep"}}),
        (PAUSE, {"module": "agent_pause", "data": {"reason": "lunch"}}),
    ):
        children = {"refused": hang_up("rejected")}
        acme.make_flow(f"Code {number}", number, {**draft, "children": children})


def hang_up(cause: str) -> Draft:
    return {"module": "hangup", "data": {"cause": cause}}


async def present(portal: Portal, queue: str) -> list[tuple[str, str, str]]:
    now = await asyncio.to_thread(portal.get, f"queues/{queue}/live/")
    return [
        (a["extension"], a["state"], a["reason"])
        for a in now["agents"]
        if a["node"] == "pbx1"
    ]


async def sees(portal: Portal, queue: str, *expected: tuple[str, str, str]) -> None:
    """The queue has these agents, soon."""
    async with asyncio.timeout(15):
        while await present(portal, queue) != list(expected):
            await asyncio.sleep(0.2)


async def dial(phone: Any, number: str) -> None:
    """Calls a number of agents; it says yes by a tone and hangs up."""
    call = await phone.call(number, within=10)
    await call.wait_ended(10)


async def make(acme: Portal, name: str, draft: Any = None, **settings: Any) -> str:
    queue = await asyncio.to_thread(lambda: queue_of(acme, name, **settings))
    flow = (draft or at_queue)(queue)
    await asyncio.to_thread(acme.make_flow, name, QUEUE, flow)
    return queue


async def test_an_agent_logs_in_by_phone_and_is_rung(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    queue = await make(acme, "Support")
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    await dial(robin, OUT)
    await sees(acme, queue)
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call(QUEUE, within=10)
    await asyncio.sleep(1)
    await dial(robin, IN)
    await call.hears(AGENT, within=15)
    call.send_tone(CALLER)
    rung = await robin.next_call()
    await rung.hears(CALLER)
    assert (await present(acme, queue))[0][1] == "talking"
    await rung.hang_up()
    await call.wait_ended(5)
    state = f"agents/{agent_of(acme, '1002')}/"
    await until(lambda: acme.get(state)["state"] == "in", within=10)


async def test_an_agent_is_shown_and_told_what_the_callflow_says(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    def draft(queue: str) -> Draft:
        found = at_queue(queue)
        for module, data in (
            ("set_alert_info", {"alert_info": "Bellcore-dr2"}),
            ("prepend_caller_id", {"name": "Sales: ", "number": "9"}),
        ):
            found = {"module": module, "data": data, "children": {"_": found}}
        return found

    await make(acme, "Support", draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(AGENT)
    await dial(robin, IN)
    call = await alex.call(QUEUE, within=10)
    await call.hears(AGENT, within=15)
    seen = await robin.next_call()
    assert (seen.name, seen.number) == ("Sales: Alex Kim", "91001")
    assert seen.invite.all("Alert-Info") == ["Bellcore-dr2"]
    await call.hang_up()


async def test_a_paused_agent_is_not_rung_and_the_caller_goes_on(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    gone = await asyncio.to_thread(acme.tone, GONE, 1.0)
    play = {"module": "play", "data": {"media": gone}}
    queue = await make(
        acme, "Support", lambda q: at_queue(q, {"timeout": play}, timeout=3)
    )
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = ring_only
    await dial(robin, IN)
    await dial(robin, PAUSE)
    await sees(acme, queue, ("1002", "paused", "lunch"))
    call = await alex.call(QUEUE, within=10)
    await call.hears(GONE, within=10)
    await call.hang_up()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await robin.next_call()
    await dial(robin, PAUSE)
    await sees(acme, queue, ("1002", "free", ""))
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call(QUEUE, within=10)
    await call.hears(AGENT, within=10)
    await call.hang_up()


async def test_without_agents_nobody_waits_and_a_key_leaves(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    gone = await asyncio.to_thread(acme.tone, GONE, 1.0)
    exits = {
        "empty": {"module": "play", "data": {"media": gone}},
        "left": {"module": "play", "data": {"media": gone}},
    }
    queue = await make(
        acme, "Support", lambda q: at_queue(q, exits), join="available", exit_key="1"
    )
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    await dial(robin, OUT)
    await sees(acme, queue)
    call = await alex.call(QUEUE, within=10)
    await call.hears(GONE, within=5)
    await call.hang_up()
    acme.send("PATCH", f"queues/{queue}/", {"join": "always"})
    await asyncio.sleep(3)
    call = await alex.call(QUEUE, within=10)
    await asyncio.sleep(1.5)
    await call.press("1")
    await call.hears(GONE, within=5)
    await call.hang_up()


async def test_the_caller_of_higher_priority_comes_first(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    queue = await make(acme, "Support")
    high = {
        "module": "set_priority",
        "data": {"priority": 9},
        "children": {"_": at_queue(queue)},
    }
    await asyncio.to_thread(acme.make_flow, "Important", IMPORTANT, high)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    await dial(robin, OUT)
    usual = await alex.call(QUEUE, within=10)
    urgent = await alex.call(IMPORTANT, within=10)
    await asyncio.sleep(1)
    live = acme.get(f"queues/{queue}/live/")["callers"]
    assert [caller["position"] for caller in live] == [1, 2]
    robin.on_call = answer_with_tone(AGENT)
    await dial(robin, IN)
    await urgent.hears(AGENT, within=15)
    assert not usual.tones_heard((AGENT,))
    for call in (urgent, usual):
        await call.hang_up()


async def test_equal_queues_of_two_accounts_do_not_meet(
    acme: Portal, globex: Portal, codes: None, phone_of: PhoneOf
) -> None:
    """Globex's agent of the same extension and queue is not rung, and no agent here."""
    own = await make(acme, "Support")
    other = await asyncio.to_thread(queue_of, globex, "Support")
    agent = agent_of(globex, "1002")
    globex.post(f"agents/{agent}/state/", {"state": "in"})
    kit, alex = await phone_of("globex", "1002"), await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    await dial(robin, OUT)
    await sees(globex, other, ("1002", "free", ""))
    await sees(acme, own)
    kit.on_call = answer_with_tone(AGENT)
    call = await alex.call(QUEUE, within=10)
    await asyncio.sleep(3)
    assert not call.tones_heard((AGENT,))
    await call.hang_up()
    with pytest.raises(Refused) as refused:
        await alex.call(IN, within=5)
    assert refused.value.code == 403
    await sees(acme, own)


async def test_a_call_goes_where_the_agents_state_says(
    acme: Portal, codes: None, phone_of: PhoneOf
) -> None:
    causes = {"available": "busy", "busy": "rejected", "none": "not-found"}
    queue = await make(
        acme,
        "Support",
        lambda q: {
            "module": "agent_availability",
            "data": {"queue": q},
            "children": {exit: hang_up(cause) for exit, cause in causes.items()},
        },
    )
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    await dial(robin, OUT)
    await sees(acme, queue)
    await is_told(alex, 404)
    await dial(robin, IN)
    await sees(acme, queue, ("1002", "free", ""))
    await is_told(alex, 486)
    await dial(robin, PAUSE)
    await sees(acme, queue, ("1002", "paused", "lunch"))
    await is_told(alex, 403)
    await dial(robin, OUT)


async def is_told(phone: Any, code: int) -> None:
    """A call to the queue's number is refused with this code."""
    with pytest.raises(Refused) as refused:
        await phone.call(QUEUE)
    assert refused.value.code == code
