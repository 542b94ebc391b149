"""The callflow editor: what is drawn there is what a telephone meets."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from callflows.module import modules
from tests.browser.axe import violations
from tests.browser.big_flow import MODULES, big_flow, drag_steps
from tests.browser.conftest import ARTIFACTS, SignIn
from tests.browser.drawing import draft, drag, made, opened, play, publish, saved
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

UNKNOWN = {"module": "teleport", "data": {"b": 1.0, "1": "é"}, "odd": [1]}


async def test_what_is_undone_moved_and_removed_comes_back(
    sign_in: SignIn, acme: Portal
) -> None:
    before = {
        "module": "menu",
        "data": {},
        "children": {"1": play({"module": "hangup", "data": {}}), "2": UNKNOWN},
    }
    flow = made(acme, before)
    page = await opened(await sign_in("acme"), flow)
    card = page.locator(".cf-card", has_text="Play")
    await drag(page, card, page.locator(".cf-slot", has_text="No key"))
    await saved(page)
    assert set(draft(acme, flow)["children"]) == {"2", "timeout"}
    await card.click()
    await page.keyboard.press("Delete")
    await page.get_by_role("button", name="Remove this one").click()
    await saved(page)
    assert draft(acme, flow)["children"]["timeout"]["module"] == "hangup"
    for _ in range(2):
        await page.get_by_role("button", name="Undo").click()
    await saved(page)
    assert draft(acme, flow) == before


async def test_an_unknown_module_is_locked_and_stays_as_it_is(
    sign_in: SignIn, acme: Portal
) -> None:
    flow = made(acme, play(UNKNOWN))
    page = await opened(await sign_in("acme"), flow)
    await page.locator(".cf-card", has_text="Locked: teleport").click()
    await expect(page.locator(".cf-inspector pre")).to_contain_text('"b"')
    await page.locator(".cf-card", has_text="Play").click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    await saved(page)
    expected = {**play(UNKNOWN), "skip": True}
    assert json.dumps(draft(acme, flow)) == json.dumps(expected)


async def test_nobody_overwrites_anybody(sign_in: SignIn, acme: Portal) -> None:
    flow = made(acme, play())
    page = await opened(await sign_in("acme"), flow)
    theirs = {"module": "hangup", "data": {"cause": "busy"}}
    body = {"draft": theirs, "revision": 1}
    await asyncio.to_thread(acme.send, "PATCH", f"callflows/{flow}/", body)
    await page.locator(".cf-card", has_text="Play").click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    await expect(page.get_by_text("Somebody else has changed")).to_be_visible()
    await expect(page.locator(".cf-difference").first).to_contain_text("Hang up")
    await expect(page.locator(".cf-difference").last).to_contain_text("skipped")
    assert draft(acme, flow) == theirs
    await page.get_by_role("button", name="Take theirs").click()
    await expect(page.locator(".cf-card", has_text="Hang up")).to_be_visible()
    await page.locator(".cf-card", has_text="Hang up").click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    await saved(page)
    assert draft(acme, flow) == {**theirs, "skip": True}


async def test_a_draft_survives_while_the_portal_is_away(
    sign_in: SignIn, acme: Portal, complaints: list[str]
) -> None:
    flow = made(acme, play())
    page = await opened(await sign_in("acme"), flow)
    await page.route("**/api/**", lambda route: route.abort())
    await page.locator(".cf-card", has_text="Play").click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    status = page.locator(".cf-bar [data-status]")
    await expect(status).to_have_attribute("data-status", "away")
    await page.unroute("**/api/**")
    await expect(status).to_have_attribute("data-status", "saved", timeout=15_000)
    assert draft(acme, flow)["skip"] is True
    # What the browser itself says of a request that was cut.
    complaints[:] = [c for c in complaints if "net::ERR_FAILED" not in c]


async def test_what_if_lights_the_way_up(sign_in: SignIn, acme: Portal) -> None:
    frame_less = {"module": "time_of_day", "data": {}}
    ending = {"module": "hangup", "data": {"cause": "busy"}}
    flow = made(acme, {**frame_less, "children": {"_": ending}})
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="What if").click()
    await page.get_by_role("button", name="Try").click()
    await expect(page.locator(".cf-trace li")).to_have_count(3)
    await expect(page.locator('.cf-card[data-lit="yes"]')).to_have_count(2)
    await expect(page.locator(".cf-end")).to_contain_text("busy")


async def test_what_if_somebody_does_not_answer(sign_in: SignIn, acme: Portal) -> None:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    ring = {"module": "user", "data": {"user": robin["id"]}}
    flow = made(acme, {**ring, "children": {"_": {"module": "hangup", "data": {}}}})
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="What if").click()
    await page.get_by_label("When", exact=True).fill("2026-12-25T18:05")
    await page.get_by_role("button", name="Try").click()
    await expect(page.locator(".cf-end")).to_contain_text("talks to the caller")
    await expect(page.locator(".cf-trace time").first).to_have_text("18:05:00")
    await page.get_by_label("1002 Robin Singh", exact=True).select_option(
        label="Does not answer"
    )
    await page.get_by_role("button", name="Try").click()
    await expect(page.locator('.cf-card[data-lit="yes"]')).to_have_count(2)


@pytest.fixture
def lot(acme: Portal) -> Iterator[Any]:
    """A parking lot that nobody else uses."""
    lot = acme.post("parking-lots/", {"name": "What if", "first": 781, "last": 782})
    yield lot
    acme.send("DELETE", f"callflows/{made(acme, {})}/")
    acme.send("DELETE", f"parking-lots/{lot['id']}/")


async def test_what_if_a_space_is_taken_and_somebody_is_not_disturbed(
    sign_in: SignIn, acme: Portal, lot: Any
) -> None:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    take = {"module": "retrieve", "data": {"lot": lot["id"]}}
    ring = {"module": "user", "data": {"user": robin["id"]}, "children": {"_": take}}
    flow = made(acme, ring)
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="What if").click()
    panel = page.locator(".cf-what-if")
    await panel.get_by_label("Dialled").fill("782")
    await panel.get_by_text("Settings of 1002 Robin Singh").click()
    await panel.get_by_label("Do not disturb").check()
    await panel.get_by_text("Parking lot: What if").click()
    await panel.get_by_label("Spaces that are taken").fill("781 782")
    assert await violations(page) == []
    await panel.get_by_role("button", name="Try").click()
    await expect(page.locator(".cf-end")).to_contain_text("the call from space 782")
    await panel.get_by_label("Spaces that are taken").fill("781 x")
    await panel.get_by_role("button", name="Try").click()
    await expect(panel.get_by_role("alert")).to_be_visible()
    await page.goto(f"/a/acme/callflows/{flow}/what-if/")
    await page.get_by_text("Parking lot: What if").click()
    await page.get_by_label("Spaces that are taken").fill("781")
    await page.get_by_label("Dialled").fill("781")
    await page.get_by_label("1002 Robin Singh", exact=True).select_option(
        label="Is busy"
    )
    assert await violations(page) == []
    await page.get_by_role("button", name="Try the call").click()
    await expect(page.get_by_text("the call from space 781").first).to_be_visible()
    assert await violations(page) == []


async def test_a_call_that_was_tried_is_kept_and_told_before_publishing(
    sign_in: SignIn, acme: Portal
) -> None:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    ring = {"module": "user", "data": {"user": robin["id"]}}
    flow = made(acme, {**ring, "children": {"_": {"module": "hangup", "data": {}}}})
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="What if").click()
    await page.get_by_role("button", name="Try").click()
    await page.get_by_role("button", name="Save as scenario").click()
    assert await violations(page) == []
    await page.locator("dialog").get_by_label("Name").fill("Robin answers")
    await page.locator("dialog").get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator(".cf-what-if")).to_contain_text(
        "“Robin answers” is saved"
    )
    (kept,) = acme.all(f"scenarios/?callflow={flow}")
    assert kept["expected"]["rings"] == robin["id"]
    assert kept["call"]["at"]
    await page.get_by_role("button", name="Publish", exact=True).click()
    results = page.locator("dialog .cf-scenarios")
    await expect(page.locator("dialog")).to_contain_text("The scenario passes.")
    await results.locator("summary").click()
    await expect(results).to_contain_text("Robin Singh rings.")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await page.locator(".cf-card", has_text="User").click()
    await page.get_by_role("button", name="Skip", exact=True).click()
    await saved(page)
    await page.get_by_role("button", name="Publish", exact=True).click()
    await expect(page.locator("dialog")).to_contain_text("The scenario fails.")
    await expect(results).to_contain_text("Somebody who should ring does not.")
    await expect(page.get_by_role("button", name="Publish now")).to_be_disabled()
    assert await violations(page) == []


async def test_versions_are_compared_and_brought_back(
    sign_in: SignIn, acme: Portal
) -> None:
    flow = made(acme, {"module": "hangup", "data": {"cause": "busy"}})
    page = await opened(await sign_in("acme"), flow)
    await publish(page)
    await page.get_by_role("button", name="Close", exact=True).click()
    await page.locator(".cf-card", has_text="Hang up").click()
    await page.get_by_label("Reason").select_option(label="Rejected")
    await saved(page)
    await page.get_by_role("button", name="Publish", exact=True).click()
    changes = page.locator("dialog .cf-difference")
    await expect(changes).to_contain_text("Busy")
    await expect(changes).to_contain_text("Rejected")
    picture = page.locator("dialog .cf-picture")
    await expect(picture.locator('[data-mark="changed"]').first).to_contain_text(
        "Hang up"
    )
    assert await violations(page) == []
    monday = datetime.now(UTC).date() + timedelta(days=30)
    await page.get_by_label("At a time").fill(f"{monday}T06:00")
    await page.get_by_label("Return at").fill(f"{monday + timedelta(days=4)}T18:00")
    await page.get_by_role("button", name="Publish then").click()
    await expect(page.get_by_role("heading", name="Scheduled.")).to_be_visible()
    (waiting,) = acme.all(f"scheduled-publications/?callflow={flow}")
    assert waiting["at"].startswith(f"{monday}T06:00:00")
    acme.send("DELETE", f"scheduled-publications/{waiting['id']}/")
    await page.get_by_role("button", name="Close", exact=True).click()
    await page.get_by_role("button", name="Versions").click()
    await page.get_by_role("button", name="Compare with the draft").click()
    await expect(changes).to_contain_text("Rejected")
    await page.get_by_role("button", name="Make it the draft").click()
    await saved(page)
    assert draft(acme, flow)["data"] == {"cause": "busy"}
    await page.get_by_role("button", name="Undo").click()
    await saved(page)
    assert draft(acme, flow)["data"] == {"cause": "rejected"}


async def test_any_two_versions_are_drawn_as_one(sign_in: SignIn, acme: Portal) -> None:
    def menu(**children: Any) -> dict[str, Any]:
        keys = {key.removeprefix("k"): child for key, child in children.items()}
        return {"module": "menu", "data": {}, "children": keys}

    busy = {"module": "hangup", "data": {"cause": "busy"}}
    sleep = {"module": "sleep", "data": {"seconds": 2}, "children": {"_": busy}}
    odd = {**UNKNOWN, "skip": True}
    drafts = (
        menu(k1=sleep, k5={"module": "answer", "data": {}}, k4=odd),
        menu(k3=sleep, k2={"module": "hangup", "data": {}}, k4=odd),
    )
    flow = made(acme, drafts[0])
    for note, document in zip(("first", "second"), drafts, strict=True):
        stored = acme.get(f"callflows/{flow}/")
        body = {"draft": document, "revision": stored["revision"]}
        acme.send("PATCH", f"callflows/{flow}/", body)
        acme.post(f"callflows/{flow}/publish/", {"note": note})
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="Versions").click()
    await page.get_by_label("From", exact=True).select_option(label="v1")
    await page.get_by_label("To", exact=True).select_option(label="v2")
    await page.get_by_role("button", name="Compare these").click()
    picture = page.get_by_role("region", name="Picture of what differs")
    cards = picture.get_by_role("listitem")
    await expect(cards.filter(has_text="Moved")).to_contain_text("Sleep")
    await expect(cards.filter(has_text="Was here")).to_contain_text("Sleep")
    await expect(cards.filter(has_text="Gone")).to_contain_text("Answer")
    await expect(cards.filter(has_text="New")).to_contain_text("Hang up")
    await expect(page.locator("dialog .cf-difference li")).to_have_count(3)
    assert await violations(page) == []
    await page.goto(f"/a/acme/callflows/{flow}/compare/?from=1&to=live")
    await page.get_by_role("link", name="As a picture").click()
    await expect(page.get_by_label("To", exact=True)).to_have_value("2")
    await expect(cards.filter(has_text="Moved")).to_contain_text("Sleep")


async def test_two_hundred_modules_are_laid_out_and_dragged(
    sign_in: SignIn, acme: Portal
) -> None:
    flow = made(acme, big_flow())
    page = await opened(await sign_in("acme"), flow)
    await page.get_by_role("button", name="Show all").click()
    assert await page.locator(".cf-card").count() == MODULES
    assert await page.evaluate(OVERLAPS) == 0
    assert len(await drag_steps(page)) == 60
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / "editor-191-modules.png")


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".cf-card, .cf-slot, .cf-exit")]
    .map((element) => element.getBoundingClientRect());
  let count = 0;
  for (let a = 0; a < boxes.length; a++) {
    for (let b = a + 1; b < boxes.length; b++) {
      const [p, q] = [boxes[a], boxes[b]];
      count += p.left < q.right - 0.5 && q.left < p.right - 0.5 &&
        p.top < q.bottom - 0.5 && q.top < p.bottom - 0.5;
    }
  }
  return count;
}"""


