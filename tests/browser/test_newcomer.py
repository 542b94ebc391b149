"""A newcomer draws a whole callflow, publishes it and calls it: by mouse, and by keyboard.

8000 leads by the time of day to a menu, to another one, to a ring group and into a
mailbox; the call must get there by the keys that the picture names.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.drawing import drag, forget, kind, publish, published, saved
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.support import ring_only

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]

NAME, NUMBER = "Drawn by a newcomer", "8000"
HOURS = "Newcomers' hours"
FIRST, SECOND = "Newcomers' first tone", "Newcomers' second tone"
TONES = {FIRST: 500, SECOND: 600}
MEMBER, BOX = "1002 Robin Singh", "1002"


@pytest.fixture
def surroundings(acme: Portal) -> Iterator[Any]:
    """Hours that hold at any time, and a sound for each menu, by their names."""
    forget(acme, NAME, NUMBER)
    hours = acme.post("time-frames/", {"name": HOURS, "rules": [{}]})["id"]
    sounds = [acme.tone(freq, 1.5, name) for name, freq in TONES.items()]
    yield hours
    forget(acme, NAME, NUMBER)
    acme.send("DELETE", f"time-frames/{hours}/")
    for sound in sounds:
        acme.send("DELETE", f"media/{sound}/")


async def check_and_call(acme: Portal, hours: str, phone_of: PhoneOf) -> None:
    """What was drawn is what was meant, and what a call meets."""
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == BOX)
    flow = next(f for f in acme.all("callflows/") if NUMBER in f["numbers"])
    first = flow["draft"]["children"][hours]
    second = first["children"]["1"]
    ring = second["children"]["2"]
    modules = [node["module"] for node in (flow["draft"], first, second, ring)]
    assert modules == ["time_of_day", "menu", "menu", "ring_group"]
    assert ring["children"]["_"]["data"]["box"] == box["id"]
    await asyncio.to_thread(acme.wait_until_published)

    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    listed = f"voicemail-boxes/{box['id']}/messages/"
    known = {message["id"] for message in acme.get(listed)["results"]}
    call = await alex.call(NUMBER)
    await call.hears(TONES[FIRST])
    await call.press("1")
    await call.hears(TONES[SECOND])
    await call.press("2")
    await asyncio.wait_for(robin.incoming.get(), 10)
    call.send_tone(440)
    await asyncio.sleep(5)
    await call.press("#")
    await asyncio.sleep(3)
    await call.hang_up()

    def new() -> list[Any]:
        return [m for m in acme.get(listed)["results"] if m["id"] not in known]

    assert len(await until(new, within=10)) == 1


async def test_by_mouse(
    sign_in: SignIn, acme: Portal, surroundings: str, phone_of: PhoneOf
) -> None:
    page = await sign_in("acme")
    await page.goto("/a/acme/callflows/")
    await page.get_by_role("link", name="Add", exact=True).first.click()
    await page.get_by_label("Name").fill(NAME)
    await page.get_by_label("Numbers").fill(NUMBER)
    await page.get_by_role("button", name="Create", exact=True).click()
    await expect(page.locator(".cf-root")).to_be_visible()
    inspector = page.locator(".cf-inspector")
    slots = page.locator(".cf-slot")

    await drag(page, kind(page, "time_of_day"), slots.first)
    await inspector.get_by_role("button", name="Add", exact=True).click()
    await inspector.get_by_label("Time frames, entry 1").select_option(label=HOURS)
    await drag(page, kind(page, "menu"), slots.filter(has_text=HOURS))
    await inspector.get_by_label("Prompt").select_option(label=FIRST)
    await drag(page, kind(page, "menu"), slots.filter(has_text="More"))
    await _exit(page, "1")
    await inspector.get_by_label("Prompt").select_option(label=SECOND)
    await page.get_by_role("button", name="Show all").click()
    await drag(page, kind(page, "ring_group"), _current(page))
    await _exit(page, "2")
    await inspector.get_by_role("button", name="Add", exact=True).click()
    await inspector.get_by_label("Who").select_option(label=MEMBER)
    await inspector.get_by_label("Ring for").fill("3")
    await page.get_by_role("button", name="Show all").click()
    await drag(page, kind(page, "voicemail"), slots.filter(has_text="Not answered"))
    box = inspector.get_by_label("Mailbox")
    await box.select_option(value=_box(acme))
    await page.get_by_role("button", name="Show all").click()
    await publish(page)
    await check_and_call(acme, surroundings, phone_of)


async def test_by_keyboard(
    sign_in: SignIn, acme: Portal, surroundings: str, phone_of: PhoneOf
) -> None:
    page = await sign_in("acme")
    keys = page.keyboard
    await page.goto("/a/acme/callflows/")
    await _tab_to(page, "Add")
    await keys.press("Enter")
    await expect(page.get_by_label("Name")).to_be_visible()
    await _tab_to(page, "Name")
    await keys.type(NAME)
    await _tab_to(page, "Numbers")
    await keys.type(NUMBER)
    await keys.press("Enter")
    await expect(page.locator(".cf-root")).to_be_visible()
    await _tab_to(page, "Outline")
    await keys.press("Enter")
    await _tab_to(page, NAME)

    await keys.press("ArrowDown")
    await _add(page, "time of day")
    await _set(page, "Add")
    await _choose(page, "Time frames, entry 1", HOURS)
    await _down_to(page, HOURS)
    await _add(page, "auto attendant")
    await _choose(page, "Prompt", FIRST)
    await _add(page, "auto attendant")
    await _press_exit(page, "1")
    await _choose(page, "Prompt", SECOND)
    await _add(page, "ring group")
    await _press_exit(page, "2")
    await _set(page, "Add")
    await _choose(page, "Who", MEMBER)
    await keys.press("Enter")
    await _tab_to(page, "Ring for")
    await keys.type("3")
    await keys.press("Escape")
    await _add(page, "voicemail")
    await _choose(page, "Mailbox", BOX)
    await saved(page)
    await _tab_to(page, "Publish", "Shift+Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="Publish now")).to_be_visible()
    await _tab_to(page, "Publish now")
    await keys.press("Enter")
    await published(page)
    await check_and_call(acme, surroundings, phone_of)


def _box(acme: Portal) -> str:
    box: str = next(b for b in acme.all("voicemail-boxes/") if b["number"] == BOX)["id"]
    return box


def _current(page: Page) -> Any:
    return page.locator('.cf-card[data-current="true"]')


async def _exit(page: Page, key: str) -> None:
    await page.locator("dialog").get_by_role("button", name=key, exact=True).click()


async def _press_exit(page: Page, key: str) -> None:
    await expect(page.get_by_role("heading", name="At which exit?")).to_be_visible()
    await _tab_to(page, key)
    await page.keyboard.press("Enter")
    await _in_tree(page)


async def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses Tab until what is focused is called so, as a person hears or sees it."""
    for _ in range(90):
        if await page.evaluate(_FOCUSED) == name:
            return
        await page.keyboard.press(key)
    raise AssertionError(f"Tab does not get to {name!r}")


