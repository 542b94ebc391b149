"""The proof that a client which follows deltas sees what a fresh client sees."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from telephony.live import snapshot
from telephony.live.reducer import reduce
from telephony.live.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from telephony.live.state import Delta

REALMS = {"acme.example": "acme", "globex.example": "globex"}
NOW = 1_795_300_000.0


def new_state() -> State:
    return State("pbx1", dict(REALMS))


def assert_follows(
    events: Iterable[Mapping[str, str]], state: State | None = None
) -> tuple[State, list[Delta]]:
    """Reduce, and after every event compare the followed snapshot with a fresh one."""
    state = state or new_state()
    followed = copy.deepcopy(snapshot.take(state))
    told: list[Delta] = []
    for event in events:
        state, deltas = reduce(state, event, NOW)
        followed = snapshot.apply(followed, copy.deepcopy(deltas))
        if deltas:
            assert followed == snapshot.take(state), event
        told += deltas
    assert followed == snapshot.take(state)
    assert all(call.channels for call in state.calls.values())
    return state, told


def call_states(
    events: Iterable[Mapping[str, str]], account: str = "acme"
) -> list[str]:
    """The states of an account's only call, as a page sees them that is told what is
    new whenever Asterisk has been silent for 20 ms."""
    state, seen, last = new_state(), ["gone"], 0.0
    for event in [*events, {"Event": "", "Timestamp": f"{NOW}"}]:
        at = float(event["Timestamp"])
        if at - last > 0.02:
            calls = snapshot.take(state).get(account, {}).get("call", {})
            word = next((call["state"] for call in calls.values()), "gone")
            if seen[-1] != word:
                seen.append(word)
        last = at
        state, _ = reduce(state, event, NOW)
    return seen[1:]
