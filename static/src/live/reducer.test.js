import assert from "node:assert/strict";
import { test } from "node:test";

import { initial, receive } from "./reducer.js";

const T0 = Date.parse("2026-01-05T10:00:00Z");

const call = (id, more = {}) => ({
  id,
  caller: "1001",
  state: "ringing",
  started_at: `2026-01-05T09:59:0${id.length}Z`,
  ...more,
});

const snapshot = (more = {}) => ({ type: "snapshot", seq: 7, calls: [], ...more });

/** A message whose first delta has the number `first`. */
const deltas = (first, ...list) => ({
  type: "deltas",
  seq: first + list.length - 1,
  deltas: list,
});

/** The state after all messages, received at T0. */
function after(...messages) {
  return messages.reduce((state, message) => receive(state, message, T0).state, initial());
}

test("a snapshot replaces what was known", () => {
  const state = after(snapshot({ calls: [call("a")] }), snapshot({ seq: 9, calls: [call("b")] }));
  assert.deepEqual([...state.calls.keys()], ["b"]);
  assert.equal(state.seq, 9);
});

test("deltas put and drop", () => {
  const state = after(
    snapshot({ calls: [call("a")], registrations: [{ id: "1001@acme", status: "offline" }] }),
    deltas(
      8,
      { op: "drop", kind: "call", id: "a" },
      { op: "put", kind: "call", id: "b", value: call("b", { state: "up" }) },
      { op: "put", kind: "registration", id: "1001@acme", value: { status: "online" } },
    ),
  );
  assert.deepEqual([...state.calls.keys()], ["b"]);
  assert.equal(state.calls.get("b").state, "up");
  assert.equal(state.registrations.get("1001@acme").id, "1001@acme");
  assert.equal(state.registrations.get("1001@acme").status, "online");
});

test("following deltas ends where a fresh snapshot begins", () => {
  const followed = after(
    snapshot({ calls: [call("a"), call("bb")] }),
    deltas(8, { op: "put", kind: "call", id: "a", value: call("a", { state: "up" }) }),
    deltas(
      9,
      { op: "put", kind: "mailbox", id: "1001@acme", value: { new: 2 } },
      { op: "drop", kind: "call", id: "bb" },
    ),
  );
  const fresh = after(
    snapshot({
      seq: 10,
      calls: [call("a", { state: "up" })],
      mailboxes: [{ id: "1001@acme", new: 2 }],
    }),
  );
  assert.deepEqual(followed, fresh);
});

test("a state is never changed", () => {
  const before = after(snapshot({ calls: [call("a")] }));
  receive(before, deltas(8, { op: "drop", kind: "call", id: "a" }), T0);
  assert.equal(before.calls.size, 1);
  assert.equal(before.seq, 7);
});

test("a gap asks once for a snapshot and applies nothing until it comes", () => {
  const known = after(snapshot({ calls: [call("a")] }));
  const drop = { op: "drop", kind: "call", id: "a" };

  const gap = receive(known, deltas(9, drop), T0);
  assert.equal(gap.resync, true);
  assert.equal(gap.state.calls.size, 1);

  const more = receive(gap.state, deltas(10, drop), T0);
  assert.equal(more.resync, false);
  assert.equal(more.state.calls.size, 1);

  const mended = receive(more.state, snapshot({ seq: 10 }), T0).state;
  assert.equal(mended.behind, false);
  assert.equal(mended.calls.size, 0);
});

test("deltas that are older than the snapshot are left out", () => {
  const { state, resync } = receive(
    after(snapshot({ calls: [call("a")] })),
    deltas(7, { op: "drop", kind: "call", id: "a" }),
    T0,
  );
  assert.equal(resync, false);
  assert.equal(state.calls.size, 1);
});

test("of a message that is half known only the news is applied", () => {
  const drop = (id) => ({ op: "drop", kind: "call", id });
  const { state, resync } = receive(
    after(snapshot({ calls: [call("a"), call("bb")] })),
    deltas(7, drop("a"), drop("bb")),
    T0,
  );
  assert.equal(resync, false);
  assert.equal(state.seq, 8);
  assert.deepEqual([...state.calls.keys()], ["a"]);
});

test("a delta's own number counts more than its message's", () => {
  const drop = { op: "drop", kind: "call", id: "a", seq: 8 };
  const state = after(snapshot({ calls: [call("a")] }), { type: "deltas", deltas: [drop] });
  assert.equal(state.seq, 8);
  assert.equal(state.calls.size, 0);
});

test("deltas before the first snapshot wait for it", () => {
  const { state, resync } = receive(initial(), deltas(3, { op: "drop" }), T0);
  assert.equal(state.seq, null);
  assert.equal(resync, false);
});

test("kinds and messages that this page does not know change nothing", () => {
  const known = after(snapshot());
  assert.deepEqual(after(snapshot(), { type: "hello" }), known);
  const next = after(snapshot(), deltas(8, { op: "put", kind: "queue", id: "q", value: {} }));
  assert.deepEqual(next, { ...known, seq: 8 });
});

test("the server's clock is taken from the snapshot", () => {
  assert.equal(after(snapshot({ now: "2026-01-05T10:00:04Z" })).skew, 4000);
  assert.equal(after(snapshot()).skew, 0);
});
