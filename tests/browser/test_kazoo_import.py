"""A callflow of Kazoo comes in by the page, opens in the editor, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import SignIn
from tests.browser.drawing import NUMBER, draft, made, saved
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

# A module that is not known here, with what a browser would write otherwise.
OFFNET: dict[str, Any] = {
    "module": "offnet",
    "data": {"skip_module": False, "x": [1.0, None, {"b": "ä", "1": 1}]},
    "children": {"_": {"module": "hangup", "data": {}, "children": {}}},
}
DOCUMENT: dict[str, Any] = {
    "id": "6a1d6b7f3c9e0b4a5d8c2f7e9a0b1c2d",
    "name": "From Kazoo",
    "numbers": [NUMBER, "no_match"],
    "flags": ["main"],
    "flow": {
        "module": "sleep",
        "data": {"duration": 2, "unit": "s"},
        "children": {"_": OFFNET},
    },
    "metadata": {},
}


async def give(page: Page, how: str, folder: Path) -> None:
    """Gives the page the file, as a file or as its text."""
    text = json.dumps(DOCUMENT)
    if how == "paste":
        await page.get_by_label("Or its text").fill(text)
        return
    file = folder / "callflow.json"
    file.write_text(text, encoding="utf-8")
    await page.get_by_label("File").set_input_files(file)


@pytest.mark.parametrize("how", ["upload", "paste"])
async def test_a_callflow_of_kazoo_opens_and_stays_as_it_came(
    sign_in: SignIn, acme: Portal, how: str, tmp_path: Path
) -> None:
    acme.send("DELETE", f"callflows/{made(acme, {}, DOCUMENT['name'])}/")
    page = await sign_in("acme")
    await page.goto("/a/acme/callflows/import/")
    assert await violations(page) == []
    await give(page, how, tmp_path)
    await page.get_by_role("button", name="Show what would happen").click()
    report = page.get_by_role("region", name="What would become of “From Kazoo”")
    await expect(report.get_by_role("row", name="offnet")).to_contain_text(
        "Kept locked"
    )
    assert await violations(page) == []
    await page.get_by_role("button", name="Create the draft").click()
    locked = page.locator(".cf-card", has_text="Locked: offnet")
    await locked.click()
    await expect(page.locator(".cf-inspector pre")).to_contain_text('"ä"')
    (flow,) = (f for f in acme.all("callflows/") if NUMBER in f["numbers"])
    before = json.dumps(draft(acme, flow["id"]))
    sleep = page.locator(".cf-card", has_text="Sleep")
    await sleep.click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    await saved(page)
    assert draft(acme, flow["id"])["skip"] is True
    await page.get_by_role("button", name="Undo").click()
    await saved(page)
    assert json.dumps(draft(acme, flow["id"])) == before
    assert acme.get(f"callflows/{flow['id']}/export/?format=kazoo") == DOCUMENT
