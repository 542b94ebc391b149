"""The audit on a page: narrowed, read, led on from."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ARTIFACTS, SignIn
from tests.browser.look import overflow
from tests.support.servers import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_the_audit_is_narrowed(sign_in: SignIn, width: int, scheme: Any) -> None:
    page = await sign_in("acme")
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/a/acme/web-addresses/new/")
    await page.get_by_label("Name").fill(f"Log {width}")
    await page.get_by_label("Address").fill("https://93.184.216.34/x")
    await page.get_by_role("button", name="Create", exact=True).click()
    await page.goto("/a/acme/audit/")
    await page.get_by_label("Kind").select_option(label="web address")
    rows = page.locator("#list-region tbody tr")
    await expect(rows.first).to_contain_text(f"Log {width}")
    await expect(page.locator("#list-region")).not_to_contain_text("device")
    await rows.first.locator("summary").click()
    assert await overflow(page) <= 0
    await page.screenshot(path=ARTIFACTS / f"audit-open-{width}-{scheme}.png")
    await rows.first.get_by_role("link", name=f"Log {width}").click()
    await expect(page.get_by_text("Only what was done to one object.")).to_be_visible()
    await expect(page.locator("#list-region tbody tr")).to_have_count(1)


FAIL = """
from callflows.models import WebAddress
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account
account = Account.objects.get(slug="acme")
with acting(Actor(account)):
    address = WebAddress.objects.first()
    for _ in range({times}):
        audit.error(account, "pivot", "No answer from CRM", about=address)
"""


async def fail(times: int) -> None:
    """Something fails in acme, as a worker tells it."""
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c"]
    code = FAIL.format(times=times)
    process = await asyncio.create_subprocess_exec(*command, code)
    assert await process.wait() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_errors_are_seen(sign_in: SignIn, width: int, scheme: Any) -> None:
    page = await sign_in("acme")
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await fail(3)
    await page.goto("/a/acme/errors/?seen=0")
    row = page.locator("#list-region tbody tr").filter(has_text="No answer from CRM")
    await expect(row).to_contain_text("3 times since")
    await expect(page.locator("a[href$='/errors/'] [data-count]")).to_have_count(1)
    assert await overflow(page) <= 0
    await page.screenshot(path=ARTIFACTS / f"errors-{width}-{scheme}.png")
    await row.get_by_role("button", name="Mark as seen").click()
    await expect(row).to_have_count(0)
    await page.get_by_label("Seen").select_option(label="Seen")
    await expect(row.first).to_contain_text("seen by Acme's office manager")
    await page.screenshot(path=ARTIFACTS / f"errors-seen-{width}-{scheme}.png")


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_the_account_sees_who_was_in_it(
    sign_in: SignIn, width: int, scheme: Any
) -> None:
    page = await sign_in("reseller")
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/a/reseller/accounts/")
    await page.get_by_role("link", name="Enter Acme Tools").click()
    await page.get_by_label("Reason").fill(f"Help at {width}")
    await page.get_by_label("For").select_option(label="30 minutes")
    await page.screenshot(path=ARTIFACTS / f"enter-{width}-{scheme}.png")
    await page.get_by_role("button", name="Enter", exact=True).click()
    await expect(page.get_by_text(f"Reason: Help at {width}")).to_be_visible()
    await page.goto("/a/acme/masquerades/?state=open")
    row = page.locator("#list-region tbody tr").filter(has_text=f"Help at {width}")
    await expect(row).to_contain_text("open")
    assert await overflow(page) <= 0
    await page.screenshot(path=ARTIFACTS / f"masquerades-{width}-{scheme}.png")
    await row.get_by_role("link", name="0 changes").click()
    only = page.get_by_text("Only what was done in one masquerade.")
    await expect(only).to_be_visible()
    await expect(page.locator("#list-region")).to_contain_text("of ")
    await page.screenshot(path=ARTIFACTS / f"audit-masq-{width}-{scheme}.png")
    await page.get_by_role("button", name="Leave account").click()
    await page.wait_for_url("**/a/reseller/**")
