"""Publishing never shows a call half a change, and is taken back where it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pbxportal.devstack.stack import Stack
from telephony.dialplan.contexts import Context, Priority
from telephony.nodes import Login, NodeAddress
from telephony.publish import steps
from telephony.publish.node import NodeLink
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import Phone

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

LOW, HIGH = 500, 900
PUBLISHES = 100


@pytest.fixture
def addresses(stack: Stack) -> list[NodeAddress]:
    """The nodes, as the worker knows them."""
    return [
        NodeAddress(
            name=entry["name"],
            ami_host=entry["ami"].rpartition(":")[0],
            ami_port=int(entry["ami"].rpartition(":")[2]),
            publish=Login(**entry["publish"]),
            listen=Login(**entry["listen"]),
            sip=entry["sip"],
            records=entry["records"],
            voicemail=entry["voicemail"],
            recordings=entry["recordings"],
            faxes=entry["faxes"],
        )
        for entry in stack.nodes
    ]


@pytest.fixture
def links(addresses: list[NodeAddress]) -> Iterator[list[NodeLink]]:
    """A publishing login on every node."""
    opened = [NodeLink.connect(address) for address in addresses]
    yield opened
    for link in opened:
        link.close()


def twice(media: str) -> dict[str, Any]:
    """Plays the same tone in two modules: a mixture of versions would be heard."""
    play = {"module": "play", "data": {"media": media}}
    return {**play, "children": {"_": play}}


async def test_no_call_fails_or_hears_a_mixture_while_publishing(
    acme: Portal, phone_of: PhoneOf
) -> None:
    low, high = acme.tone(LOW, 0.4), acme.tone(HIGH, 0.4)
    flow = acme.make_flow("Changing", "8100", twice(low))
    alex = await phone_of("acme", "1001")
    done = asyncio.Event()
    heard: list[frozenset[int]] = []

    async def caller() -> None:
        while not done.is_set():
            heard.append(await one_call(alex))

    def publish() -> None:
        for number in range(PUBLISHES):
            acme.redraw(flow, twice(low if number % 2 else high))

    callers = [asyncio.create_task(caller()) for _ in range(3)]
    await asyncio.to_thread(publish)
    done.set()
    await asyncio.gather(*callers)
    assert len(heard) >= 20
    assert [h for h in heard if h not in ({LOW}, {HIGH})] == []
    assert {HIGH} in heard
    assert {LOW} in heard


async def one_call(phone: Phone) -> frozenset[int]:
    call = await phone.call("8100")
    await call.wait_ended(10)
    return call.tones_heard((LOW, HIGH))


BAD_STEPS = {
    "unknown application": Priority("n0", 151, "NoSuchApplication", ""),
    "refused by the encoder": Priority("n0", 151, "Set", "X=\nAction: Originate"),
    "too long for a line": Priority("n0", 151, "Set", "X=" + "x" * 1100),
    "not read back as told": Priority("n0", 150, "Set", "X=1"),
}


@pytest.mark.parametrize("bad_step", BAD_STEPS.values(), ids=BAD_STEPS.keys())
async def test_a_refused_action_is_taken_back_on_all_nodes(
    bad_step: Priority,
    acme: Portal,
    phone_of: PhoneOf,
    addresses: list[NodeAddress],
    links: list[NodeLink],
) -> None:
    """One of 300 priorities can't be what it should be: the old version still answers."""
    acme.make_flow("Steady", "8101", twice(acme.tone(LOW, 1.0)))
    pointers = links[0].pointers()
    routes = {step.extension: step for step in links[0].read(pointers["acme-routes"])}
    unit = links_unit(links[0], pointers["acme-routes"], "8101")
    assert routes["8101"]
    good = [Priority("n0", number, "Set", f"STEP={number}") for number in range(1, 301)]
    bad = [*good[:150], bad_step, *good[151:]]
    context = Context(f"{unit}-v9999", tuple(bad))
    outcomes = await asyncio.to_thread(steps.publish, addresses, unit, 9999, [context])
    assert {o.state for o in outcomes} <= {"failed", "rolled_back"}
    assert all(o.error for o in outcomes if o.state == "failed")
    for link in links:
        assert link.pointers()[unit] == pointers[unit]
        assert link.read(context.name) == []
    alex = await phone_of("acme", "1001")
    call = await alex.call("8101")
    await call.hears(LOW)


