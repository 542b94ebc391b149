"""Real calls on the callflow: where they are now, and the way of one that is over."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ARTIFACTS, SignIn
from tests.browser.drawing import opened
from tests.browser.look import looked_at
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support.sip_agent import ring_only

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER = "8490"


@pytest.fixture
def flow(acme: Portal) -> str:
    """Rings 1002 for a second, then waits for a key, and ends busy."""
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    busy = {"module": "hangup", "data": {"cause": "busy"}}
    menu = {
        "module": "menu",
        "data": {"tries": 9, "timeout": 10},
        "children": {"2": busy},
    }
    ring = {"module": "user", "data": {"user": robin["id"], "timeout": 1}}
    return acme.make_flow("Calls on it", NUMBER, {**ring, "children": {"_": menu}})


async def row_of(acme: Portal, flow: str, before: int) -> dict[str, Any]:
    """The newest call through the flow, once it is in the history."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        rows = await asyncio.to_thread(acme.all, f"calls/?callflow={flow}")
        if len(rows) > before:
            return rows[0]
        await asyncio.sleep(0.2)
    raise TimeoutError("the call is not in the history")


async def whole_trace(acme: Portal, call: str) -> dict[str, Any]:
    """The trace with the call's end: channel events arrive later than the record."""
    trace: dict[str, Any] = {}
    end = time.monotonic() + 20
    while time.monotonic() < end:
        trace = await asyncio.to_thread(acme.get, f"calls/{call}/trace/")
        if any(step.get("module") == "hangup" for step in trace["steps"]):
            break
        await asyncio.sleep(0.2)
    return trace


async def test_a_call_is_seen_where_it_is_and_replayed_when_it_is_over(
    sign_in: SignIn, acme: Portal, phone_of: PhoneOf, flow: str
) -> None:
    before = len(acme.all(f"calls/?callflow={flow}"))
    page = await opened(await sign_in("acme"), flow)
    user = page.locator(".cf-card", has_text="User")
    menu = page.locator(".cf-card", has_text="Menu")
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    placed = asyncio.create_task(alex.call(NUMBER))
    await expect(user.locator(".cf-calls")).to_have_text("1")
    call = await placed
    await expect(menu.locator(".cf-calls")).to_have_text("1")
    await expect(user.locator(".cf-calls")).to_have_count(0)
    await looked_at(page, "flow-live")
    await call.press("2")
    await expect(page.locator(".cf-calls")).to_have_count(0)

    row = await row_of(acme, flow, before)
    trace = await whole_trace(acme, row["id"])
    nodes = [step for step in trace["steps"] if step["kind"] == "node"]
    assert [step["module"] for step in nodes] == ["user", "menu", "hangup"]
    assert [step["path"] for step in nodes] == [[], ["_"], ["_", "2"]]
    assert [step["exit"] for step in nodes] == ["_", "2", ""]
    assert 0.8 < nodes[0]["seconds"] < 5
    assert all(step["callflow"]["id"] == flow for step in nodes)

    await page.get_by_role("button", name="Replay").click()
    await page.get_by_label("Call", exact=True).select_option(value=row["id"])
    lit = page.locator('.cf-card[data-lit="yes"]')
    await expect(lit).to_have_count(1)
    await page.get_by_role("button", name="Play", exact=True).click()
    await expect(lit).to_have_count(len(nodes), timeout=20_000)
    await expect(page.locator(".cf-card[data-now]")).to_contain_text("Hang up")
    assert await page.locator('.cf-card[data-lit="no"]').count() == 0
    await looked_at(page, "flow-replay")

    await page.goto(f"/a/acme/history/{row['id']}/trace/")
    await expect(page.locator('.trace [data-kind="node"]')).to_have_count(3)
    await looked_at(page, "trace")
    await page.get_by_role("link", name="Show on the flow").nth(1).click()
    now = page.locator(".cf-card[data-now]")
    await expect(now).to_contain_text("Menu", timeout=20_000)
    await expect(page.locator(".cf-notice").first).to_contain_text("Version 1")


async def test_badges_stand_on_the_version_that_calls_meet(
    sign_in: SignIn, acme: Portal, phone_of: PhoneOf, flow: str
) -> None:
    revision = acme.get(f"callflows/{flow}/")["revision"]
    other = {"draft": {"module": "hangup", "data": {}}, "revision": revision}
    acme.send("PATCH", f"callflows/{flow}/", other)
    page = await opened(await sign_in("acme"), flow)
    notice = page.locator(".cf-notice", has_text="Calls meet version 1")
    await expect(notice).to_be_visible()
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await expect(page.locator(".cf-notice")).to_contain_text("1 on another version")
    assert await page.locator(".cf-calls").count() == 0
    await page.get_by_role("button", name="Show the live version").click()
    await expect(page.locator(".cf-calls")).to_have_text("1")
    # What is looked at is not changed.
    await page.locator(".cf-card", has_text="Menu").click()
    await page.keyboard.press("Delete")
    await expect(page.get_by_text("This is a published version")).to_be_visible()
    await page.get_by_role("button", name="Close").click()
    await call.hang_up()
    await expect(page.locator(".cf-calls")).to_have_count(0)
    await page.get_by_role("button", name="Back to the draft").click()
    await expect(page.locator(".cf-card", has_text="Menu")).to_have_count(0)
    stored = acme.get(f"callflows/{flow}/")["draft"]
    assert json.dumps(stored) == json.dumps(other["draft"])


async def test_a_callflow_in_words_is_printed_without_its_frame(
    sign_in: SignIn, acme: Portal, flow: str
) -> None:
    page = await sign_in("acme")
    await page.goto(f"/a/acme/callflows/{flow}/outline/")
    await expect(page.locator(".sentences > li")).to_have_count(1)
    await expect(page.locator(".sentences")).to_contain_text("Ring Robin Singh")
    await looked_at(page, "words")
    await page.emulate_media(media="print")
    await expect(page.locator(".no-print")).to_be_hidden()
    await expect(page.get_by_role("button", name="Print")).to_be_hidden()
    await expect(page.locator(".sentences")).to_be_visible()
    await page.screenshot(path=ARTIFACTS / "words-print.png", full_page=True)
