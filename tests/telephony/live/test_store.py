"""Numbered deltas and snapshots in a real Redis."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import redis

from telephony.live import snapshot
from telephony.live.reducer import reduce
from telephony.live.store import Batch, LiveStore
from tests.support import ami_recorded
from tests.telephony.live.follow import NOW, assert_follows, new_state

if TYPE_CHECKING:
    from telephony.live.state import Delta


def put(account: str, key: str, value: int, node: str = "pbx1") -> Delta:
    return {
        "account": account,
        "op": "put",
        "kind": "call",
        "id": f"{node}/{key}",
        "value": {"node": node, "n": value},
    }


def drop(account: str, key: str, node: str = "pbx1") -> Delta:
    return {"account": account, "op": "drop", "kind": "call", "id": f"{node}/{key}"}


def ids(found: dict[str, Any]) -> list[str]:
    return [call["id"] for call in found["calls"]]


def test_an_account_without_live_state_has_an_empty_snapshot(
    redis_client: redis.Redis,
) -> None:
    assert LiveStore(redis_client).snapshot("acme") == {
        "seq": 0,
        "calls": [],
        "registrations": [],
        "mailboxes": [],
        "conferences": [],
        "parked": [],
    }


def test_deltas_are_numbered_per_account_and_published(
    redis_client: redis.Redis,
) -> None:
    sent: list[tuple[str, Batch]] = []
    store = LiveStore(redis_client, lambda group, batch: sent.append((group, batch)))
    store.write("pbx1", [put("acme", "a", 1), put("globex", "b", 1)])
    store.write("pbx1", [drop("acme", "a"), put("acme", "c", 2)])
    acme = [batch for group, batch in sent if group == "live.acme"]
    assert [batch["first"] for batch in acme] == [1, 2]
    assert [d["seq"] for batch in acme for d in batch["deltas"]] == [1, 2, 3]
    assert all("account" not in d for batch in acme for d in batch["deltas"])
    assert store.snapshot("acme") == {
        "seq": 3,
        "calls": [{"id": "pbx1/c", "node": "pbx1", "n": 2}],
        "registrations": [],
        "mailboxes": [],
        "conferences": [],
        "parked": [],
    }
    assert store.snapshot("globex")["seq"] == 1


def test_of_several_deltas_of_one_thing_the_last_counts(
    redis_client: redis.Redis,
) -> None:
    store = LiveStore(redis_client)
    batches = store.write(
        "pbx1", [put("acme", "a", 1), put("acme", "a", 2), put("acme", "a", 3)]
    )
    assert [d["value"]["n"] for d in batches["acme"]["deltas"]] == [3]


def test_nothing_to_write_takes_no_number(redis_client: redis.Redis) -> None:
    assert LiveStore(redis_client).write("pbx1", []) == {}


def test_replacing_a_node_leaves_the_others_alone(redis_client: redis.Redis) -> None:
    store = LiveStore(redis_client)
    store.write("pbx1", [put("acme", "a", 1), put("acme", "b", 1)])
    store.write("pbx2", [put("acme", "z", 1, "pbx2")])
    batches = store.replace("pbx1", [put("acme", "b", 1), put("acme", "c", 1)])
    assert [(d["op"], d["id"]) for d in batches["acme"]["deltas"]] == [
        ("drop", "pbx1/a"),
        ("put", "pbx1/c"),
    ]
    assert ids(store.snapshot("acme")) == ["pbx1/b", "pbx1/c", "pbx2/z"]
    store.replace("pbx1", [])
    assert ids(store.snapshot("acme")) == ["pbx2/z"]
    assert store.entries("pbx1") == []


def test_a_new_listener_remembers_what_was_stored(redis_client: redis.Redis) -> None:
    store = LiveStore(redis_client)
    state, told = assert_follows(ami_recorded.events("menu")[:12])
    store.write("pbx1", told)
    fresh = new_state()
    snapshot.remember(
        fresh, ((e.kind, e.id, e.value) for e in store.entries(state.node))
    )
    assert fresh.memory["call"] == snapshot.take(state)["acme"]["call"]


def test_a_lost_redis_is_filled_again(redis_client: redis.Redis) -> None:
    store = LiveStore(redis_client)
    state, told = assert_follows(ami_recorded.events("menu")[:12])
    store.write("pbx1", told)
    before = store.snapshot("acme")["calls"]
    redis_client.flushall()
    store.replace("pbx1", snapshot.puts(state))
    assert store.snapshot("acme")["calls"] == before


def test_following_the_published_batches_equals_a_snapshot(
    redis_client: redis.Redis,
) -> None:
    seen: dict[str, Any] = {}
    at = 0

    def follow(group: str, batch: Batch) -> None:
        nonlocal at
        if group != "live.acme":
            return
        assert batch["first"] == at + 1
        for delta in batch["deltas"]:
            at = delta["seq"]
            if delta["op"] == "put":
                seen[delta["id"]] = {"id": delta["id"], **delta["value"]}
            else:
                del seen[delta["id"]]

    store = LiveStore(redis_client, follow)
    state = new_state()
    for name in ("menu", "parallel", "group", "voicemail"):
        for event in ami_recorded.stream(name):
            state, deltas = reduce(state, event, NOW)
            store.write("pbx1", deltas)
            fresh = store.snapshot("acme")
            assert fresh["seq"] == at
            facts = fresh["calls"] + fresh["registrations"] + fresh["mailboxes"]
            assert {fact["id"]: fact for fact in facts} == seen


def test_a_snapshot_never_shows_half_a_batch(redis_url: str) -> None:
    writer = LiveStore(redis.Redis.from_url(redis_url))
    writer.redis.flushall()
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            writer.write("pbx1", [put("acme", "a", n), put("acme", "b", n)])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        reader = LiveStore(redis.Redis.from_url(redis_url))
        for _ in range(300):
            found = reader.snapshot("acme")
            assert len({call["n"] for call in found["calls"]}) <= 1
            assert all(call["n"] * 2 == found["seq"] for call in found["calls"])
    finally:
        stop.set()
        thread.join()


def test_without_redis_nothing_is_published(tmp_path: Any) -> None:
    sent: list[str] = []
    gone = redis.Redis(unix_socket_path=str(tmp_path / "none.sock"))
    store = LiveStore(gone, lambda group, batch: sent.append(group))
    with pytest.raises(redis.ConnectionError):
        store.write("pbx1", [put("acme", "a", 1)])
    assert sent == []
