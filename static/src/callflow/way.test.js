import assert from "node:assert/strict";
import { test } from "node:test";

import { fromJson, nodeAt } from "./doc.js";
import { clock, litAt, ownSteps, pause } from "./way.js";

const STATE = fromJson({ module: "menu", children: { 1: { module: "user", children: { _: { module: "hangup" } } } } });
const node = (path, at, more = {}) => ({
  at: `2026-11-25T12:00:${at}+00:00`,
  local: `2026-11-25T13:00:${at}+01:00`,
  callflow: { id: "mine" },
  version: 3,
  path,
  ...more,
});
const TRACE = {
  steps: [
    node(null, "00.000", { callflow: null }),
    node([], "00.100"),
    node([], "04.000"),
    node(["1"], "05.000"),
    node([], "09.000", { callflow: { id: "other" } }),
    node(["1", "_"], "09.100", { version: 4 }),
  ],
};

test("only the modules of this callflow are its own steps", () => {
  assert.deepEqual(ownSteps(TRACE, "mine"), [1, 2, 3, 5]);
  assert.deepEqual(ownSteps(TRACE, "nobody"), []);
});

test("what the call has met is lit with the numbers of the steps, on the version that it ran", () => {
  const root = nodeAt(STATE, []);
  const user = nodeAt(STATE, ["1"]);
  assert.deepEqual(litAt(TRACE, "mine", STATE, 3, 0), { lit: new Map(), now: undefined });
  assert.deepEqual(litAt(TRACE, "mine", STATE, 3, 2), { lit: new Map([[root, [1, 2]]]), now: root });
  const all = litAt(TRACE, "mine", STATE, 3, 5);
  assert.deepEqual(all, { lit: new Map([[root, [1, 2]], [user, [3]]]), now: user });
});

test("a replay keeps the call's time within bounds", () => {
  assert.equal(pause(TRACE, 0), 700);
  assert.equal(pause(TRACE, 2), 1000);
  assert.equal(pause(TRACE, 3), 2500);
  assert.equal(pause(TRACE, 5), 700);
  assert.equal(clock(TRACE.steps[3]), "13:00:05");
});