def links_unit(link: NodeLink, routes: str, number: str) -> str:
    """The unit that the number leads to."""
    first = next(step for step in link.read(routes) if step.extension == number)
    return first.data.partition("DB(cf/")[2].partition(")")[0]


async def test_what_a_node_lacks_is_told_and_the_old_version_answers(
    acme: Portal, phone_of: PhoneOf, links: list[NodeLink]
) -> None:
    """One node has lost an application: nothing goes live anywhere, and REST says why."""
    flow = acme.make_flow("Needs a menu", "8105", twice(acme.tone(LOW, 1.0)))
    menu = {
        "module": "menu",
        "data": {},
        "children": {"1": twice(acme.tone(HIGH, 1.0))},
    }
    with lacking(links[1], "app_read.so"):
        revision = acme.get(f"callflows/{flow}/")["revision"]
        acme.send("PATCH", f"callflows/{flow}/", {"draft": menu, "revision": revision})
        outcomes = {o["node"]: o for o in acme.publish(flow)}
    assert "app_read.so" in outcomes["pbx2"]["error"]
    assert {o["state"] for o in outcomes.values()} == {"failed"}
    alex = await phone_of("acme", "1001")
    call = await alex.call("8105")
    await call.hears(LOW)


@contextmanager
def lacking(link: NodeLink, module: str) -> Iterator[None]:
    """The node without one of its modules."""
    name = ("Module", module)
    link.client.request("ModuleLoad", name, ("LoadType", "unload"))
    try:
        yield
    finally:
        link.client.request("ModuleLoad", name, ("LoadType", "load"))


async def test_a_version_that_can_not_be_compiled_is_told(acme: Portal) -> None:
    """Red findings block publishing; what is live stays."""
    flow = acme.make_flow("Good", "8102", twice(acme.tone(LOW, 0.3)))
    missing = "00000000-0000-4000-8000-000000000000"
    draft = {"module": "play", "data": {"media": missing}}
    revision = acme.get(f"callflows/{flow}/")["revision"]
    acme.send("PATCH", f"callflows/{flow}/", {"draft": draft, "revision": revision})
    found = acme.get(f"callflows/{flow}/check/")["findings"]
    assert [f["code"] for f in found if f["level"] == "red"] == ["unknown_target"]
    with pytest.raises(Exception, match="400"):
        acme.post(f"callflows/{flow}/publish/")
    assert acme.get(f"callflows/{flow}/")["live_version"] == 1


async def test_both_nodes_have_the_same_units(
    acme: Portal, links: list[NodeLink]
) -> None:
    acme.make_flow("Everywhere", "8103", twice(acme.tone(LOW, 0.3)))
    first, second = links
    assert first.pointers() == second.pointers()
    for context in first.pointers().values():
        assert first.read(context) == second.read(context) != []


async def test_a_node_that_was_away_is_told_of_and_mended(
    stack: Stack, acme: Portal, addresses: list[NodeAddress]
) -> None:
    flow = acme.make_flow("Away", "8104", twice(acme.tone(LOW, 0.3)))
    stack.stop("pbx2")
    try:
        revision = acme.get(f"callflows/{flow}/")["revision"]
        draft = twice(acme.tone(HIGH, 0.3))
        acme.send("PATCH", f"callflows/{flow}/", {"draft": draft, "revision": revision})
        outcomes = {o["node"]: o for o in acme.publish(flow)}
        assert outcomes["pbx1"]["state"] == "live"
        assert outcomes["pbx2"]["state"] == "failed"
        assert outcomes["pbx2"]["error"]
    finally:
        stack.start("pbx2")

    def same() -> bool:
        first, second = (NodeLink.connect(address) for address in addresses)
        try:
            wanted = first.pointers()
            return wanted == second.pointers() and all(
                map(second.read, wanted.values())
            )
        finally:
            first.close()
            second.close()

    await until(same, within=20)
