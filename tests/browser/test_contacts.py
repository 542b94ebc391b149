"""A contact is entered, seen, and given a login."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ARTIFACTS, SignIn, choose
from tests.browser.look import looked_at
from tests.calls.portal import Portal
from tests.calls.test_outside import Outside, outside  # noqa: F401  a fixture
from tests.calls.test_spoken_codes import (
    DIGITS,
    answer,
    heard_digits,
    kim,  # noqa: F401  a fixture
)

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
    await page.get_by_role("button", name="Create", exact=True).click()
    await page.get_by_label("Search").fill(email)
    await page.get_by_role("link", name=name).click()
    await expect(page.get_by_text("+1 202-555-0123")).to_be_visible()
    await looked_at(page, "contact")
    await page.get_by_role("link", name="Give a login").click()
    await page.get_by_label("Mail a password that is made now").check()
    await page.screenshot(path=ARTIFACTS / "contact-login.png", full_page=True)
    await page.get_by_role("button", name="Give a login").click()
    await expect(page.get_by_text(f"A mail was sent to {email}")).to_be_visible()
    await expect(page.get_by_role("cell", name=email)).to_be_visible()


async def test_the_billing_contact_is_made_where_it_is_chosen(sign_in: SignIn) -> None:
    who = secrets.token_hex(3)
    page = await sign_in("acme")
    await choose(page, "Account", "Settings")
    sections = page.get_by_role("navigation", name="Sections")
    await sections.get_by_role("link", name="Contacts").click()
    chooser = page.get_by_label("Billing contact", exact=True)
    chosen = chooser.locator("option:checked")
    name = page.get_by_label("Name of the billing contact")
    email = page.get_by_label("E-mail of the billing contact")
    await expect(name).to_be_hidden()
    await chooser.select_option("new")
    await email.fill(f"{who}@acme.test")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("A contact needs a name.")
    await expect(email).to_have_value(f"{who}@acme.test")
    await expect(page.get_by_label("Name of the technical contact")).to_be_hidden()
    await looked_at(page, "settings-contacts")
    await name.fill(who)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(chosen).to_have_text(f"{who} ({who}@acme.test)")
    # What was typed for a new one is not sent with a choice of another.
    await chooser.select_option("new")
    await name.fill("Nobody")
    await chooser.select_option("")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(chosen).to_have_text("—")


async def test_a_mobile_is_called_and_verified(
    sign_in: SignIn,
    acme: Portal,
    outside: Outside,  # noqa: F811
    kim: dict[str, Any],  # noqa: F811
) -> None:
    carrier = await outside.carrier(acme, 1)
    carrier.on_call = answer
    await outside.rules(acme)
    body = {"email": "manager@acme.pbx.test"}
    await asyncio.to_thread(acme.send, "PATCH", kim["path"], body)
    page = await sign_in("acme")
    await page.goto(f"/a/acme/contacts/{kim['id']}/")
    await expect(page.get_by_text("+1 604-555-0188 (not verified)")).to_be_visible()
    await expect(page.get_by_label("Code")).to_have_count(0)
    await page.get_by_role("button", name="Call with a code").click()
    await expect(page.get_by_text("+1 604-555-0188 is being called.")).to_be_visible()
    call = await carrier.next_call()
    await page.get_by_label("Code").fill("x")
    await page.get_by_role("button", name="Verify the mobile").click()
    await expect(page.get_by_role("alert")).to_contain_text("This is not the code")
    await looked_at(page, "contact-code")
    # The contact is who looks: they may write it among their own things.
    await page.goto("/me/")
    await page.get_by_role("link", name="Write the code that was said").click()
    await expect(page.get_by_text("has had a code said to")).to_be_visible()
    await looked_at(page, "me-mobile")
    await page.goto(f"/a/acme/contacts/{kim['id']}/")
    await call.wait_ended()
    code = heard_digits(call.pcm(30))[:DIGITS]
    await page.get_by_label("Code").fill(code)
    await page.get_by_role("button", name="Verify the mobile").click()
    await expect(page.get_by_text("+1 604-555-0188 (verified)")).to_be_visible()
    await expect(page.get_by_label("Code")).to_have_count(0)
    await expect(page.get_by_role("button", name="Call with a code")).to_have_count(0)


async def test_a_reseller_sees_the_portal_as_a_contact_does(
    sign_in: SignIn, acme: Portal
) -> None:
    name = f"Manager {secrets.token_hex(3)}"
    body = {"name": name, "email": "manager@acme.pbx.test", "kind": "other"}
    contact = await asyncio.to_thread(acme.post, "contacts/", body)
    page = await sign_in("reseller")
    try:
        await choose(page, "Account", "Contacts")
        await page.get_by_role("link", name="Contacts of all accounts below").click()
        await expect(page).to_have_url(re.compile("/contacts/below/$"))
        # Not typed: a list is pale while it is being searched.
        await page.goto(f"{page.url}?{urlencode({'q': name})}")
        await expect(page.get_by_role("link", name=f"See as {name}")).to_be_visible()
        await looked_at(page, "contacts-below")
        await page.get_by_role("link", name=f"See as {name}").click()
        await looked_at(page, "see-as")
        await page.get_by_label("Reason").fill("A question about queues")
        await page.get_by_role("button", name="Enter", exact=True).click()
        banner = page.get_by_role("region", name="Masquerade")
        await expect(banner).to_contain_text("You see what Acme's office manager")
        await expect(banner).to_contain_text("A question about queues")
        await expect(
            page.get_by_role("button", name="Account", exact=True)
        ).to_be_visible()
        await looked_at(page, "seen-as")
        await banner.get_by_role("button", name="Leave account").click()
        await expect(banner).to_have_count(0)
    finally:
        await asyncio.to_thread(acme.send, "DELETE", f"contacts/{contact['id']}/")
