"""A reseller makes an account by the wizard, going back and forth."""

from __future__ import annotations

import asyncio
import secrets
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.look import looked_at
from tests.calls.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio]


async def step(page: Page, name: str) -> None:
    await (
        page.get_by_role("navigation", name="Steps")
        .get_by_role("button", name=name)
        .click()
    )


async def fill_general(page: Page, slug: str) -> None:
    """What the first step asks for, but the name."""
    await page.locator("#id_slug").fill(slug)
    await page.locator("#id_street").fill("1 Road")
    await page.locator("#id_city").fill("Austin")
    await page.locator("#id_country").select_option("US")


async def test_back_and_forth_and_nothing_before_create(
    sign_in: SignIn, demo: dict[str, Any]
) -> None:
    above = Portal(demo["portal"], {**demo["reseller"], "realm": ""})
    slug = f"wiz-{secrets.token_hex(3)}"

    async def exists() -> bool:
        rows = await asyncio.to_thread(above.all, "sub-accounts/")
        return any(row["slug"] == slug for row in rows)

    page = await sign_in("reseller")
    await page.get_by_role("link", name="Accounts", exact=True).first.click()
    await page.get_by_role("link", name="Add", exact=True).first.click()
    await page.get_by_label("Name", exact=False).first.fill("Wizard & Sons")
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_role("alert")).to_contain_text("Street")
    await looked_at(page, "wizard-general")

    await step(page, "Contacts")
    await page.get_by_label("Name of the technical contact").fill("Kim")
    await step(page, "General")
    await expect(page.locator("#id_name")).to_have_value("Wizard & Sons")
    realm = await page.locator("#id_realm").input_value()
    assert realm.count(".") >= 2
    await fill_general(page, slug)
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_label("E-mail addresses")).to_be_visible()
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_label("Name of the technical contact")).to_have_value(
        "Kim"
    )
    await looked_at(page, "wizard-contacts")
    await step(page, "Usage")
    await page.get_by_label("Outbound trunks").fill("2")
    await looked_at(page, "wizard-usage")
    await page.get_by_role("button", name="Next").click()
    await looked_at(page, "wizard-calls")
    await step(page, "Applications")
    await page.get_by_label("Only the chosen ones").check()
    await page.get_by_label("Seats", exact=True).check()
    await looked_at(page, "wizard-applications")
    await page.get_by_role("button", name="Next").click()
    await expect(page.get_by_text("1 Road")).to_be_visible()
    await looked_at(page, "wizard-review")
    assert not await exists()

    await page.get_by_role("button", name="Create the account").click()
    await expect(page.get_by_role("heading", name="Wizard & Sons")).to_be_visible()
    assert await exists()
    tabs = page.get_by_role("navigation", name="Sections")
    await expect(page.get_by_text("Active", exact=True)).to_be_visible(timeout=30_000)
    await page.reload()
    await looked_at(page, "wizard-account")
    await tabs.get_by_role("link", name="Contacts").click()
    chooser = page.get_by_label("Technical contact", exact=True)
    await expect(chooser.locator("option:checked")).to_have_text("Kim")
    await looked_at(page, "wizard-tab")


def credit_of(above: Portal, slug: str) -> Decimal:
    """What the account has left."""
    rows = above.all("sub-accounts/")
    pk = next(row["id"] for row in rows if row["slug"] == slug)
    return Decimal(above.get(f"sub-accounts/{pk}/settings/credit/")["balance"])


async def test_plan_and_credit_are_steps_and_tabs(
    sign_in: SignIn, demo: dict[str, Any]
) -> None:
    above = Portal(demo["portal"], {**demo["reseller"], "realm": ""})
    slug = f"wiz-{secrets.token_hex(3)}"
    page = await sign_in("reseller")
    await page.goto("/a/reseller/accounts/new/general/")
    await page.get_by_label("Name", exact=False).first.fill("Paying & Sons")
    await fill_general(page, slug)
    await step(page, "Service plan")
    await page.get_by_label("Office", exact=False).check()
    await looked_at(page, "wizard-plan")
    await page.get_by_role("button", name="Next").click()
    await page.get_by_label("Outbound trunks").fill("3")
    # Once it is chosen the step says what it will cost.
    await step(page, "Service plan")
    await expect(page.get_by_text("3, 2 included, × 5.00 = 5.00 USD")).to_be_visible()
    await looked_at(page, "wizard-plan-chosen")
    await step(page, "Credit")
    await page.get_by_label("Amount").fill("200")
    await looked_at(page, "wizard-credit")
    await step(page, "Review")
    await expect(page.get_by_text("15.00 USD", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Create the account").click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible(timeout=30_000)
    await page.reload()
    tabs = page.get_by_role("navigation", name="Sections")
    await tabs.get_by_role("link", name="Service plan").click()
    await expect(page.get_by_label("Office", exact=False)).to_be_checked()
    await looked_at(page, "account-plan")
    await tabs.get_by_role("link", name="Credit").click()
    await page.get_by_label("Amount").fill("50")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Credit: saved.")).to_be_visible()
    await looked_at(page, "account-credit")
    # Less 49.00 for the set-up, and what is left of the month.
    left = await asyncio.to_thread(credit_of, above, slug)
    assert Decimal("186.00") <= left < Decimal("201.00")


async def test_the_account_sees_what_it_pays(sign_in: SignIn) -> None:
    page = await sign_in("acme")
    await page.goto("/a/acme/billing/")
    await expect(page.get_by_text("Office", exact=True)).to_be_visible()
    await looked_at(page, "billing")
    await page.goto("/a/acme/transactions/")
    await expect(page.get_by_text("Welcome")).to_be_visible()
    await looked_at(page, "transactions")
    await page.context.clear_cookies()
    page = await sign_in("reseller")
    await page.goto("/a/reseller/plans/")
    await page.get_by_role("link", name="Office").click()
    await looked_at(page, "plan")
    await page.get_by_role("link", name="Edit").click()
    await page.get_by_role("button", name="Add a price").click()
    await looked_at(page, "plan-edit")


async def test_limits_of_trunks_are_set_on_a_tab_and_seen_inside(
    sign_in: SignIn, demo: dict[str, Any]
) -> None:
    above = Portal(demo["portal"], {**demo["reseller"], "realm": ""})
    rows = await asyncio.to_thread(above.all, "sub-accounts/")
    pk = next(row["id"] for row in rows if row["slug"] == "globex")
    tab = f"/a/reseller/accounts/{pk}/settings/usage/"
    page = await sign_in("reseller")
    await page.goto(tab)
    await page.get_by_label("Two-way trunks").fill("4")
    await page.get_by_label("Allow calls over the limit, by the minute").check()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Usage: saved.")).to_be_visible()
    await expect(page.get_by_label("Two-way trunks")).to_have_value("4")
    await page.context.clear_cookies()
    page = await sign_in("globex")
    await page.goto("/a/globex/outside-calls/")
    await expect(page.get_by_text("0 of 4 in use")).to_be_visible()
    await expect(page.get_by_text("allowed, by the minute; 0 now")).to_be_visible()
    await looked_at(page, "outside-calls-trunks")
    path = f"sub-accounts/{pk}/settings/usage/"
    nothing = {"twoway_trunks": None, "over_limit": False}
    await asyncio.to_thread(above.send, "PATCH", path, nothing)
