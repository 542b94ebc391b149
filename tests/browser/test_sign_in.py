"""Signing in as people do: second step and passkey, and their own page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import struct
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import ARTIFACTS, SignIn
from tests.browser.look import overflow
from tests.calls.portal import Portal
from tests.support.servers import RUN_DIR

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]


def code_of(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238, six digits, 30 seconds)."""
    key = base64.b32decode(secret)
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.digest(key, counter, hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest_asyncio.fixture
async def somebody(page: Page, demo: dict[str, Any]) -> dict[str, str]:
    """The demo's login for acme."""
    found: dict[str, str] = next(e for e in demo["logins"] if e["role"] == "acme")
    return found


@pytest.fixture
def mailed() -> Callable[[str], str]:
    """The link in the latest mail to an address; mails of the stack are files."""

    def link(email: str) -> str:
        files = sorted(
            (RUN_DIR / "mail").glob("*.log"), key=lambda f: f.stat().st_mtime
        )
        texts = [text for f in files if f"To: {email}" in (text := f.read_text())]
        found = re.search(r"http\S+", texts[-1])
        assert found
        return found[0]

    return link


async def fill_in(page: Page, login: dict[str, str]) -> None:
    await page.goto("/sign-in/")
    await page.get_by_label("E-mail").fill(login["email"])
    await page.get_by_label("Password", exact=True).fill(login["password"])
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def confirm(page: Page, login: dict[str, str]) -> None:
    await page.get_by_label("Password").fill(login["password"])
    await page.get_by_role("button", name="Go on").click()


async def sign_out(page: Page) -> None:
    await page.get_by_role("button", name="Signed in as").click()
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_an_app_is_enrolled_and_asked_for(
    page: Page, somebody: dict[str, str]
) -> None:
    await fill_in(page, somebody)
    await page.wait_for_url("**/a/**")
    await page.goto("/me/second-step/app/")
    await confirm(page, somebody)
    secret = await page.get_by_label("Secret", exact=True).input_value()
    await expect(page.get_by_role("img", name="QR code")).to_be_visible()
    await page.get_by_label("code").fill(code_of(secret))
    await page.get_by_role("button", name="Switch it on").click()
    await expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    try:
        await sign_out(page)
        await fill_in(page, somebody)
        await page.get_by_label("code").fill(code_of(secret, time.time() + 30))
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await page.wait_for_url("**/a/**")
    finally:
        await page.goto("/me/second-step/app/off/")
        if "confirm" in page.url:
            await page.goto("/me/confirm/?next=/me/second-step/app/off/")
            await confirm(page, somebody)
        await page.get_by_role("button", name="Switch it off").click()
    await expect(page.get_by_role("link", name="Switch it on")).to_be_visible()


@pytest_asyncio.fixture
async def authenticator(page: Page) -> AsyncIterator[None]:
    """A telephone's keys, played by the browser."""
    protocol = await page.context.new_cdp_session(page)
    await protocol.send("WebAuthn.enable")
    made = await protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield
    await protocol.send("WebAuthn.removeVirtualAuthenticator", made)


async def test_a_passkey_signs_in_alone(
    page: Page, somebody: dict[str, str], demo: dict[str, Any], authenticator: None
) -> None:
    # Browsers give passkeys to names, not to addresses such as 127.0.0.1.
    portal = demo["portal"].replace("127.0.0.1", "localhost")
    name = f"Key {secrets.token_hex(3)}"
    await page.goto(f"{portal}/sign-in/")
    await page.get_by_label("E-mail").fill(somebody["email"])
    await page.get_by_label("Password", exact=True).fill(somebody["password"])
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/a/**")
    await page.goto(f"{portal}/me/passkeys/new/")
    await confirm(page, somebody)
    await page.get_by_label("Name").fill(name)
    await page.get_by_role("button", name="Make the passkey").click()
    await expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    await sign_out(page)
    await page.get_by_role("button", name="Use a passkey").click()
    await page.wait_for_url("**/a/**")
    await page.goto(f"{portal}/me/")
    await page.get_by_role("link", name=f"Remove {name}").click()
    if "confirm" in page.url:
        await page.goto(f"{portal}/me/confirm/?next=/me/")
        await confirm(page, somebody)
        await page.get_by_role("link", name=f"Remove {name}").click()
    await page.get_by_role("button", name="Remove").click()
    await expect(page.get_by_text(name)).to_have_count(0)


async def test_somebody_is_invited_joins_and_is_removed(
    page: Page,
    somebody: dict[str, str],
    sign_in: SignIn,
    acme: Portal,
    mailed: Callable[[str], str],
) -> None:
    email = f"new-{secrets.token_hex(3)}@acme.pbx.test"
    await sign_in("acme")
    await page.goto("/a/acme/people/invite/")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Role").select_option("supervisor")
    await page.get_by_role("button", name="Send the invitation").click()
    await expect(page.get_by_role("cell", name=email, exact=True)).to_be_visible()
    await sign_out(page)
    await page.goto(mailed(email))
    await page.get_by_label("Your name").fill("Sam New")
    await page.get_by_label("Password").fill(secrets.token_urlsafe(12))
    await page.screenshot(path=ARTIFACTS / "join.png")
    await page.get_by_role("button", name="Join").click()
    await page.wait_for_url("**/a/acme/**")
    await sign_out(page)
    await sign_in("acme")
    await page.goto(f"/a/acme/people/?q={email}")
    await page.screenshot(path=ARTIFACTS / "people-joined.png", full_page=True)
    await page.get_by_role("link", name="Remove Sam New").click()
    await page.get_by_role("button", name="Remove").click()
    await page.goto(f"/a/acme/people/?q={email}")
    await expect(page.get_by_text("Nothing matches.").first).to_be_visible()


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_of_a_person_fit(
    page: Page, somebody: dict[str, str], acme: Portal, width: int, scheme: Any
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": width, "height": 900})
    ARTIFACTS.mkdir(exist_ok=True)
    wide: list[str] = []

    async def look(path: str) -> None:
        await page.goto(path)
        await page.wait_for_load_state("networkidle")
        if await overflow(page) > 0:
            wide.append(path)
        name = path.strip("/").replace("/", "-")
        shot = ARTIFACTS / f"{name}-{width}-{scheme}.png"
        await page.screenshot(path=shot, full_page=True)

    for path in (
        "/sign-in/",
        "/password/",
        "/password/sent/",
        "/sign-in/closed/",
        "/join/unknown/",
    ):
        await look(path)
    await fill_in(page, somebody)
    await page.wait_for_url("**/a/**")
    await page.goto("/me/confirm/?next=/me/")
    await confirm(page, somebody)
    for path in (
        "/me/",
        "/me/name/",
        "/me/address/",
        "/me/password/",
        "/me/second-step/app/",
        "/me/passkeys/new/",
        "/me/tokens/new/",
        "/a/acme/people/",
        "/a/acme/people/invite/",
    ):
        await look(path)
    assert wide == []
