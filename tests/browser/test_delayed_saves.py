"""A change that is saved at a time to come: asked for, seen, called off, carried out."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignIn, choose
from tests.browser.look import looked_at
from tests.calls.portal import Portal
from tests.support.tones import tone, write_wav

DAYS = ("mon", "tue", "wed")

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def test_a_contact_is_renamed_later(sign_in: SignIn, acme: Portal) -> None:
    who = f"Robin {secrets.token_hex(3)}"
    page = await sign_in("acme")
    await choose(page, "Account", "Contacts")
    await page.get_by_role("link", name="Add", exact=True).first.click()
    await page.get_by_label("Name").fill(who)
    await page.get_by_role("textbox", name="E-mail").fill(
        f"{secrets.token_hex(3)}@a.test"
    )
    # Staying on the page of a new one offers to make another.
    await page.get_by_role("button", name="Create and make another").click()
    await expect(page.get_by_label("Name")).to_have_value("")
    await choose(page, "Account", "Contacts")
    await page.get_by_label("Search").fill(who)
    await page.get_by_role("link", name=who).click()
    await page.get_by_role("link", name="Edit").click()

    await _save_later(page, f"{who} B", datetime.now() + timedelta(days=1))
    await expect(page.get_by_text("Something here waits to be saved")).to_be_visible()
    await expect(page.get_by_label("Name")).to_have_value(who)
    await looked_at(page, "delayed-form")
    await choose(page, "Account", "Delayed saves")
    await looked_at(page, "delayed-saves")
    await page.get_by_role("link", name=who).first.click()
    await expect(page.get_by_text(f"{who} B")).to_be_visible()
    await looked_at(page, "delayed-save")
    await page.get_by_role("button", name="Cancel the save").click()
    await expect(page.get_by_text("Nothing will be saved.")).to_be_visible()
    await expect(page.get_by_role("button", name="Cancel the save")).to_have_count(0)

    await page.get_by_role("link", name="Open the page").click()
    key = page.url.rstrip("/").split("/")[-2]
    await asyncio.to_thread(_rename_in_seconds, acme, key, f"{who} C")
    await expect(page.get_by_label("Name")).to_have_value(who)
    for _ in range(20):
        await page.reload()
        if await page.get_by_label("Name").input_value() == f"{who} C":
            break
        await page.wait_for_timeout(500)
    await expect(page.get_by_label("Name")).to_have_value(f"{who} C")


async def test_a_time_frame_gets_other_rules_later(
    sign_in: SignIn, acme: Portal
) -> None:
    rules = [{"weekdays": [day], "start": "09:00", "end": "17:00"} for day in DAYS]
    body = {"name": f"Shop {secrets.token_hex(3)}", "rules": rules}
    frame = await asyncio.to_thread(acme.send, "POST", "time-frames/", body)
    page = await sign_in("acme")
    await page.goto(f"/a/acme/time-frames/{frame['id']}/edit/")
    # Each row keeps what it was while others come and go.
    await page.get_by_role("button", name="Take away Rule 1").click()
    await page.get_by_role("button", name="Add a rule").click()
    await page.get_by_role("group", name="Rule 3").get_by_label("Sunday").check()
    tuesday = page.get_by_role("group", name="Rule 1")
    await tuesday.get_by_label("Ends at").fill("18:00")
    await page.get_by_text("Save later").click()
    at = datetime.now() + timedelta(days=1)
    await page.get_by_label("Save at").fill(at.strftime("%Y-%m-%dT%H:%M"))
    await looked_at(page, "delayed-rows-form")
    await page.get_by_role("button", name="Save then").click()
    waits = page.get_by_text("Something here waits to be saved")
    await expect(waits).to_be_visible()
    await expect(page.get_by_role("button", name="Take away Rule 3")).to_be_visible()
    await waits.get_by_role("link").click()
    for told in (
        "Rule 1 (Tuesday, 09:00, 17:00)",
        "Ends at: 18:00",
        "Rule 3 (new)",
        "Rule (Monday, 09:00, 17:00)",
    ):
        await expect(page.get_by_text(told, exact=True)).to_be_visible()
    await looked_at(page, "delayed-rows")
    await page.get_by_role("button", name="Cancel the save").click()
    await expect(page.get_by_text("Nothing will be saved.")).to_be_visible()


async def test_a_sound_is_replaced_later(
    sign_in: SignIn, acme: Portal, tmp_path: Path
) -> None:
    name = f"Bell {secrets.token_hex(3)}"
    media = await asyncio.to_thread(acme.tone, 440, 1.0, name)
    new = tmp_path / "gong.wav"
    write_wav(new, tone(660, seconds=2))
    page = await sign_in("acme")
    await page.goto(f"/a/acme/media/{media}/edit/")
    await page.get_by_label("New sound file").set_input_files(new)
    await page.get_by_text("Save later").click()
    at = datetime.now() + timedelta(days=1)
    await page.get_by_label("Save at").fill(at.strftime("%Y-%m-%dT%H:%M"))
    await looked_at(page, "delayed-sound-form")
    await page.get_by_role("button", name="Save then").click()
    waits = page.get_by_text("Something here waits to be saved")
    await expect(waits).to_be_visible()
    await waits.get_by_role("link").click()
    await expect(page.get_by_text("gong.wav")).to_be_visible()
    await page.get_by_role("button", name="Cancel the save").click()
    await expect(page.get_by_text("Nothing will be saved.")).to_be_visible()

    # Moments of a form are minutes; the worker finds the file all the same.
    await asyncio.to_thread(_replace_in_seconds, acme, media, name, new)
    length = page.get_by_text("2.00 s", exact=True)
    for _ in range(20):
        await page.goto(f"/a/acme/media/{media}/")
        if await length.count():
            break
        await page.wait_for_timeout(500)
    await expect(length).to_be_visible()
    await page.goto("/a/acme/settings/branding/pictures/")
    await page.get_by_text("Save later Logo").click()
    await looked_at(page, "delayed-pictures")


def _replace_in_seconds(acme: Portal, media: str, name: str, sound: Path) -> None:
    at = datetime.now(UTC) + timedelta(seconds=3)
    path = f"media/{media}/?save_at={at:%Y-%m-%dT%H:%M:%SZ}"
    row = acme.upload(name, sound.read_bytes(), path, "PATCH")
    assert row["state"] == "waiting"


async def _save_later(page: Page, name: str, at: datetime) -> None:
    await page.get_by_label("Name").fill(name)
    await page.get_by_text("Save later").click()
    await page.get_by_label("Save at").fill("2020-01-01T10:00")
    await page.get_by_role("button", name="Save then").click()
    await expect(page.get_by_text("Choose a time to come.")).to_be_visible()
    await page.get_by_label("Save at").fill(at.strftime("%Y-%m-%dT%H:%M"))
    await page.get_by_role("button", name="Save then").click()


def _rename_in_seconds(acme: Portal, key: str, name: str) -> None:
    """By REST, which takes seconds; the worker saves it."""
    at = datetime.now(UTC) + timedelta(seconds=3)
    path = f"contacts/{key}/?save_at={at:%Y-%m-%dT%H:%M:%SZ}"
    row = acme.send("PATCH", path, {"name": name})
    assert row["state"] == "waiting"
