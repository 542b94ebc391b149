"""A reseller's brand: chosen on a page, seen by whoever comes to the account's address."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import expect

from tests.browser.conftest import SignIn
from tests.browser.look import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]

FIELDS = {
    "Name of the portal": "Blue Voice",
    "Primary colour": "#0b6e4f",
    "Accent colour": "#ffd166",
    "Support": "Blue Voice help desk",
    "E-mail of the support": "help@voice.example",
}


def logo() -> bytes:
    image = Image.new("RGBA", (320, 80), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((4, 4, 76, 76), 16, fill="#ffd166")
    draw.rectangle((100, 30, 316, 50), fill="#ffffff")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


async def test_a_brand_is_chosen_and_seen(
    sign_in: SignIn, demo: dict[str, Any]
) -> None:
    page = await sign_in("acme")
    await page.goto("/a/acme/settings/branding/")
    await page.get_by_label("Primary colour").fill("#ffd700")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("4.5 is needed")
    try:
        for label, value in FIELDS.items():
            await page.get_by_label(label, exact=True).fill(value)
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Branding: saved.")).to_be_visible()
        await page.get_by_role("link", name="Logo and icon").click()
        file = {"name": "logo.png", "mimeType": "image/png", "buffer": logo()}
        await page.get_by_label("File").first.set_input_files(file)  # type: ignore[arg-type]
        await page.get_by_role("button", name="Upload Logo").click()
        await expect(page.get_by_alt_text("Logo as it is now")).to_be_visible()
        # Other processes of the portal remember an account for five seconds.
        await page.wait_for_timeout(5500)
        await page.goto("/a/acme/settings/branding/")
        await expect(page.locator(".brand-logo")).to_be_visible()
        await looked_at(page, "branding-settings")
        await page.goto("/a/acme/settings/branding/pictures/")
        await looked_at(page, "branding-pictures")

        port = urlsplit(demo["portal"]).port
        await page.goto(f"http://acme.localhost:{port}/sign-in/")
        await expect(page).to_have_title("Sign in · Blue Voice")
        assert "pbxportal" not in (await page.content()).lower()
        await looked_at(page, "branding-sign-in")
    finally:
        await page.goto(f"{demo['portal']}/a/acme/settings/branding/")
        for label in FIELDS:
            await page.get_by_label(label, exact=True).fill("")
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.goto("/a/acme/settings/branding/pictures/")
        remove = page.get_by_role("button", name="Remove Logo")
        if await remove.count():
            await remove.click()
