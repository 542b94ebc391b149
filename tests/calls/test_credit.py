"""Calls over the limit that are paid by the minute: none without credit, each charged once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.calls.test_outside import Outside, outside  # noqa: F401  a fixture
from tests.calls.test_trunks import ABROAD, FULL, Limits, refused

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]


class Purse:
    """Globex's plan and credit, as its reseller sets them."""

    def __init__(self, demo: dict[str, Any], account: Portal) -> None:
        self.account = account
        self.above = Portal(demo["portal"], {**demo["reseller"], "realm": ""})
        below = self.above.all("sub-accounts/")
        pk = next(row["id"] for row in below if row["slug"] == account.slug)
        self._path = f"sub-accounts/{pk}/settings/"

    def buy(self, minute: str) -> str:
        """Makes a plan that costs so much a minute, and gives it to the account."""
        body = {"name": f"Minutes {secrets.token_hex(3)}", "minute_price": minute}
        plan: str = self.above.post("plans/", body)["id"]
        self.choose(plan)
        return plan

    def choose(self, plan: str | None) -> None:
        """The account's plan from now on."""
        self.above.send("PATCH", f"{self._path}plan/", {"plan": plan})

    def fill(self, balance: str) -> None:
        """Corrects the balance to that."""
        lacking = Decimal(balance) - Decimal(self.account.get("billing/")["balance"])
        if lacking:
            body = {"amount": str(lacking), "kind": "correction", "text": "For a test"}
            self.above.send("PATCH", f"{self._path}credit/", body)

    def add(self, amount: str) -> None:
        """Adds credit."""
        self.above.send("PATCH", f"{self._path}credit/", {"amount": amount})

    def calls(self) -> list[dict[str, Any]]:
        """What was charged for calls."""
        return self.account.all("ledger/?kind=calls")


@pytest_asyncio.fixture
async def purse(demo: dict[str, Any], globex: Portal) -> AsyncIterator[Purse]:
    found = await asyncio.to_thread(Purse, demo, globex)
    plan = await asyncio.to_thread(found.buy, "0.50")
    await asyncio.to_thread(found.fill, "0")
    yield found
    await asyncio.to_thread(found.choose, None)
    await asyncio.to_thread(found.above.send, "DELETE", f"plans/{plan}/")


async def test_over_the_limit_credit_opens_and_each_minute_is_charged(
    outside: Outside,  # noqa: F811
    purse: Purse,
    demo: dict[str, Any],
    globex: Portal,
    phone_of: PhoneOf,
) -> None:
    carrier = await outside.carrier(globex, 1)
    await outside.rules(globex)
    limits = await asyncio.to_thread(Limits, demo, globex, outside)
    await limits.set(outbound_trunks=1, over_limit=True)
    before = len(await asyncio.to_thread(purse.calls))
    sam, kit = await phone_of("globex", "1001"), await phone_of("globex", "1002")
    # The one within the limit asks for no credit, nor does a call for help.
    first = await sam.call(ABROAD)
    await carrier.next_call()
    assert await refused(kit, "6045550188") == FULL
    help_ = await kit.call("911")
    await carrier.next_call()
    await help_.hang_up()

    await asyncio.to_thread(purse.add, "0.40")
    await outside.settle()
    second = await kit.call("6045550188")
    await second.hears(800)
    # Records count whole seconds.
    await asyncio.sleep(1.5)
    await second.hang_up()

    def charged() -> list[dict[str, Any]]:
        return purse.calls()[: len(purse.calls()) - before]

    (entry,) = await until(charged, within=60)
    assert (entry["amount"], entry["balance"]) == ("-0.50", "-0.10")
    assert (entry["minutes"], "6045550188" in entry["text"]) == (1, True)
    record = await asyncio.to_thread(globex.get, f"calls/{entry['call']}/")
    assert record["over_limit"] == "outbound"
    # The credit is used up: the nodes have been told by then.
    await outside.settle()
    assert await refused(kit, "6045550188") == FULL
    await first.hang_up()
    await limits.set()
    assert len(await asyncio.to_thread(purse.calls)) == before + 1
