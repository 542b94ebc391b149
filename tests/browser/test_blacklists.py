"""A blacklist is made by clicking, and chosen in the settings."""

from __future__ import annotations

import asyncio
import secrets

import pytest
from playwright.async_api import expect

from tests.browser.conftest import SignIn, choose
from tests.browser.look import looked_at
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def test_a_list_is_made_and_set_to_count(sign_in: SignIn, acme: Portal) -> None:
    name = f"Nuisance {secrets.token_hex(3)}"
    page = await sign_in("acme")
    try:
        await choose(page, "Outside", "Blacklists")
        await page.get_by_role("link", name="Add", exact=True).first.click()
        await page.get_by_label("Name").fill(name)
        numbers = page.get_by_label("Numbers")
        await numbers.fill("+1 604 555 0188\n1001")
        await page.get_by_role("checkbox", name="Active").uncheck()
        await page.get_by_role("button", name="Create", exact=True).click()
        await expect(page.locator("#id_numbers_error")).to_contain_text("“1001”: write")
        await looked_at(page, "blacklist-edit")
        await numbers.fill("+1 604 555 0188\n+1900*")
        await page.get_by_role("button", name="Create", exact=True).click()
        await page.goto(f"/a/acme/blacklists/?q={name.split()[1]}")
        await looked_at(page, "blacklists")
        await page.get_by_role("main").get_by_role("link", name=name).click()
        await expect(page.get_by_text("+1 604-555-0188, +1900*")).to_be_visible()
        await looked_at(page, "blacklist")
        await choose(page, "Account", "Settings")
        sections = page.get_by_role("navigation", name="Sections")
        await sections.get_by_role("link", name="Blacklists").click()
        await page.get_by_role("checkbox", name=name).check()
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("checkbox", name=name)).to_be_checked()
        await looked_at(page, "settings-blacklists")
        await page.goto("/a/acme/outside-calls/?number=%2B16045550188")
        await expect(page.get_by_text(f"on the blacklist “{name}”")).to_be_visible()
    finally:
        await asyncio.to_thread(_forget, acme, name)


def _forget(acme: Portal, name: str) -> None:
    for row in acme.all("blacklists/"):
        if row["name"] == name:
            acme.send("DELETE", f"blacklists/{row['id']}/")
