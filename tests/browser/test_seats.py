"""An office manager adds two colleagues; their phones ring, and the call is seen."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignIn, choose
from tests.calls.portal import Portal
from tests.support import Phone, Refused, answer_with_tone

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def add_seat(page: Page, first: str, last: str, extension: str) -> str:
    """Clicks through the form; the SIP password that is shown, this once."""
    await choose(page, "Users", "Seats")
    await page.get_by_role("link", name="Add", exact=True).first.click()
    await page.get_by_label("First name").fill(first)
    await page.get_by_label("Last name").fill(last)
    await page.get_by_label("Extension").fill(extension)
    await page.get_by_role("button", name="Create", exact=True).click()
    return await page.get_by_label("Password", exact=True).input_value()


async def delete_seat(page: Page, name: str) -> None:
    await choose(page, "Users", "Seats")
    await page.get_by_role("link", name=name).click()
    await page.get_by_role("link", name="Delete").click()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("is deleted")).to_be_visible()


async def registered(phone: Phone, within: float = 10.0) -> None:
    """Registers; the seat may need a moment to reach Asterisk."""
    end = time.monotonic() + within
    while True:
        try:
            await phone.register()
            return
        except Refused:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.1)


async def test_two_seats_made_by_clicking_ring_and_are_seen(
    sign_in: SignIn, demo: dict[str, Any], acme: Portal
) -> None:
    page = await sign_in("acme")
    for seat in acme.all("seats/"):
        if seat["extension"] in ("1101", "1102"):
            acme.send("DELETE", f"seats/{seat['id']}/")
    first = await add_seat(page, "Noor", "Haddad", "1101")
    second = await add_seat(page, "Ida", "Berg", "1102")
    host, _, port = demo["sip"].rpartition(":")
    server = (host, int(port))
    async with (
        Phone("1101", acme.realm, first, server) as noor,
        Phone("1102", acme.realm, second, server) as ida,
    ):
        await registered(noor)
        await registered(ida)
        await choose(page, "Calls", "Registrations")
        await expect(page.get_by_text("1101 Noor Haddad")).to_be_visible()
        row = page.locator("tr", has_text="1101 Noor Haddad")
        await expect(row.get_by_text("Yes")).to_be_visible()
        await choose(page, "Calls", "Live calls")
        await expect(page.get_by_text("No calls right now")).to_be_visible()
        ida.on_call = answer_with_tone(880)
        begin = time.monotonic()
        call = await noor.call("1102")
        answered = time.monotonic()
        live = page.locator("tr[data-call]")
        await expect(live).to_have_count(1, timeout=1000)
        assert time.monotonic() - begin < 2
        await expect(live).to_contain_text("Noor Haddad")
        await expect(live).to_contain_text("1102")
        await expect(live).to_contain_text("Talking")
        await expect(live).to_contain_text("0:02", timeout=5000)
        await call.hang_up()
        talked = time.monotonic() - answered
        await expect(live).to_have_count(0, timeout=1000)
        await expect_history(page, talked)
    await delete_seat(page, "Noor Haddad")
    await delete_seat(page, "Ida Berg")
    async with Phone("1101", acme.realm, first, server) as gone:
        await asyncio.sleep(1)
        with pytest.raises(Refused):
            await gone.register()


async def expect_history(page: Page, talked: float) -> None:
    """One row that tells how long the phones talked (s), once the importer has been by."""
    rows = page.locator("tbody tr", has_text="1102").filter(has_text="1101")
    for _ in range(20):
        await choose(page, "Calls", "Call history")
        if await rows.count():
            break
        await asyncio.sleep(0.5)
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("answered")
    cells = await rows.locator("td").all_inner_texts()
    # The last one leads to the trace.
    assert int(cells[-2]) == pytest.approx(talked, abs=1)


async def test_a_taken_extension_is_told_at_its_field(
    sign_in: SignIn, acme: Portal
) -> None:
    page = await sign_in("acme")
    before = len(acme.all("users/"))
    await page.goto("/a/acme/seats/new/")
    await page.get_by_label("First name").fill("Doppel")
    await page.get_by_label("Extension").fill("1001")
    await page.get_by_role("button", name="Create", exact=True).click()
    await expect(
        page.locator("#id_extension_error, form .field-errors").first
    ).to_be_visible()
    assert await page.get_by_label("First name").input_value() == "Doppel"
    assert len(acme.all("users/")) == before
