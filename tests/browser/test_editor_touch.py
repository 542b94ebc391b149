"""The callflow editor under a finger: a long press moves a module, a swipe the ground."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import SignIn
from tests.browser.drawing import draft, made, opened, play, saved
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

FLOW = {"module": "menu", "data": {}, "children": {"1": play()}}
# Longer than the editor takes for a long press.
PRESS_SECONDS = 0.5


class Finger:
    """One finger on the page."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    async def put(self, x: float, y: float) -> None:
        await self._send("touchStart", [{"x": x, "y": y}])

    async def move(self, *way: tuple[float, float]) -> None:
        for x, y in way:
            await self._send("touchMove", [{"x": x, "y": y}])
            await asyncio.sleep(0.02)

    async def lift(self) -> None:
        await self._send("touchEnd", [])

    async def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        await self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )


@pytest_asyncio.fixture
async def touched(browser: Browser, sign_in: SignIn) -> AsyncIterator[Page]:
    """A page on a tablet, of a person who is signed in."""
    page = await sign_in("acme")
    context = await browser.new_context(
        base_url=page.url.split("/a/")[0],
        has_touch=True,
        viewport={"width": 1180, "height": 820},
        storage_state=await page.context.storage_state(),
    )
    found = await context.new_page()
    found.set_default_timeout(10_000)
    yield found
    await context.close()


async def finger(page: Page) -> Finger:
    return Finger(await page.context.new_cdp_session(page))


async def middle(what: Locator) -> tuple[float, float]:
    box: Any = await what.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def press_and_drag(page: Page, what: Locator, where: Locator) -> None:
    hand = await finger(page)
    begin, end = await middle(what), await middle(where)
    await hand.put(*begin)
    await asyncio.sleep(PRESS_SECONDS)
    await expect(page.locator(".cf-ghost")).to_be_visible()
    halfway = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    await hand.move(halfway, end, end)
    await hand.lift()


async def test_a_card_is_moved_by_a_long_press(touched: Page, acme: Portal) -> None:
    flow = made(acme, FLOW)
    page = await opened(touched, flow)
    await page.get_by_role("button", name="Show all").tap()
    card = page.locator(".cf-card", has_text="Play")
    await press_and_drag(page, card, page.locator(".cf-slot", has_text="No key"))
    await saved(page)
    assert set(draft(acme, flow)["children"]) == {"timeout"}
    await expect(page.locator(".cf-ghost")).to_have_count(0)


async def test_a_finger_that_swipes_over_a_card_moves_the_ground(
    touched: Page, acme: Portal
) -> None:
    flow = made(acme, FLOW)
    page = await opened(touched, flow)
    await page.get_by_role("button", name="Show all").tap()
    card = page.locator(".cf-card", has_text="Play")
    x, y = await middle(card)
    hand = await finger(page)
    await hand.put(x, y)
    await hand.move((x - 30, y + 20), (x - 60, y + 40), (x - 90, y + 60))
    await hand.lift()
    moved_x, moved_y = await middle(card)
    assert moved_x < x - 30
    assert moved_y > y + 20
    assert draft(acme, flow) == FLOW


async def test_on_a_narrow_screen_the_outline_is_moved_so(
    touched: Page, acme: Portal
) -> None:
    flow = made(acme, FLOW)
    await touched.set_viewport_size({"width": 390, "height": 844})
    await touched.goto(f"/a/acme/callflows/{flow}/editor/")
    lines = touched.locator(".cf-outline .cf-line")
    await expect(lines).not_to_have_count(0)
    await expect(touched.locator(".cf-canvas")).to_have_count(0)
    line = lines.filter(has_text="Play")
    await line.scroll_into_view_if_needed()
    await press_and_drag(
        touched, line, touched.get_by_role("treeitem", name="No key nothing")
    )
    await saved(touched)
    assert set(draft(acme, flow)["children"]) == {"timeout"}
    assert await violations(touched) == []
