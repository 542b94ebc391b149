import assert from "node:assert/strict";
import { test } from "node:test";

import { below, fromJson, nodeAt, pathIn, pathOf, placeOf, toJson } from "./doc.js";

const FLOW = {
  module: "menu",
  data: { tries: 3 },
  note: "kept",
  children: {
    1: { module: "user", data: { user: "u" }, children: { _: { module: "voicemail", data: {} } } },
    timeout: { module: "teleport", data: { odd: [1, null] }, skip: true, extra: { a: 1 } },
    _: { module: 7 },
  },
};

test("what is read is written back, whatever is not known of it", () => {
  for (const flow of [FLOW, {}, { module: "x" }, { module: "x", children: {} }, [1], "text"]) {
    assert.deepEqual(toJson(fromJson(flow)), flow);
  }
});

test("what is no module is locked and keeps its place", () => {
  const state = fromJson(FLOW);
  const odd = state.nodes[nodeAt(state, ["_"])];
  assert.equal(odd.locked, true);
  assert.deepEqual(toJson(state, odd.id), { module: 7 });
});

test("a node is found by its address, and its address by the node", () => {
  const state = fromJson(FLOW);
  const box = nodeAt(state, ["1", "_"]);
  assert.equal(state.nodes[box].name, "voicemail");
  assert.deepEqual(pathOf(state, box), ["1", "_"]);
  assert.deepEqual(placeOf(state, box), { parent: nodeAt(state, ["1"]), key: "_" });
  assert.equal(placeOf(state, state.root), null);
  assert.equal(nodeAt(state, ["9", "_"]), undefined);
  assert.equal(nodeAt(fromJson({}), []), undefined);
});

test("each node comes before those below it", () => {
  const state = fromJson(FLOW);
  const names = [...below(state, state.root)].map((id) => state.nodes[id].name);
  assert.deepEqual(names, ["menu", "user", "voicemail", "teleport", ""]);
});

test("a flow of 5,000 modules in a row is no trouble", () => {
  let flow = { module: "hangup" };
  for (let n = 0; n < 5000; n++) {
    flow = { module: "play", children: { _: flow } };
  }
  const state = fromJson(flow);
  assert.equal(Object.keys(state.nodes).length, 5001);
  assert.equal(toJson(state).children._.module, "play");
});

test("a page's address can name a module", () => {
  assert.deepEqual(pathIn("#node="), []);
  assert.deepEqual(pathIn("#node=1/_/%23"), ["1", "_", "#"]);
  assert.equal(pathIn("#top"), null);
  assert.equal(pathIn(""), null);
  assert.equal(pathIn("#node=%zz"), null);
});
