"""Every page opens, wide and narrow, without a complaint."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from telephony.publish.node import NodeLink
from tests.browser.conftest import ARTIFACTS, SignIn
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_publishing import addresses, lacking, links  # noqa: F401
from tests.support import ring_only

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

LISTS = (
    "seats",
    "users",
    "callflows",
    "devices",
    "voicemail-boxes",
    "media",
    "time-frames",
    "live",
    "registrations",
    "history",
    "errors",
    "audit",
)
FORMS = (
    "seats/new",
    "callflows/new",
    "media/new",
    "time-frames/new",
    "voicemail-boxes/new",
)


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


async def test_wrong_password_and_signing_out(page: Page, sign_in: SignIn) -> None:
    await page.goto("/sign-in/")
    await page.get_by_label("E-mail").fill("manager@acme.pbx.test")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await sign_in("acme")
    await page.request.post("/sign-out/", fail_on_status_code=False)
    await page.goto("/a/globex/seats/")
    await expect(page.get_by_text("404")).to_be_visible()


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_opens(
    sign_in: SignIn, acme: Portal, width: int, scheme: Any
) -> None:
    page = await sign_in("acme")
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    paths = [*LISTS, *FORMS, *details(acme)]
    wide: list[str] = []
    for path in paths:
        answer = await page.goto(f"/a/acme/{path}/")
        assert answer is not None
        assert answer.status == 200, path
        await page.wait_for_load_state("networkidle")
        if await overflow(page) > 0:
            wide.append(path)
        ARTIFACTS.mkdir(exist_ok=True)
        name = (
            path.split("/")[0]
            if path in LISTS
            else "-".join(part for part in path.split("/") if len(part) < 30)
            + "-detail"
        )
        await page.screenshot(path=ARTIFACTS / f"{name}-{width}-{scheme}.png")
    assert wide == []


def details(portal: Portal) -> list[str]:
    """The page of the first object of each list."""
    lists = (
        "seats",
        "users",
        "callflows",
        "devices",
        "voicemail-boxes",
        "media",
        "time-frames",
    )
    first = {name: portal.all(f"{name}/")[:1] for name in lists}
    return [f"{name}/{rows[0]['id']}" for name, rows in first.items() if rows]


async def test_a_callflow_is_published_by_clicking(
    sign_in: SignIn, acme: Portal
) -> None:
    draft = {"module": "hangup", "data": {"cause": "busy"}}
    flow = acme.make_flow("Clicked", "8490", draft)
    page = await sign_in("acme")
    await page.goto(f"/a/acme/callflows/{flow}/")
    await page.get_by_label("Note").fill("from the page")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_text("Version 2 is on its way")).to_be_visible()
    nodes = page.locator("#publications li")
    await expect(nodes.filter(has_text="v2").filter(has_text="Live")).to_have_count(2)
    await expect(page.get_by_text("from the page")).to_be_visible()


async def test_what_went_wrong_is_on_the_page(
    sign_in: SignIn,
    acme: Portal,
    links: list[NodeLink],  # noqa: F811
) -> None:
    draft = {"module": "menu", "data": {}, "children": {"1": {"module": "hangup"}}}
    flow = acme.make_flow("Broken", "8491", draft)
    page = await sign_in("acme")
    with lacking(links[1], "app_read.so"):
        await page.goto(f"/a/acme/callflows/{flow}/")
        await page.get_by_role("button", name="Publish").click()
        failed = page.locator("#publications").get_by_text("app_read.so is not loaded")
        await expect(failed.first).to_be_visible()
    await page.get_by_role("link", name="Error log").first.click()
    await expect(page.get_by_text("was rolled back").first).to_be_visible()


async def test_a_message_is_listed_and_can_be_played(
    sign_in: SignIn, acme: Portal, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    call = await alex.call("1002", within=15)
    call.send_tone(440)
    await asyncio.sleep(1)
    await call.press("#")
    await asyncio.sleep(4)
    await call.hang_up()
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == "1002")
    page = await sign_in("acme")
    await page.goto(f"/a/acme/voicemail-boxes/{box['id']}/")
    rows = page.locator("tr", has=page.locator("audio"))
    await expect(rows.first).to_contain_text("Alex Kim")
    source = await rows.first.locator("audio").get_attribute("src")
    sound = await page.request.get(source or "")
    assert sound.headers["content-type"] == "audio/wav"
    assert len(await sound.body()) > 8000


async def test_a_reseller_steps_in_and_out(sign_in: SignIn) -> None:
    page = await sign_in("reseller")
    await page.goto("/a/acme/seats/")
    await expect(page.get_by_text("404")).to_be_visible()
    await page.goto("/a/reseller/accounts/")
    row = page.locator("tr", has_text="Globex")
    await row.get_by_role("link").last.click()
    await page.get_by_label("Reason").fill("Asked for help")
    await page.get_by_role("button", name="Enter").click()
    await page.wait_for_url("**/a/globex/**")
    await expect(page.get_by_text("Asked for help")).to_be_visible()
    await page.get_by_role("button", name="Leave").click()
    await page.goto("/a/globex/seats/")
    await expect(page.get_by_text("404")).to_be_visible()
