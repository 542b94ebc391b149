"""One place that decides whether a fact is news, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telephony.live.state import Delta, Kind, State, Value


def show(
    state: State, kind: Kind, key: str, account: str, value: Value | None
) -> list[Delta]:
    """Deltas that bring what `account` was told of `key` up to `value` (None: gone).

    A fact that moves to another account is dropped from the old one first.
    """
    shown = state.shown[kind]
    old = shown.get(key)
    if value is None or not account:
        if old is None:
            return []
        del shown[key]
        return [drop(old[0], kind, key)]
    if old is not None and old[0] == account and old[1] == value:
        return []
    shown[key] = (account, value)
    put: Delta = {
        "account": account,
        "op": "put",
        "kind": kind,
        "id": key,
        "value": value,
    }
    if old is not None and old[0] != account:
        return [drop(old[0], kind, key), put]
    return [put]


def drop(account: str, kind: Kind, key: str) -> Delta:
    """The delta that takes a fact away from an account."""
    return {"account": account, "op": "drop", "kind": kind, "id": key}
