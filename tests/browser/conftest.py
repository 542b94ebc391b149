"""Headless Chromium at the running stack; what a page complains of fails its test."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.calls.conftest import acme, demo, globex, phone_of
from tests.support.servers import ROOT

# Without these Chromium looks for its maker's servers.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = Path("/usr/bin/chromium")
ARTIFACTS = ROOT / "test-artifacts"

SignIn = Callable[[str], Awaitable[Page]]


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=QUIET
        )
        yield started
        await started.close()


@pytest_asyncio.fixture
async def complaints() -> list[str]:
    """What the pages of the test wrote to the console, and their errors."""
    return []


@pytest_asyncio.fixture
async def page(
    browser: Browser,
    demo: dict[str, Any],
    complaints: list[str],
    request: pytest.FixtureRequest,
) -> AsyncIterator[Page]:
    """A page that is not signed in; the test fails when it has complained."""
    context = await browser.new_context(
        base_url=demo["portal"], viewport={"width": 1400, "height": 900}
    )
    opened = await context.new_page()
    opened.set_default_timeout(10_000)
    opened.on("pageerror", lambda error: complaints.append(f"{opened.url}: {error}"))
    opened.on("console", lambda message: _note(complaints, message))
    yield opened
    ARTIFACTS.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", request.node.name)
    await opened.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
    await context.close()
    assert complaints == []


@pytest_asyncio.fixture
async def sign_in(page: Page, demo: dict[str, Any]) -> SignIn:
    """Signs the person of a role of the demo in, by the form."""

    async def go(role: str) -> Page:
        login = next(entry for entry in demo["logins"] if entry["role"] == role)
        await page.goto("/sign-in/")
        await page.get_by_label("E-mail").fill(login["email"])
        await page.get_by_label("Password", exact=True).fill(login["password"])
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url("**/a/**")
        return page

    return go


async def choose(page: Page, group: str, name: str) -> None:
    """Opens a page of the toolbar, by the group that it stands in."""
    toolbar = page.get_by_role("navigation", name="Applications")
    await toolbar.get_by_role("button", name=group).click()
    await toolbar.get_by_role("link", name=name).click()


def _note(complaints: list[str], message: Any) -> None:
    # A page that answers 404 or 400 is told in the console too; tests ask for those.
    if message.type in ("error", "warning") and "status of 4" not in message.text:
        complaints.append(f"{message.type}: {message.text}")


__all__ = ["acme", "demo", "globex", "phone_of"]
