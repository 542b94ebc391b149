"""Looking at a page: wide, narrow and dark, with a picture of each."""

from __future__ import annotations

from playwright.async_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import ARTIFACTS

LOOKS = ((1400, "light"), (390, "light"), (1400, "dark"))


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


async def themed(page: Page, theme: str) -> None:
    """In these colours, without loading the page again: it may be an answer to a form."""
    # A colour that is still on its way from one theme to the other has no contrast.
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate(
        "theme => document.documentElement.dataset.bsTheme = theme", theme
    )


async def looked_at(page: Page, name: str) -> None:
    """A picture of each look; nothing overflows, nobody is shut out."""
    ARTIFACTS.mkdir(exist_ok=True)
    for width, theme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 900})
        await themed(page, theme)
        path = ARTIFACTS / f"{name}-{width}-{theme}.png"
        await page.screenshot(path=path, full_page=True)
        assert await overflow(page) <= 0, f"{name} {width} {theme}"
        broken = await violations(page)
        assert broken == [], f"{name} {width} {theme}: {broken}"
    await page.set_viewport_size({"width": 1400, "height": 900})
    await themed(page, "light")
