"""What becomes of telephones when something is done with their account."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Refused, answer_with_tone

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

BASE = "sub-accounts/"


@pytest.fixture(scope="module")
def above(demo: dict[str, Any]) -> Portal:
    """REST of the reseller above the two companies."""
    return Portal(demo["portal"], {**demo["reseller"], "realm": ""})


@pytest.fixture
def target(above: Portal, globex: Portal) -> Iterator[str]:
    """The address of globex under the reseller; whole again afterwards."""
    rows = above.all(BASE)
    path = f"{BASE}{next(r['id'] for r in rows if r['slug'] == globex.slug)}/"
    yield path
    if above.get(path)["state"] == "deleted":
        above.post(f"{path}restore/")
    globex.wait_until_published()


async def test_a_deleted_accounts_phones_stop_and_come_back(
    above: Portal, target: str, globex: Portal, acme: Portal, phone_of: PhoneOf
) -> None:
    sam = await phone_of("globex", "1001")
    kit = await phone_of("globex", "1002")
    kit.on_call = answer_with_tone(880)
    call = await sam.call("1002")
    await call.hears(880)
    await call.hang_up()

    name = (await asyncio.to_thread(above.get, target))["name"]
    await asyncio.to_thread(above.send, "DELETE", target, {"name": name})
    await _until(sam.register, fails=True)

    # The neighbour does not notice.
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(660)
    alex = await phone_of("acme", "1001")
    other = await alex.call("1002")
    await other.hears(660)
    await other.hang_up()

    await asyncio.to_thread(above.post, f"{target}restore/")
    await _until(sam.register)
    await _until(kit.register)
    await asyncio.to_thread(globex.wait_until_published)
    call = await sam.call("1002")
    await call.hears(880)
    await call.hang_up()


async def _until(act: Any, fails: bool = False) -> None:
    """Tries until it works (or, with `fails`, until it is refused)."""
    for _ in range(50):
        try:
            await act()
            refused = False
        except Refused:
            refused = True
        if refused == fails:
            return
        await asyncio.sleep(0.2)
    raise AssertionError("nothing has changed within ten seconds")
