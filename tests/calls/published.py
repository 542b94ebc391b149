"""When what was changed has reached the nodes."""

from __future__ import annotations

import asyncio
import time

import psycopg2

from pbxportal.devstack.stack import Stack

# At one moment: what a worker has taken from the outbox is wanted of a unit by then.
_LEFT = """
    SELECT (SELECT count(*) FROM tenants_outboxentry WHERE due_at IS NULL)
         + (SELECT count(*) FROM telephony_publishedunit WHERE wanted > done)
"""


async def all_published(stack: Stack, within: float = 20.0) -> None:
    """Waits until nothing that was asked for is still on its way to a node."""
    await asyncio.to_thread(_wait, stack.env["DATABASE_URL"], within)


def _wait(url: str, within: float) -> None:
    end = time.monotonic() + within
    link = psycopg2.connect(url)
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            while True:
                cursor.execute(_LEFT)
                (left,) = cursor.fetchone() or (0,)
                if not left:
                    return
                if time.monotonic() > end:
                    raise TimeoutError(f"{left} changes have not reached the nodes")
                time.sleep(0.05)
    finally:
        link.close()