async def _in_tree(page: Page) -> None:
    await expect(page.locator('.cf-line[data-current="true"]')).to_be_focused()


async def _add(page: Page, words: str) -> None:
    await _in_tree(page)
    await page.keyboard.press("a")
    await expect(page.get_by_role("combobox", name="Find a module")).to_be_focused()
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")


async def _set(page: Page, button: str) -> None:
    """Presses a button of the settings and goes back to the outline."""
    await _in_tree(page)
    await page.keyboard.press("Enter")
    await _tab_to(page, button)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await _in_tree(page)


async def _choose(page: Page, label: str, name: str) -> None:
    """Types the beginning of what is chosen in a setting; then back to the outline."""
    await _in_tree(page)
    await page.keyboard.press("Enter")
    await _tab_to(page, label)
    chosen = page.locator(":focus option:checked")
    await expect(page.locator(":focus option", has_text=name).first).to_be_attached()
    await page.keyboard.type(name[:12])
    await expect(chosen).to_contain_text(name)
    await page.keyboard.press("Escape")
    await _in_tree(page)


async def _down_to(page: Page, exit: str) -> None:
    """Goes to an exit that nothing hangs at."""
    wanted = page.locator(".cf-line", has_text=f"{exit}nothing")
    await expect(wanted).to_be_visible()
    for _ in range(10):
        if await wanted.get_attribute("data-current") == "true":
            return
        await page.keyboard.press("ArrowDown")
        await _in_tree(page)
    raise AssertionError(f"the arrows do not get to {exit!r}")


_FOCUSED = """() => {
  const element = document.activeElement;
  const named = element.labels?.[0] ?? element;
  const copy = named.cloneNode(true);
  copy.querySelectorAll('[aria-hidden="true"]').forEach((each) => each.remove());
  const text = copy.querySelector("b")?.textContent || element.getAttribute("aria-label") || copy.textContent;
  return text.replace(/\\s+/g, " ").trim();
}"""
