"""A contact is entered, seen, and given a login."""

from __future__ import annotations

import secrets

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ARTIFACTS, SignIn, choose
from tests.browser.look import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def test_a_contact_is_entered_and_gets_a_login(sign_in: SignIn) -> None:
    who = secrets.token_hex(3)
    name, email = f"Kim {who}", f"kim-{who}@acme.test"
    page = await sign_in("acme")
    await choose(page, "Account", "Contacts")
    await page.get_by_role("link", name="Add", exact=True).first.click()
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("textbox", name="E-mail").fill(email)
    await page.get_by_role("textbox", name="Phone").fill("+12025550123")
    await page.get_by_label("Type").select_option("technical")
    await page.get_by_role("button", name="Create").click()
    await page.get_by_label("Search").fill(email)
    await page.get_by_role("link", name=name).click()
    await expect(page.get_by_text("+1 202-555-0123")).to_be_visible()
    await looked_at(page, "contact")
    await page.get_by_role("link", name="Give a login").click()
    await page.get_by_label("Mail a password that is made now").check()
    await page.screenshot(path=ARTIFACTS / "contact-login.png", full_page=True)
    await page.get_by_role("button", name="Send the mail").click()
    await expect(page.get_by_text(f"A mail was sent to {email}")).to_be_visible()
    await expect(page.get_by_role("cell", name=email)).to_be_visible()
