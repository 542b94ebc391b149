"""What every test can ask for: a database with a reseller and two companies, people, clients.

The database is a copy of a template that is keyed by the migrations, so a run begins
within a second or two; each test rolls back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

from tenants.actor import Actor, acting
from tenants.models import Account, ApiToken, User
from tenants.services.entrance import forget_accounts
from tests.support import database
from tests.support.matrix import TRIED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real calls and real pages run by the clock: a busy machine gets one more try."""
    for item in items:
        if item.get_closest_marker("asterisk") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands what this process has tried to the one that tells of all."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["tried"] = dict(TRIED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Adds what a process has tried that has come to its end."""
    TRIED.update(getattr(node, "workeroutput", {}).get("tried", {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many combinations were tried."""
    if TRIED:
        terminalreporter.section("isolation matrix")
    for what, number in TRIED.items():
        terminalreporter.write_line(f"{number:7,} {what}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: copies the template instead of migrating."""
    with django_db_blocker.unblock():
        name = database.create_copy()
        yield
        database.drop(name)


@pytest.fixture(autouse=True)
def _fresh_caches(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Nothing that a test left in this process reaches the next one."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()  # limits on attempts are counted there
    settings.MEDIA_DIR = tmp_path / "media"
    settings.SOUNDS_DIR = tmp_path / "sounds"
    translation.deactivate()
    forget_accounts()
    yield
    forget_accounts()


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """No worker runs: counts the nudges that one would have got."""
    received: list[None] = []
    monkeypatch.setattr("tenants.outbox._nudge", lambda: received.append(None))
    return received


@pytest.fixture
def operator(db: None) -> Account:
    return Account.objects.get(slug="operator")


@pytest.fixture
def reseller(db: None) -> Account:
    return Account.objects.get(slug="reseller")


@pytest.fixture
def acme(db: None) -> Account:
    return Account.objects.get(slug="acme")


@pytest.fixture
def globex(db: None) -> Account:
    return Account.objects.get(slug="globex")


@pytest.fixture
def in_acme(acme: Account) -> Iterator[Actor]:
    """The system acting in acme, in acme's schema."""
    with acting(Actor(acme)) as actor:
        yield actor


@pytest.fixture
def manager(db: None) -> User:
    """Acme's office manager."""
    return User.objects.get(email="manager@acme.pbx.test")


@pytest.fixture
def page(client: Client, manager: User) -> Client:
    """A browser in which acme's office manager is signed in."""
    client.force_login(manager)
    return client


@pytest.fixture
def api(manager: User) -> APIClient:
    """A program with acme's office manager's token."""
    return _program(manager)


@pytest.fixture
def admin(db: None) -> User:
    """The reseller's admin."""
    return User.objects.get(email="reseller@pbx.test")


@pytest.fixture
def above(client: Client, admin: User) -> Client:
    """A browser in which the reseller's admin is signed in."""
    client.force_login(admin)
    return client


@pytest.fixture
def rest(admin: User) -> APIClient:
    """A program with the reseller's admin's token."""
    return _program(admin)


def _program(user: User) -> APIClient:
    client = APIClient()
    key = ApiToken.issue(user, "test")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client
