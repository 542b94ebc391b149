"""What colours say, in the palette for colour-blind people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.drawing import made, opened
from tests.browser.look import looked_at
from tests.browser.test_editor import UNKNOWN
from tests.browser.test_preferences import inherit_all
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import ring_only

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]

LABEL = "Palette"
# Full badges, as #0072b2 and #e69f00.
BLUE, ORANGE = "rgb(0, 114, 178)", "rgb(230, 159, 0)"


async def choose_palette(page: Page, palette: str) -> None:
    await page.goto("/me/preferences/")
    await page.get_by_label(LABEL).select_option(palette)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-palette", palette)


@pytest_asyncio.fixture
async def page_of(sign_in: SignIn) -> AsyncIterator[Page]:
    """The manager's; afterwards they inherit everything."""
    page = await sign_in("acme")
    yield page
    await inherit_all(page)


async def ground(page: Page, selector: str) -> str:
    """The colour behind the first such element."""
    found: str = await page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).backgroundColor"
    )
    return found


async def line(page: Page, selector: str) -> str:
    found: str = await page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).borderTopColor"
    )
    return found


@pytest.mark.parametrize("palette", ["standard", "colour-blind"])
async def test_states_calls_and_findings_have_its_colours(
    page_of: Page, acme: Portal, phone_of: PhoneOf, palette: str
) -> None:
    page, other = page_of, palette == "colour-blind"
    await choose_palette(page, palette)
    menu = {"module": "menu", "data": {}, "children": {"timeout": UNKNOWN}}
    flow = made(acme, menu)

    await page.goto("/a/acme/live/")
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = ring_only
    call = await alex.call("1002", wait=False)
    await expect(page.locator(".badge.bg-orange-lt")).to_be_visible()
    assert (await ground(page, ".badge.bg-orange-lt") == ORANGE) == other
    await looked_at(page, f"palette-live-{palette}")
    await call.hang_up()

    await page.goto("/a/acme/registrations/")
    await expect(page.locator(".badge.bg-green-lt").first).to_be_visible()
    assert (await ground(page, ".badge.bg-green-lt") == BLUE) == other
    await looked_at(page, f"palette-registrations-{palette}")

    await page.goto("/a/acme/callflows/?q=Drawn")
    await expect(page.locator("main .badge.bg-red-lt").first).to_be_visible()
    await looked_at(page, f"palette-callflows-{palette}")

    await opened(page, flow)
    await expect(page.locator(".cf-card[data-level]").first).to_be_visible()
    red = await line(page, '.cf-card[data-level="red"]')
    assert (red == "rgb(163, 59, 0)") == other
    await looked_at(page, f"palette-editor-{palette}")
