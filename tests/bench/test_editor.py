"""The callflow editor with a large callflow: opened, dragged in, undone."""

from __future__ import annotations

import statistics
import time

import pytest
from playwright.async_api import Page, expect

from tests.bench.conftest import Report
from tests.browser.big_flow import MODULES, big_flow, drag_steps
from tests.browser.conftest import (  # noqa: F401  fixtures
    SignIn,
    acme,
    browser,
    complaints,
    demo,
    page,
    sign_in,
)
from tests.calls.portal import Portal

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.asyncio]

OPENINGS = 5
CHANGES = 15


async def test_two_hundred_modules(
    sign_in: SignIn,  # noqa: F811
    acme: Portal,  # noqa: F811
    report: Report,
) -> None:
    opened = await sign_in("acme")
    body = {"name": "Large, measured", "draft": big_flow()}
    flow = acme.post("callflows/", body)["id"]
    try:
        spent = [await _open(opened, flow) for _ in range(OPENINGS)]
        await opened.get_by_role("button", name="Show all").click()
        steps = await drag_steps(opened)
        removals, undos = await _changes(opened)
    finally:
        await opened.goto("about:blank")
        acme.send("DELETE", f"callflows/{flow}/")
    report.add(
        f"(f) editor, {MODULES} modules: opened until drawn, median of {OPENINGS}",
        f"{statistics.median(spent):.0f} ms",
    )
    report.add(
        f"(f)   script of a step of a drag, median of {len(steps)}",
        f"{statistics.median(steps):.2f} ms (aim: below 16 ms)",
    )
    report.add(
        f"(f)   a module removed, until drawn, median of {CHANGES}",
        f"{statistics.median(removals):.1f} ms",
    )
    report.add(
        f"(f)   and undone, until drawn, median of {CHANGES}",
        f"{statistics.median(undos):.1f} ms",
    )


async def _open(page: Page, flow: str) -> float:  # noqa: F811
    begin = time.perf_counter()
    await page.goto(f"/a/acme/callflows/{flow}/editor/", wait_until="commit")
    await expect(page.locator(".cf-card")).to_have_count(MODULES)
    return (time.perf_counter() - begin) * 1000


async def _changes(page: Page) -> tuple[list[float], list[float]]:  # noqa: F811
    """What it takes to remove the last sound of a branch and to bring it back."""
    await page.evaluate(_CHOOSE_LAST)
    removals, undos = [], []
    for _ in range(CHANGES):
        before = await page.locator(".cf-card").count()
        removals.append(await page.evaluate(_PRESS, {"key": "Delete"}))
        assert await page.locator(".cf-card").count() == before - 1
        undos.append(await page.evaluate(_PRESS, {"key": "z", "ctrlKey": True}))
        assert await page.locator(".cf-card").count() == before
        await page.evaluate(_CHOOSE_LAST)
    return removals, undos


_PRESS = """async (init) => {
  const editor = document.querySelector("pbx-callflow-editor");
  const target = editor.querySelector('[data-current="true"]');
  const began = performance.now();
  target.dispatchEvent(new KeyboardEvent("keydown", {...init, bubbles: true, cancelable: true}));
  await editor.updateComplete;
  document.body.getBoundingClientRect();
  return performance.now() - began;
}"""
_CHOOSE_LAST = """async () => {
  const editor = document.querySelector("pbx-callflow-editor");
  const cards = editor.querySelectorAll(".cf-card");
  cards[cards.length - 1].click();
  await editor.updateComplete;
}"""
