"""Real phones at a running stack: two companies with the same extensions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from pbxportal.devstack.stack import Stack
from tests.calls.browser import Browser
from tests.calls.portal import Portal
from tests.support import Phone, Refused

PhoneOf = Callable[..., Awaitable[Phone]]
# After a start the nodes have everything within this time.
SETTLED = 20.0


@pytest.fixture(scope="session")
def demo(stack: Stack) -> dict[str, Any]:
    """How to get in: the file that `make up` writes."""
    content: dict[str, Any] = json.loads((stack.layout.run / "demo.json").read_text())
    return content


@pytest.fixture(scope="session")
def acme(demo: dict[str, Any]) -> Portal:
    """REST of acme."""
    portal = Portal(demo["portal"], demo["accounts"][0])
    portal.wait_until_published(SETTLED)
    return portal


@pytest.fixture(scope="session")
def globex(demo: dict[str, Any]) -> Portal:
    """REST of globex."""
    portal = Portal(demo["portal"], demo["accounts"][1])
    portal.wait_until_published(SETTLED)
    return portal


@pytest.fixture(scope="session")
def manager(demo: dict[str, Any]) -> Browser:
    """Acme's office manager, signed in."""
    browser = Browser(demo["portal"])
    login = next(entry for entry in demo["logins"] if entry["role"] == "acme")
    browser.sign_in(login["email"], login["password"])
    return browser


@pytest_asyncio.fixture
async def phone_of(
    demo: dict[str, Any], acme: Portal, globex: Portal
) -> AsyncIterator[PhoneOf]:
    """Makes registered phones: `await phone_of("acme", "1001")`."""
    phones: list[Phone] = []
    host, _, port = demo["sip"].rpartition(":")

    async def make(slug: str, extension: str, *, register: bool = True) -> Phone:
        account = next(a for a in demo["accounts"] if a["slug"] == slug)
        seat = next(s for s in account["seats"] if s["extension"] == extension)
        phone = Phone(
            seat["sip_username"],
            account["realm"],
            seat["sip_password"],
            (host, int(port)),
        )
        await phone.open()
        phones.append(phone)
        if register:
            await phone.register()
        return phone

    yield make
    await asyncio.gather(*(phone.close() for phone in phones))


@pytest_asyncio.fixture
async def whole_again(stack: Stack, phone_of: PhoneOf) -> AsyncIterator[Stack]:
    """The stack; what the test stops runs again afterwards."""
    yield stack
    await asyncio.to_thread(stack.up)
    await registers_again(phone_of)


async def registers_again(phone_of: PhoneOf) -> None:
    """Telephones try again, so does this one: Asterisk learns that a connection to
    the database has died only by asking, and it has several of them."""
    async with asyncio.timeout(SETTLED):
        while True:
            try:
                await phone_of("acme", "1001")
            except Refused:
                await asyncio.sleep(0.2)
            else:
                return
