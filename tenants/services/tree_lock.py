"""Who may change the tree of accounts at the same time. Held until the transaction ends."""

from __future__ import annotations

from django.db import transaction

_KEY = 7276002


def alone() -> None:
    """For a move: two of them could make a circle, and nobody may come in below."""
    _ask(f"SELECT pg_advisory_xact_lock({_KEY})")


def beside_others() -> None:
    """For what comes in below an account, whose place must stay what it is."""
    _ask(f"SELECT pg_advisory_xact_lock_shared({_KEY})")


def _ask(sql: str) -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(sql)