@pytest.mark.parametrize(
    ("dialog", "opener"),
    [("add", "a"), ("keys", "Control+/"), ("remove", "Delete")],
)
async def test_its_dialogs_are_for_everybody(
    sign_in: SignIn, acme: Portal, dialog: str, opener: str
) -> None:
    flow = made(acme, {"module": "menu", "data": {}, "children": {"1": play(UNKNOWN)}})
    page = await opened(await sign_in("acme"), flow)
    await page.locator(".cf-card", has_text="Menu").click()
    await page.keyboard.press(opener)
    await expect(page.locator("dialog")).to_be_visible()
    assert await violations(page) == [], dialog
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    await expect(page.locator('.cf-card[data-current="true"]')).to_be_focused()


@pytest.mark.parametrize("width", [1400, 820, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_every_window(
    sign_in: SignIn, acme: Portal, width: int, scheme: Any
) -> None:
    flow = made(acme, {"module": "menu", "data": {}, "children": {"1": play(UNKNOWN)}})
    page = await sign_in("acme")
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(f"/a/acme/callflows/{flow}/editor/")
    view = ".cf-outline" if width < 900 else ".cf-canvas"
    await expect(page.locator(view)).to_be_visible()
    wide = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    assert await violations(page) == []
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(
        path=ARTIFACTS / f"editor-{width}-{scheme}.png", full_page=True
    )


async def test_only_the_settings_that_matter_are_shown(
    sign_in: SignIn, acme: Portal
) -> None:
    text = {"name": "who", "text": "Gold"}
    flow = made(acme, {"module": "set_variable", "data": text})
    page = await opened(await sign_in("acme"), flow)
    inspector = page.locator(".cf-inspector")
    await page.locator(".cf-card:not(.cf-root)").first.click()
    await expect(inspector.get_by_label("Text", exact=True)).to_have_value("Gold")
    await expect(inspector.get_by_label("User", exact=True)).to_have_count(0)
    await inspector.get_by_label("Type").select_option(label="User")
    await expect(inspector.get_by_label("Text", exact=True)).to_have_count(0)
    await inspector.get_by_label("User", exact=True).select_option(index=1)
    await saved(page)
    data = draft(acme, flow)["data"]
    assert {*data} == {"name", "kind", "user"}
    flow = made(acme, {"module": "user", "data": {}})
    page = await opened(page, flow)
    await page.locator(".cf-card:not(.cf-root)").first.click()
    await expect(inspector.get_by_label("Route variable")).to_have_count(0)
    await inspector.get_by_label("Advanced").check()
    await inspector.get_by_label("Route variable").fill("who")
    await saved(page)
    assert draft(acme, flow)["data"] == {"advanced": True, "variable": "who"}
    await inspector.get_by_label("Advanced").uncheck()
    await saved(page)
    assert draft(acme, flow)["data"] == {"advanced": False}


async def test_of_many_choices_one_is_looked_for(sign_in: SignIn, acme: Portal) -> None:
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    flow = made(acme, {"module": "user", "data": {"user": robin["id"]}})
    page = await sign_in("acme")
    other = {"id": "01900000-0000-7000-8000-000000000071", "name": "1500 Ada"}
    few = {"label": "user", "results": [other], "more": True, "new_url": ""}
    # As if there were more people than are named at once.
    await page.route("**/references/user/", lambda route: route.fulfill(json=few))
    await opened(page, flow)
    await page.locator(".cf-card:not(.cf-root)").first.click()
    inspector = page.locator(".cf-inspector")
    chosen = inspector.get_by_label("User", exact=True)
    await expect(chosen.locator("option:checked")).to_have_text("1002 Robin Singh")
    await inspector.get_by_label("Find: User").fill("1001")
    await expect(chosen.locator("option")).to_contain_text(["Choose", "1002", "1001"])
    assert await violations(page) == []
    await chosen.select_option(label="1001 Alex Kim")
    await saved(page)
    assert draft(acme, flow)["data"]["user"] != robin["id"]


async def test_numbers_are_free_or_it_is_told_whose_they_are(
    sign_in: SignIn, acme: Portal
) -> None:
    flow = made(acme, {})
    page = await opened(await sign_in("acme"), flow)
    field = page.get_by_label("Numbers", exact=True)
    await field.fill("1001")
    await expect(
        page.get_by_text("1001 leads to “1001 Alex Kim” already.")
    ).to_be_visible()
    await expect(page.get_by_role("link", name="Open it")).to_be_visible()
    assert await violations(page) == []
    await field.fill("")
    free = page.get_by_role("group", name="Free:").get_by_role("button").first
    number = await free.inner_text()
    await free.click()
    await expect(field).to_have_value(number)
    await expect(page.get_by_text("already.")).to_have_count(0)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator(".cf-root")).to_contain_text(number)
    assert acme.get(f"callflows/{flow}/")["numbers"] == [number]


async def test_members_are_chosen_from_one_list(sign_in: SignIn, acme: Portal) -> None:
    flow = made(acme, {"module": "ring_group", "data": {"members": []}})
    page = await opened(await sign_in("acme"), flow)
    await page.locator(".cf-card", has_text="Ring group").click()
    await page.get_by_role("button", name="Add", exact=True).click()
    who = page.get_by_label("Who")
    for kind in ("user", "device", "group"):
        await expect(page.get_by_role("link", name=f"New {kind}")).to_be_visible()
    await who.select_option(label="1002 Robin Singh")
    await saved(page)
    (user,) = (u for u in acme.all("users/") if u["extension"] == "1002")
    assert draft(acme, flow)["data"] == {"members": [{"user": user["id"]}]}
    device = acme.all("devices/")[0]
    await who.select_option(value=f"device {device['id']}")
    await page.get_by_label("Ring after").fill("5")
    await saved(page)
    members = draft(acme, flow)["data"]["members"]
    assert members == [{"device": device["id"], "delay": 5}]
    assert await violations(page) == []


async def test_what_is_wrong_is_mended_from_the_list(
    sign_in: SignIn, acme: Portal
) -> None:
    flow = made(acme, {"module": "menu", "data": {}, "children": {"timeout": UNKNOWN}})
    page = await opened(await sign_in("acme"), flow)
    strip = page.locator(".cf-strip")
    remove = strip.get_by_role("button", name=re.compile("Remove it: .*teleport"))
    await remove.click()
    await expect(page.locator(".cf-card", has_text="teleport")).to_have_count(0)
    await expect(remove).to_have_count(0)
    await strip.locator("summary").click()
    no_key = strip.get_by_role("button", name=re.compile("Add a module: .*“No key”"))
    await no_key.click()
    await page.get_by_role("combobox", name="Find a module").fill("plays a sound")
    await page.keyboard.press("Enter")
    await strip.get_by_role("button", name=re.compile("Set it: “Sound”")).click()
    await expect(page.locator(".cf-inspector select:focus")).to_be_visible()
    assert await violations(page) == []
    await saved(page)
    assert draft(acme, flow)["children"] == {"timeout": {"module": "play", "data": {}}}


async def test_every_module_can_be_set(sign_in: SignIn, acme: Portal) -> None:
    """Without and with the settings of its examples; the console must stay silent."""
    examples = {
        name: [{}, *(dict(each) for each in module.examples)]
        for name, module in modules().items()
    }
    nodes = [
        {"module": name, "data": data}
        for name, found in examples.items()
        for data in found
    ]
    tens = [nodes[at : at + 10] for at in range(0, len(nodes), 10)]
    menus = [
        {"module": "menu", "children": dict(zip("1234567890", ten, strict=False))}
        for ten in tens
    ]
    top = [menus[at : at + 10] for at in range(0, len(menus), 10)]
    chain: dict[str, Any] = {}
    for ten in reversed(top):
        children = dict(zip("1234567890", ten, strict=False))
        chain = {
            "module": "menu",
            "children": children | ({"_": chain} if chain else {}),
        }
    page = await opened(await sign_in("acme"), made(acme, chain))
    cards = page.locator(".cf-card:not(.cf-root)")
    await expect(cards).to_have_count(len(nodes) + len(menus) + len(top))
    seen = await page.evaluate(_VISIT)
    assert len(seen) == await cards.count()
    assert all(heading == label and fields for label, heading, fields in seen)


_VISIT = """async () => {
  const editor = document.querySelector("pbx-callflow-editor");
  const seen = [];
  for (const id of Object.keys(editor.state.nodes)) {
    editor.select({id});
    await editor.updateComplete;
    await new Promise((done) => setTimeout(done, 20));
    const label = editor.about(editor.state.nodes[id]).label;
    const inspector = editor.querySelector(".cf-inspector");
    seen.push([label, inspector.querySelector("h2").textContent, inspector.querySelectorAll("button").length]);
  }
  return seen;
}"""
