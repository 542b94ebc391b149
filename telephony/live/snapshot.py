"""Snapshots of a node's live state, and how a listener gets back to one.

After every (re)connect the listener sends RESYNC_ACTIONS and feeds their events to
the reducer like all others; the `…Complete` events drop what was not listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telephony.live.show import show
from telephony.live.state import (
    Delta,
    Kind,
    State,
    Value,
    account_of,
    contact_value,
    facts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# account -> kind -> id -> value
Snapshot = dict[str, dict[Kind, dict[str, Value]]]

RESYNC_ACTIONS = (
    "CoreShowChannels",
    "PJSIPShowContacts",
    "VoicemailUsersList",
    "ParkedCalls",
)
# PJSIPShowEndpoint would name one contact's telephone, but its answer carries the
# endpoint's password digest as well: ask for all contacts, and not too often.
CONTACTS_ACTION = "PJSIPShowContacts"


def take(state: State) -> Snapshot:
    """Everything that is to be shown now, computed from the channels afresh."""
    snapshot: Snapshot = {}
    for kind, key, account, value in facts(state):
        snapshot.setdefault(account, {}).setdefault(kind, {})[key] = value
    return snapshot


def apply(snapshot: Snapshot, deltas: Iterable[Delta]) -> Snapshot:
    """The snapshot after the deltas, as a client computes it; changes it in place."""
    for delta in deltas:
        kinds = snapshot.setdefault(delta["account"], {})
        values = kinds.setdefault(delta["kind"], {})
        if delta["op"] == "put":
            values[delta["id"]] = delta["value"]
        else:
            values.pop(delta["id"], None)
        _prune(snapshot, delta)
    return snapshot


def _prune(snapshot: Snapshot, delta: Delta) -> None:
    kinds = snapshot[delta["account"]]
    if not kinds[delta["kind"]]:
        del kinds[delta["kind"]]
    if not kinds:
        del snapshot[delta["account"]]


def puts(state: State) -> list[Delta]:
    """The whole state as deltas: what a store that lost everything needs."""
    return [
        {"account": account, "op": "put", "kind": kind, "id": key, "value": value}
        for kind, key, account, value in facts(state)
    ]


def remember(state: State, entries: Iterable[tuple[Kind, str, Value]]) -> None:
    """Give a new process what the one before it had stored of this node.

    No list of AMI tells when a call was answered or what was dialled first.
    """
    for kind, key, value in entries:
        state.memory[kind][key] = value


def learn_realms(state: State, realms: dict[str, str]) -> list[Delta]:
    """Replace the map of SIP domain -> account; shows contacts that have waited."""
    state.realms = dict(realms)
    deltas: list[Delta] = []
    for key, contact in state.contacts.items():
        account = account_of(state, contact.endpoint)
        value = contact_value(state.node, contact)
        deltas += show(state, "registration", key, account, value)
    return deltas


def wants_contacts(state: State) -> bool:
    """Whether a telephone registered whose name (user agent) only a list tells."""
    return any(contact.user_agent is None for contact in state.contacts.values())
