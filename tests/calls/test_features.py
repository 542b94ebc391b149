"""Do not disturb and call forwarding, from one telephone to another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Phone, Refused, answer_with_tone, busy, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

RING, SWITCH = "8410", "8411"
OFF = {
    "do_not_disturb": False,
    "forward_always": "",
    "forward_busy": "",
    "forward_no_answer": "",
}


class Robin:
    """The user of extension 1002, as REST shows their state."""

    def __init__(self, acme: Portal) -> None:
        self.acme = acme
        users = acme.all("users/")
        self.id = next(user["id"] for user in users if user["extension"] == "1002")
        self.path = f"users/{self.id}/state/"

    async def set(self, **values: Any) -> None:
        """Through REST; returns when the nodes have surely been told."""
        await asyncio.to_thread(self.acme.send, "PATCH", self.path, {**OFF, **values})
        await asyncio.sleep(1.0)

    async def shows(self, **values: Any) -> None:
        """Waits until REST shows these values."""
        for _ in range(50):
            found = await asyncio.to_thread(self.acme.get, self.path)
            if values.items() <= found.items():
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{found} instead of {values}")


@pytest_asyncio.fixture
async def robin(acme: Portal) -> AsyncIterator[Robin]:
    robin = Robin(acme)
    draft = {"module": "user", "data": {"user": robin.id, "timeout": 2}}
    await asyncio.to_thread(acme.make_flow, "Ring Robin", RING, draft)
    await robin.set()
    yield robin
    await robin.set()


async def switch(acme: Portal, phone: Phone, draft: dict[str, Any]) -> None:
    """Dials a number that switches, and hears it out."""
    await asyncio.to_thread(acme.make_flow, "Switch", SWITCH, draft)
    call = await phone.call(SWITCH)
    await call.wait_ended(15)


async def code_of(phone: Phone, number: str) -> int:
    with pytest.raises(Refused) as refused:
        await phone.call(number)
    return refused.value.code


async def test_who_wants_peace_is_busy(
    acme: Portal, robin: Robin, phone_of: PhoneOf
) -> None:
    """Switched by telephone it shows in the portal, and the other way round."""
    alex, phone = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    phone.on_call = answer_with_tone(880)
    await switch(acme, phone, {"module": "do_not_disturb", "data": {}})
    await robin.shows(do_not_disturb=True)
    assert await code_of(alex, RING) == 486
    await robin.set(do_not_disturb=False)
    call = await alex.call(RING)
    await call.hears(880)
    await call.hang_up()


@pytest.mark.parametrize(
    ("when", "answer"),
    [("always", answer_with_tone(880)), ("busy", busy()), ("no_answer", ring_only)],
)
async def test_calls_go_on_where_they_are_forwarded_to(
    acme: Portal, robin: Robin, phone_of: PhoneOf, when: str, answer: Any
) -> None:
    media = await asyncio.to_thread(acme.tone, 620, 2.0)
    there = {"module": "play", "data": {"media": media}}
    await asyncio.to_thread(acme.make_flow, "There", "8412", there)
    alex, phone = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    phone.on_call = answer
    data = {"when": when, "number": "8412"}
    await switch(acme, phone, {"module": "call_forward", "data": data})
    await robin.shows(**{f"forward_{when}": "8412"})
    call = await alex.call(RING)
    await call.hears(620)
    await call.hang_up()


async def test_a_number_by_keys(acme: Portal, robin: Robin, phone_of: PhoneOf) -> None:
    phone = await phone_of("acme", "1002")
    await asyncio.to_thread(
        acme.make_flow, "Switch", SWITCH, {"module": "call_forward", "data": {}}
    )
    call = await phone.call(SWITCH)
    for key in "1001#":
        await call.press(key)
        await asyncio.sleep(0.3)
    await robin.shows(forward_always="1001")
    await call.hang_up()


async def test_who_forwards_to_each_other_is_told_so(
    acme: Portal, robin: Robin, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    await robin.set(forward_always=RING)
    assert await code_of(alex, RING) >= 400


async def test_an_equal_number_elsewhere_is_not_meant(
    globex: Portal, robin: Robin, phone_of: PhoneOf
) -> None:
    """The users of two companies have the same extension."""
    await robin.set(do_not_disturb=True)
    lee, other = await phone_of("globex", "1001"), await phone_of("globex", "1002")
    other.on_call = answer_with_tone(700)
    call = await lee.call("1002")
    await call.hears(700)
    await call.hang_up()
