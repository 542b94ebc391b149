"""Where a request comes from: its id and its address, for the log and the audit.

Set by the middleware; what a task or a command does comes from nowhere. Imports
nothing of the portal, because logging is set up before it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import uuid4

HEADER = "X-Request-ID"
# What other programs make of it: UUIDs, ULIDs, hex; nothing that means something in
# a log, a page or a query.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


@dataclass(frozen=True)
class Origin:
    """A request's id, and the address that it came from; empty when unknown."""

    request_id: str = ""
    address: str | None = None


NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def current() -> Origin:
    """Where what happens now comes from."""
    return _current.get()


@contextmanager
def coming_from(origin: Origin) -> Iterator[Origin]:
    """All that happens inside comes from there."""
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


def request_id(given: str) -> str:
    """The id that a caller gave its request if it is well formed, else a new one."""
    return given if _WELL_FORMED.fullmatch(given) else uuid4().hex


class LogFilter(logging.Filter):
    """Gives records `request`: the request's id in brackets, or nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        known = current().request_id
        record.request = f" [{known}]" if known else ""
        return True
