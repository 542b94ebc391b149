"""Advisory locks of PostgreSQL, for what no row can be locked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

# One number a purpose; the second key of the lock tells the object.
PUBLISH = 1


@contextmanager
def try_lock(purpose: int, key: UUID) -> Iterator[bool]:
    """Holds the lock if nobody else does; the value tells whether.

    It belongs to the database session: a process that dies gives it back.
    """
    number = int.from_bytes(key.bytes[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [purpose, number])
        held: bool = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [purpose, number])
