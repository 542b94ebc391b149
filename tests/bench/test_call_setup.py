"""Setting up a call through the compiled dialplan, against a hand-written minimal one."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from telephony.nodes import NodeAddress
from telephony.publish.node import NodeLink
from tests.bench.conftest import Report
from tests.calls.conftest import PhoneOf, acme, demo, globex, phone_of  # noqa: F401
from tests.calls.test_publishing import addresses  # noqa: F401  a fixture
from tests.support import Phone, answer_with_tone

pytestmark = [pytest.mark.bench, pytest.mark.asterisk, pytest.mark.asyncio]

CALLS = 60
MINIMAL = "8999"


@pytest_asyncio.fixture
async def minimal(addresses: list[NodeAddress]) -> AsyncIterator[None]:  # noqa: F811
    """One line of dialplan, as one would write it by hand."""
    link = NodeLink.connect(addresses[0])
    where = (("Context", "from-device"), ("Extension", MINIMAL))
    link.client.request(
        "DialplanExtensionAdd",
        *where,
        ("Priority", "1"),
        ("Application", "Dial"),
        ("ApplicationData", "PJSIP/1002@acme.pbx.test,20"),
    )
    yield
    link.client.request("DialplanExtensionRemove", *where)
    link.close()


async def set_up(phone: Phone, number: str) -> float:
    begin = time.perf_counter()
    call = await phone.call(number)
    spent = (time.perf_counter() - begin) * 1000
    await call.hang_up()
    await asyncio.sleep(0.02)
    return spent


async def test_call_set_up(
    minimal: None,
    phone_of: PhoneOf,  # noqa: F811
    report: Report,
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880)
    spent: dict[str, list[float]] = {"1002": [], MINIMAL: []}
    for _ in range(CALLS):
        for number, times in spent.items():
            times.append(await set_up(alex, number))
    compiled, by_hand = (statistics.median(times) for times in spent.values())
    report.add(f"(d) call set-up, compiled, median of {CALLS}", f"{compiled:.2f} ms")
    report.add(f"(d) call set-up, by hand, median of {CALLS}", f"{by_hand:.2f} ms")
    report.ratio("(d) compiled over by hand", compiled, by_hand, "at most 1.3")
