"""Every page opens, wide and narrow, without a complaint."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from telephony.publish.node import NodeLink
from tests.browser.conftest import ARTIFACTS, SignIn, choose
from tests.browser.look import overflow
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_publishing import addresses, lacking, links  # noqa: F401
from tests.support import ring_only

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

# Files, not pages.
FILES = re.compile(r"/(sound|download|export|pages\.pdf)[^/]*/?$|\.(ics|csv|pdf|wav)$")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|(?<=/prompts/)[\w-]+(?=/)")


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


@pytest.mark.parametrize(("role", "part"), [("acme", ""), ("reseller", "accounts/")])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_every_page_opens(
    sign_in: SignIn, one_of_each: None, role: str, part: str, width: int, scheme: Any
) -> None:
    """From link to link, one page of each kind: no dead end, nothing too wide."""
    page = await sign_in(role)
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    ARTIFACTS.mkdir(exist_ok=True)
    seen: dict[str, str] = {}
    waiting = [f"/a/{role}/{part}"]
    faults: list[str] = []
    while waiting:
        path = waiting.pop(0)
        answer = await page.goto(path)
        if answer is None or answer.status != 200:
            faults.append(f"{path}: {answer.status if answer else 'nothing'}")
            continue
        await page.wait_for_load_state("networkidle")
        if (wider := await overflow(page)) > 0:
            faults.append(f"{path}: {wider} px too wide")
        name = re.sub(r"\W+", "-", ID.sub("id", path)).strip("-")
        await page.screenshot(path=ARTIFACTS / f"{name}-{width}-{scheme}.png")
        for link in await links_on(page, f"/a/{role}/{part}"):
            kind = ID.sub("*", link)
            if kind not in seen and not FILES.search(link):
                seen[kind] = path
                waiting.append(link)
    assert faults == []
    assert len(seen) > (100 if role == "acme" else 10)


async def links_on(page: Page, below: str) -> list[str]:
    """The addresses below one that the page leads to."""
    found: list[str] = await page.evaluate(
        """below => [...document.querySelectorAll("a[href]")]
            .map(a => new URL(a.href))
            .filter(u => u.origin == location.origin && !u.search
                         && u.pathname.startsWith(below))
            .map(u => u.pathname)""",
        below,
    )
    return found


@pytest.fixture(scope="module")
def one_of_each(acme: Portal) -> Iterator[None]:
    """Objects, so that lists lead to pages of one; those that lacked go again."""
    seat = acme.all("seats/")[0]
    wanted: dict[str, dict[str, Any]] = {
        "groups/": {"name": "Crawl", "members": []},
        "directories/": {"name": "Crawl"},
        "conferences/": {"name": "Crawl", "number": "190"},
        "queues/": {"name": "Crawl"},
        "agents/": {"user": seat["user"]},
        "web-addresses/": {"name": "Crawl", "url": "https://crm.example/"},
        "fax-boxes/": {"name": "Crawl"},
        "time-frames/": {"name": "Crawl", "rules": []},
        "parking-lots/": {"name": "Crawl", "first": 790, "last": 795},
        "menus/": {"name": "Crawl"},
        "blacklists/": {"name": "Crawl", "numbers": ["+1900*"]},
    }
    made = {
        path: acme.post(path, values)["id"]
        for path, values in wanted.items()
        if not acme.all(path)
    }
    if not acme.all("media/"):
        acme.tone(440, name="Crawl")
    yield
    for path, thing in made.items():
        acme.send("DELETE", f"{path}{thing}/")


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
    await choose(page, "Account", "Error log")
    await expect(page.get_by_text("was rolled back").first).to_be_visible()


@pytest.mark.parametrize("width", [1400, 390])
async def test_the_toolbar_opens_by_keyboard(sign_in: SignIn, width: int) -> None:
    page = await sign_in("acme")
    await page.set_viewport_size({"width": width, "height": 900})
    if width < 1100:
        await page.get_by_role("button", name="Applications").press("Enter")
    toolbar = page.get_by_role("navigation", name="Applications")
    group = toolbar.get_by_role("button", name="Call handling")
    media = toolbar.get_by_role("link", name="Media")
    await expect(group).to_have_attribute("aria-expanded", "false")
    await group.press("Enter")
    await expect(media).to_be_visible()
    assert await overflow(page) <= 0
    await page.screenshot(path=ARTIFACTS / f"toolbar-{width}.png")
    await page.keyboard.press("Escape")
    await expect(media).to_be_hidden()
    await expect(group).to_be_focused()
    await group.press("Enter")
    await media.press("Enter")
    await expect(page).to_have_url(re.compile("/media/$"))
    if width < 1100:
        await page.get_by_role("button", name="Applications").press("Enter")
    await expect(group).to_have_class(re.compile("active"))


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
    await row.get_by_role("link", name="Enter").click()
    await page.get_by_label("Reason").fill("Asked for help")
    await page.get_by_role("button", name="Enter", exact=True).click()
    await page.wait_for_url("**/a/globex/**")
    await expect(page.get_by_text("Asked for help")).to_be_visible()
    await page.get_by_role("button", name="Leave").click()
    await page.goto("/a/globex/seats/")
    await expect(page.get_by_text("404")).to_be_visible()
