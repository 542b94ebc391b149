"""What tests of the callflow editor do there, as a person would."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.calls.portal import Portal

NUMBER = "8480"


def made(acme: Portal, draft: Any, name: str = "Drawn") -> str:
    """A callflow with this draft, which nobody has drawn before."""
    forget(acme, name, NUMBER)
    flow_id: str = acme.post("callflows/", {"name": name, "draft": draft})["id"]
    return flow_id


def forget(acme: Portal, name: str, number: str) -> None:
    """Deletes the callflows of that name, and the one that the number leads to."""
    for flow in acme.all("callflows/"):
        if flow["name"] == name or number in flow["numbers"]:
            acme.send("DELETE", f"callflows/{flow['id']}/")


async def opened(page: Page, flow: str) -> Page:
    await page.goto(f"/a/acme/callflows/{flow}/editor/")
    await expect(page.locator(".cf-root")).to_be_visible()
    return page


async def drag(page: Page, what: Locator, where: Locator) -> None:
    """As a hand does it."""
    await what.scroll_into_view_if_needed()
    begin, end = await what.bounding_box(), await where.bounding_box()
    assert begin
    assert end
    await page.mouse.move(begin["x"] + 20, begin["y"] + 12)
    await page.mouse.down()
    await page.mouse.move(begin["x"] + 40, begin["y"] + 20)
    await page.mouse.move(
        end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=6
    )
    await page.mouse.up()


def kind(page: Page, name: str) -> Locator:
    """The module in the palette."""
    return page.locator(f'[data-module="{name}"]')


async def saved(page: Page) -> None:
    await expect(page.locator(".cf-bar [data-status]")).to_have_attribute(
        "data-status", "saved"
    )


def draft(acme: Portal, flow: str) -> Any:
    return acme.get(f"callflows/{flow}/")["draft"]


async def publish(page: Page) -> None:
    await saved(page)
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_role("button", name="Publish now").click()
    await published(page)


async def published(page: Page) -> None:
    title = page.get_by_role("heading", name=re.compile(r"Version \d+ is on its way"))
    await expect(title).to_be_visible()


def play(child: Any = None) -> dict[str, Any]:
    node: dict[str, Any] = {"module": "play", "data": {}}
    return {**node, "children": {"_": child}} if child else node
