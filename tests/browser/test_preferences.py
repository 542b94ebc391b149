"""A person chooses how pages look, and they do."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ARTIFACTS, SignIn
from tests.browser.look import overflow

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def inherit_all(page: Page) -> None:
    await page.goto("/me/preferences/")
    for field in await page.locator("main select").all():
        await field.select_option("")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Your preferences are saved.")).to_be_visible()


async def test_pages_look_as_chosen(sign_in: SignIn) -> None:
    page = await sign_in("acme")
    await page.get_by_role("button", name="Signed in as").click()
    await page.get_by_role("link", name="Preferences").click()
    await expect(page.get_by_label("Dates")).to_contain_text("Inherit (2026-12-31)")
    await page.get_by_label("Time zone").select_option("Asia/Tokyo")
    await page.get_by_label("Dates").select_option("dmy-dots")
    await page.get_by_label("Times").select_option("12")
    await page.get_by_label("Colours").select_option("dark")
    await page.get_by_label("Start page").select_option("history")
    try:
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        ARTIFACTS.mkdir(exist_ok=True)
        for width in (1400, 390):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot(
                path=ARTIFACTS / f"preferences-{width}.png", full_page=True
            )
            assert await overflow(page) <= 0
            assert await violations(page) == []
        await page.set_viewport_size({"width": 1400, "height": 900})
        await page.goto("/me/")
        sessions = page.get_by_role("region", name="Signed in on")
        await expect(sessions).to_contain_text(
            re.compile(r"\d\d\.\d\d\.\d{4} \d+:\d\d [AP]M")
        )
        await page.screenshot(path=ARTIFACTS / "preferences-me.png", full_page=True)
        await page.get_by_role("link", name="Manage organization").first.click()
        await expect(page).to_have_url(re.compile("/a/acme/history/$"))
    finally:
        await inherit_all(page)


async def test_the_switch_of_colours_is_kept(sign_in: SignIn) -> None:
    page = await sign_in("acme")
    switch = page.get_by_role("button", name="Switch between light and dark")
    before = await page.locator("html").get_attribute("data-bs-theme")
    after = "light" if before == "dark" else "dark"
    try:
        async with page.expect_response("**/api/v1/me/preferences/") as saved:
            await switch.click()
        assert (await saved.value).ok
        await page.context.clear_cookies(name="theme")
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-bs-theme", after)
    finally:
        await inherit_all(page)
