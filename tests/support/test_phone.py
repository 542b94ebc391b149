"""Two phones that call each other, over a good line and over a bad one."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

import pytest
import pytest_asyncio

from tests.support import (
    Caller,
    NotHeard,
    Phone,
    Refused,
    answer_with_tone,
    busy,
    ring_only,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.sip_message import Message

Address = tuple[str, int]
pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(60)]


class Relay(asyncio.DatagramProtocol):
    """A server between two phones that may lose the first copy of each message."""

    def __init__(self, *, lossy: bool = False) -> None:
        self.lossy = lossy
        self.phones: list[Phone] = []
        self.lost: set[bytes] = set()
        self.address: Address = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.udp = cast("asyncio.DatagramTransport", transport)
        self.address = transport.get_extra_info("sockname")

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if self.lossy and data not in self.lost:
            self.lost.add(data)
            return
        for phone in self.phones:
            if phone.address != addr:
                self.udp.sendto(data, phone.address)


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[Relay]:
    loop = asyncio.get_running_loop()
    udp, relay = await loop.create_datagram_endpoint(Relay, local_addr=("127.0.0.1", 0))
    yield relay
    udp.close()


@pytest_asyncio.fixture
async def ann(relay: Relay) -> AsyncIterator[Phone]:
    async with Phone("1001", "acme.example", "", relay.address) as phone:
        relay.phones.append(phone)
        yield phone


@pytest_asyncio.fixture
async def bob(relay: Relay) -> AsyncIterator[Phone]:
    async with Phone("1002", "acme.example", "", relay.address) as phone:
        relay.phones.append(phone)
        yield phone


async def test_both_hear_each_other_until_one_hangs_up(ann: Phone, bob: Phone) -> None:
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    call.send_tone(440)
    there = await bob.next_call()
    assert (there.number, call.number) == ("1001", "1002")
    assert await call.hears(880) < 0.5
    assert await there.hears(440) < 0.5
    assert call.heard(880) > 0.9
    assert call.heard(440) < 0.1
    assert there.tones_heard((440, 880)) == {440}
    await call.hang_up()
    await there.wait_ended(1)
    assert (call.ended_by_us, there.ended_by_us) == (True, False)
    assert call.code == there.code == 200


async def test_silence_is_heard_when_a_tone_ends(ann: Phone, bob: Phone) -> None:
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    await call.hears(880)
    with pytest.raises(NotHeard, match=r"88[01] Hz"):
        await call.hears_silence(within=0.5)
    (await bob.next_call()).send_tone(0)
    await call.hears_silence()
    with pytest.raises(NotHeard, match="no 880 Hz"):
        await call.hears(880, within=0.3)


async def test_keys_arrive_in_order_even_when_the_loop_is_late(
    ann: Phone, bob: Phone
) -> None:
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    there = await bob.next_call()
    pressed = call.press("12")
    await asyncio.sleep(0.3)
    time.sleep(0.4)  # a busy machine
    await call.press("2#*0")
    await pressed
    await there.receives_keys("122#*0")


@pytest.mark.parametrize("code", [486, 603])
async def test_refusal_has_its_code(ann: Phone, bob: Phone, code: int) -> None:
    bob.on_call = busy(code)
    with pytest.raises(Refused) as refused:
        await ann.call("1002")
    assert refused.value.code == code


async def test_call_is_taken_back_while_it_rings(ann: Phone, bob: Phone) -> None:
    bob.on_call = ring_only
    call = await ann.call("1002", wait=False)
    await call.wait_ringing()
    await call.cancel()
    there = await bob.next_call()
    await there.wait_ended(1)
    assert (call.code, there.code) == (487, 487)
    assert not call.answered.is_set()


async def test_unanswered_call_is_taken_back_after_the_wait(
    ann: Phone, bob: Phone
) -> None:
    bob.on_call = ring_only
    with pytest.raises(TimeoutError):
        await ann.call("1002", within=0.3)
    await (await bob.next_call()).wait_ended(1)


async def test_audio_is_heard_before_the_answer(ann: Phone, bob: Phone) -> None:
    call = await ann.call("1002", wait=False, caller="4930123")
    there = await bob.next_call()
    assert there.number == "4930123"
    there.send_tone(425)
    there.progress()
    await call.hears(425)
    assert not call.answered.is_set()
    there.answer()
    await call.wait_answered()
    assert 183 in call.provisional
    assert call.setup_ms >= 100


async def test_hold_stops_the_audio_of_the_other_end(ann: Phone, bob: Phone) -> None:
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    there = await bob.next_call()
    await call.hears(880)
    await call.hold()
    assert there.held_by_other
    await call.hears_silence()
    await call.resume()
    assert not there.held_by_other
    await call.hears(880)


async def test_transfer_is_asked_for(ann: Phone, bob: Phone) -> None:
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    with pytest.raises(Refused):  # a phone is no exchange
        await call.transfer("1003")
    there = await bob.next_call()
    assert (await there.ask("OPTIONS")).code == 200


async def test_every_message_may_be_lost_once(
    relay: Relay, ann: Phone, bob: Phone
) -> None:
    relay.lossy = True
    bob.on_call = answer_with_tone(880)
    call = await ann.call("1002")
    await call.hears(880)
    there = await bob.next_call()
    await there.hang_up()
    await call.wait_ended()
    assert bob.incoming.empty()
    bob.on_call = busy()
    with pytest.raises(Refused) as refused:
        await ann.call("1002")
    assert refused.value.code == 486


async def test_lamp_follows_the_mailbox(ann: Phone, bob: Phone) -> None:
    line = ann._line

    async def tell(body: str) -> None:
        def notify() -> Message:
            dialog = line.dialog("sip:1002@acme.example", "sip:1002@acme.example")
            message = dialog.request("NOTIFY", line)
            message.headers.append(("Event", "message-summary"))
            message.body = body
            return message

        assert (await line.ask(notify))[1].code == 200

    waiting = asyncio.create_task(bob.lamp(True))
    await tell("Messages-Waiting: yes\r\nVoice-Message: 2/1 (0/0)\r\n")
    assert await waiting == (2, 1)
    assert bob.message_waiting
    await tell("Messages-Waiting: no\r\nVoice-Message: 0/3 (0/0)\r\n")
    assert await bob.lamp(False) == (0, 3)
    with pytest.raises(TimeoutError):
        await bob.lamp(True, within=0.1)


async def test_caller_calls_until_its_block_ends(ann: Phone, bob: Phone) -> None:
    bob.on_call = answer_with_tone(880)
    async with Caller(ann, "1002", (440, 880), parallel=3, hold=0.5) as caller:
        await caller.made(6)
        bob.on_call = answer_with_tone(440)
        await caller.made(6)
        bob.on_call = busy()
        await caller.made(2)
    assert not ann.calls
    answered = {outcome.tones for outcome in caller.outcomes if outcome.code == 200}
    assert answered == {frozenset({880}), frozenset({440})}
    assert {outcome.code for outcome in caller.outcomes} == {200, 486}
    assert not any(outcome.cut for outcome in caller.outcomes)
    assert "x 486, heard nothing; 0 cut" in caller.summary()
