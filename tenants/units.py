"""What must be brought to Asterisk again.

Lower apps say what changed; `telephony` says, in the outbox, what that means for the
nodes. A kind is one thing that is published at once.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tenants import outbox


class Unit(StrEnum):
    """The kinds of things that Asterisk holds a copy of."""

    CALLFLOW = "callflow"  # one callflow's dialplan; key: its id
    ROUTES = "routes"  # which number leads where in the account
    DEVICE = "device"  # one telephone's PJSIP rows; key: its id
    VOICEMAIL = "voicemail"  # the account's voicemail boxes


def touch(unit: Unit, key: UUID | None = None) -> None:
    """The unit changed (or is gone): publish it when this transaction commits."""
    outbox.put(unit.value, str(key) if key else "")
