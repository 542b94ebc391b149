"""Somebody sets their own telephone, in the menu of the person."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.conftest import SignIn
from tests.browser.look import looked_at
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def test_one_s_own_telephone_is_set(sign_in: SignIn, acme: Portal) -> None:
    people = await asyncio.to_thread(acme.all, "people/")
    manager = next(row["id"] for row in people if row["email"].startswith("manager@"))
    users = await asyncio.to_thread(acme.all, "users/")
    user = next(row for row in users if row["extension"] == "1002")
    page = await sign_in("acme")
    menu = page.get_by_role("button", name="Signed in as")
    await menu.click()
    await page.get_by_role("link", name="My telephone").click()
    await expect(page.get_by_text("No telephone is yours yet")).to_be_visible()
    await looked_at(page, "my-telephone-none")
    try:
        await page.goto(f"/a/acme/users/{user['id']}/state/")
        await page.get_by_label("Signs in as").select_option(manager)
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.goto("/a/acme/my-telephone/")
        await page.get_by_role("link", name="Edit").click()
        await page.get_by_label("Hidden from those who are called").select_option(
            "both"
        )
        await looked_at(page, "my-telephone-edit")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Name and number")).to_be_visible()
        await looked_at(page, "my-telephone")
    finally:
        await asyncio.to_thread(_forget, acme, user["id"])


def _forget(acme: Portal, user: str) -> None:
    acme.send("PATCH", f"users/{user}/numbers/", {"caller_privacy": ""})
    acme.send("PATCH", f"users/{user}/login/", {"login": None})
