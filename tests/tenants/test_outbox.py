"""Nothing is lost between a commit and the worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tenants import outbox
from tenants.actor import Actor, acting
from tenants.models import Account, OutboxEntry

Calls = list[tuple[str, list[str]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Calls]:
    """A handler for the kind `probe` that notes what it got."""
    noted: Calls = []

    def handle(account: Account, keys: list[str]) -> None:
        if "poison" in keys:
            raise RuntimeError("handler fails")
        noted.append((account.slug, keys))

    OutboxEntry.objects.all().delete()
    monkeypatch.setitem(outbox._handlers, "probe", handle)
    yield noted


def put(account: Account, *keys: str) -> None:
    with acting(Actor(account)):
        for key in keys:
            outbox.put("probe", key)


def test_equal_requests_are_handed_over_once(calls: Calls, acme: Account) -> None:
    put(acme, "a", "b", "a", "a")
    outbox.relay()
    assert calls == [("acme", ["a", "b"])]
    assert not OutboxEntry.objects.exists()


def test_each_account_is_handled_in_its_own_schema(
    calls: Calls, acme: Account, globex: Account
) -> None:
    put(globex, "x")
    put(acme, "y")
    outbox.relay()
    assert sorted(calls) == [("acme", ["y"]), ("globex", ["x"])]


def test_a_failing_handler_keeps_its_rows_and_stops_nobody(
    calls: Calls, acme: Account, globex: Account
) -> None:
    put(acme, "poison")
    put(globex, "x")
    outbox.relay()
    assert calls == [("globex", ["x"])]
    assert [entry.key for entry in OutboxEntry.objects.all()] == ["poison"]


def test_a_rolled_back_change_asks_for_nothing(calls: Calls, acme: Account) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(acme, "a")
        raise ZeroDivisionError
    outbox.relay()
    assert calls == []


def test_one_nudge_a_transaction(
    calls: Calls,
    acme: Account,
    nudges: list[None],
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        put(acme, *"abcdef")
    assert len(nudges) == 1


def test_a_kind_that_nobody_handles_is_refused(acme: Account) -> None:
    with acting(Actor(acme)), pytest.raises(ValueError, match="nobody handles"):
        outbox.put("unheard-of")
