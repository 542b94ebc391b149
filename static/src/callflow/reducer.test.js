import assert from "node:assert/strict";
import { test } from "node:test";

import { fromJson, nodeAt, toJson } from "./doc.js";
import { begin, record, redo, undo } from "./history.js";
import { add, move, Refused, remove, setData, setKey, setSkip } from "./reducer.js";

const EXITS = { menu: ["1", "2", "timeout", "_"], play: ["_"], user: ["_"] };
const exits = (node) => (EXITS[node.name] ?? []).map((key) => ({ key, label: key }));
const play = (child) => ({ module: "play", children: child ? { _: child } : {} });
const end = { module: "hangup" };
const FLOW = { module: "menu", children: { 1: play(end), 2: { module: "user" } } };

function on(flow, act) {
  const state = fromJson(flow);
  return toJson(act(state, (...path) => nodeAt(state, path)));
}

test("the first module becomes the root", () => {
  const made = add(fromJson({}), { parent: null, key: "", document: end, exits });
  assert.deepEqual(toJson(made.state), end);
  assert.equal(made.state.nodes[made.id].name, "hangup");
});

test("a module at a free exit hangs there", () => {
  const flow = on(FLOW, (state, at) =>
    add(state, { parent: at(), key: "timeout", document: end, exits }).state);
  assert.deepEqual(flow.children.timeout, end);
});

test("what hung at the exit goes on below the new module", () => {
  const flow = on(FLOW, (state, at) =>
    add(state, { parent: at(), key: "2", document: play(), exits }).state);
  assert.deepEqual(flow.children[2], play({ module: "user" }));
});

test("a new root takes the old one below it", () => {
  const flow = on(FLOW, (state) =>
    add(state, { parent: null, key: "", document: play(), exits }).state);
  assert.deepEqual(flow, play(FLOW));
});

test("a module without an exit can't be put before another", () => {
  const state = fromJson(FLOW);
  const act = () => add(state, { parent: state.root, key: "1", document: end, exits });
  assert.throws(act, (error) => error instanceof Refused && error.reason === "no-exit");
});

test("a branch keeps its own keys when it is moved", () => {
  const flow = { module: "menu", children: { 1: FLOW } };
  const moved = on(flow, (state, at) =>
    move(state, { id: at("1"), parent: at(), key: "timeout", exits }));
  assert.deepEqual(moved, { module: "menu", children: { timeout: FLOW } });
});

test("a module can't be moved into itself", () => {
  const state = fromJson(FLOW);
  const id = nodeAt(state, ["1"]);
  assert.throws(
    () => move(state, { id, parent: nodeAt(state, ["1", "_"]), key: "_", exits }),
    (error) => error.reason === "inside",
  );
});

test("a module is moved between two others", () => {
  const moved = on({ module: "menu", children: { 1: play(), 2: end } }, (state, at) =>
    move(state, { id: at("1"), parent: at(), key: "2", exits }));
  assert.deepEqual(moved, { module: "menu", children: { 2: play(end) } });
});

test("a module goes with what hangs below it, or alone", () => {
  const all = on(FLOW, (state, at) => remove(state, { id: at("1") }));
  assert.deepEqual(all, { module: "menu", children: { 2: { module: "user" } } });
  const alone = on(FLOW, (state, at) => remove(state, { id: at("1"), keep: true }));
  assert.deepEqual(alone.children[1], end);
  assert.deepEqual(on(end, (state, at) => remove(state, { id: at() })), {});
  const rest = on(play(end), (state, at) => remove(state, { id: at(), keep: true }));
  assert.deepEqual(rest, end);
});

test("two modules change places when one takes the other's exit", () => {
  const flow = on(FLOW, (state, at) => setKey(state, { id: at("1"), key: "2" }));
  assert.deepEqual(flow.children, { 1: { module: "user" }, 2: play(end) });
});

test("settings and skipping change nothing else", () => {
  const flow = on(FLOW, (state, at) =>
    setSkip(setData(state, { id: at("2"), data: { user: "u" } }), { id: at("2"), skip: true }));
  assert.deepEqual(flow.children[2], { module: "user", data: { user: "u" }, skip: true });
  assert.deepEqual(flow.children[1], FLOW.children[1]);
});

test("undo and redo go back and forth without end; typing is one step", () => {
  let history = begin(0);
  for (let n = 1; n <= 1000; n++) {
    history = record(history, n, `step ${n}`);
  }
  history = record(history, 1001, "typing", "field");
  history = record(history, 1002, "typing", "field");
  assert.equal(undo(history).present.state, 1000);
  for (let n = 0; n < 2000; n++) {
    history = undo(history);
  }
  assert.equal(history.present.state, 0);
  for (let n = 0; n < 2000; n++) {
    history = redo(history);
  }
  assert.equal(history.present.state, 1002);
  assert.equal(redo(record(undo(history), 7, "new")).present.state, 7);
});
