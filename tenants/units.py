"""What must be brought to Asterisk again.

Lower apps say what changed; `telephony` says, in the outbox, what that means for the
nodes. A kind is one thing that is published at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from uuid import UUID

from tenants import outbox


class Unit(StrEnum):
    """The kinds of things that Asterisk holds a copy of."""

    CALLFLOW = "callflow"  # one callflow's dialplan; key: its id
    ROUTES = "routes"  # which number leads where in the account
    DEVICE = "device"  # one telephone's PJSIP rows; key: its id
    VOICEMAIL = "voicemail"  # the account's voicemail boxes
    QUEUES = "queues"  # the account's queues, and who is logged in to them
    AGENT = "agent"  # what an agent's telephones can do; key: the agent's id
    LAMPS = "lamps"  # what the account's telephones can watch
    CARRIER = "carrier"  # one carrier's PJSIP rows; key: its id
    OUTBOUND = "outbound"  # what the account may call outside, and by whom
    USER_STATE = "user_state"  # what a user has switched; key: the user's id


def touch(unit: Unit, key: UUID | None = None) -> None:
    """The unit changed (or is gone): publish it when this transaction commits."""
    outbox.put(unit.value, str(key) if key else "")


# All units of the current account that an app knows of.
Lister = Callable[[], Iterable[tuple[Unit, UUID | None]]]
_listers: list[Lister] = []


def register(lister: Lister) -> None:
    """An app says which units an account has of it."""
    _listers.append(lister)


def touch_all(only: Unit | None = None) -> None:
    """Everything of the account, or all of one kind, must be brought to Asterisk again,
    or taken from it."""
    for lister in _listers:
        for unit, key in lister():
            if only in (None, unit):
                touch(unit, key)
