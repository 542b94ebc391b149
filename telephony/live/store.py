"""The live state of all accounts in Redis, written by one listener a node.

`live:<account>:<kind>` is a hash of id -> JSON, `live:<account>:seq` the number of
the account's last delta, `live:node:<node>` the set of what this node has put there
("account kind id"), so that a node's entries can be replaced and no other's.
Every batch is one MULTI: a snapshot never shows half of it, nor a wrong number.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, cast

from telephony.live.state import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redis import Redis
    from redis.client import Pipeline

    from telephony.live.state import Delta, Kind, Value

PLURALS: dict[Kind, str] = {
    "call": "calls",
    "registration": "registrations",
    "mailbox": "mailboxes",
    "conference": "conferences",
    "parked": "parked",
}


class Batch(TypedDict):
    """What a group is sent: deltas numbered from `first` on, without a gap.

    A client that is at number n ignores deltas up to n, and asks for a snapshot
    when `first` is greater than n + 1.
    """

    type: str
    first: int
    deltas: list[dict[str, Any]]


class Entry(NamedTuple):
    """One stored fact of a node."""

    account: str
    kind: Kind
    id: str
    value: Value


def group_name(account: str) -> str:
    """The Channels group that an account's live pages join."""
    return f"live.{account}"


class LiveStore:
    """`publish(group, batch)` is called after each write, once an account."""

    def __init__(
        self, redis: Redis, publish: Callable[[str, Batch], None] | None = None
    ) -> None:
        self.redis = redis
        self.publish = publish

    def write(self, node: str, deltas: Iterable[Delta]) -> dict[str, Batch]:
        """Store deltas of one node; gives each account's numbered batch.

        Of several deltas of one thing only the last counts: nobody could have seen
        the others. Raises redis.RedisError when nothing was written; the listener
        then calls `replace` with the whole state as soon as Redis is back.
        """
        by_account = _by_account(deltas)
        if not by_account:
            return {}
        with self.redis.pipeline(transaction=True) as pipe:
            for found in by_account.values():
                for delta in found:
                    _store(pipe, node, delta)
            # The numbers come last, so that the answers' tail is the numbers.
            for account, found in by_account.items():
                pipe.incrby(f"live:{account}:seq", len(found))
            last = pipe.execute()[-len(by_account) :]
        batches = {
            account: _batch(found, int(seq))
            for (account, found), seq in zip(by_account.items(), last, strict=True)
        }
        self._publish(batches)
        return batches

    def replace(self, node: str, puts: Iterable[Delta]) -> dict[str, Batch]:
        """Make `puts` all that is stored of a node; other nodes' entries stay.

        Only differences are numbered and sent. One process writes for a node, so
        nothing changes between the reading and the writing.
        """
        old = {(e.account, e.kind, e.id): e.value for e in self.entries(node)}
        deltas: list[Delta] = []
        for delta in puts:
            if (
                old.pop((delta["account"], delta["kind"], delta["id"]), None)
                != (delta["value"])
            ):
                deltas.append(delta)
        drops: list[Delta] = [
            {"account": account, "op": "drop", "kind": kind, "id": key}
            for account, kind, key in old
        ]
        # Drops first: what moved between accounts is put where it is now.
        return self.write(node, [*drops, *deltas])

    def entries(self, node: str) -> list[Entry]:
        """Everything stored of a node: what a new listener should remember."""
        stored = cast("set[bytes]", self.redis.smembers(f"live:node:{node}"))
        members = [_split(member) for member in stored]
        if not members:
            return []
        with self.redis.pipeline(transaction=False) as pipe:
            for account, kind, key in members:
                pipe.hget(_hash(account, kind), key)
            values = pipe.execute()
        return [
            Entry(*member, json.loads(value))
            for member, value in zip(members, values, strict=True)
            if value is not None
        ]

    def snapshot(self, account: str) -> dict[str, Any]:
        """What an account sees now: `seq`, and under each kind's name its values,
        every one with its `id`."""
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.get(f"live:{account}:seq")
            for kind in KINDS:
                pipe.hgetall(_hash(account, kind))
            seq, *hashes = pipe.execute()
        found: dict[str, Any] = {"seq": int(seq or 0)}
        for kind, stored in zip(KINDS, hashes, strict=True):
            found[PLURALS[kind]] = [
                {"id": key.decode(), **json.loads(value)}
                for key, value in sorted(stored.items())
            ]
        return found

    def _publish(self, batches: dict[str, Batch]) -> None:
        if self.publish is not None:
            for account, batch in batches.items():
                self.publish(group_name(account), batch)


def _hash(account: str, kind: Kind) -> str:
    return f"live:{account}:{PLURALS[kind]}"


def _by_account(deltas: Iterable[Delta]) -> dict[str, list[Delta]]:
    last: dict[tuple[str, Kind, str], Delta] = {}
    for delta in deltas:
        key = (delta["account"], delta["kind"], delta["id"])
        # To the end: a drop and a put again must keep their order among others.
        last.pop(key, None)
        last[key] = delta
    found: dict[str, list[Delta]] = {}
    for delta in last.values():
        found.setdefault(delta["account"], []).append(delta)
    return found


def _store(pipe: Pipeline, node: str, delta: Delta) -> None:
    account, kind, key = delta["account"], delta["kind"], delta["id"]
    member = f"{account} {kind} {key}"
    if delta["op"] == "put":
        text = json.dumps(delta["value"], separators=(",", ":"))
        pipe.hset(_hash(account, kind), key, text)
        pipe.sadd(f"live:node:{node}", member)
    else:
        pipe.hdel(_hash(account, kind), key)
        pipe.srem(f"live:node:{node}", member)


def _split(member: bytes) -> tuple[str, Kind, str]:
    account, kind, key = member.decode().split(" ", 2)
    return account, next(k for k in KINDS if k == kind), key


def _batch(deltas: list[Delta], last: int) -> Batch:
    first = last - len(deltas) + 1
    numbered = [
        {"seq": first + i, **{k: v for k, v in delta.items() if k != "account"}}
        for i, delta in enumerate(deltas)
    ]
    return {"type": "live.deltas", "first": first, "deltas": numbered}
