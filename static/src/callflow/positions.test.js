import assert from "node:assert/strict";
import { test } from "node:test";

import { positions, sameDocument } from "./positions.js";

const UNIT = "acme-cf-k3v9qa";
const PLACES = {
  unit: UNIT,
  contexts: {
    [`${UNIT}-v7`]: { version: 2, nodes: { n0: [], n1: ["_"] } },
    [`${UNIT}-v8`]: { version: 3, nodes: { n0: [], n2: ["1", "_"] } },
    // What it points at changed: the same version, published again.
    [`${UNIT}-v9`]: { version: 3, nodes: { n0: [], n3: ["1", "_"] } },
  },
};
const at = (...steps) => steps.map((step) => ({ step }));

test("calls are counted at their places, on all publications of the version", () => {
  const calls = at(`${UNIT}-v8/n2`, `${UNIT}-v9/n3`, `${UNIT}-v9/n0`);
  const found = positions(calls, PLACES, 3);
  assert.deepEqual([...found.at], [['["1","_"]', 2], ["[]", 1]]);
  assert.deepEqual([found.here, found.elsewhere, found.unknown], [3, 0, false]);
});

test("calls on other versions are counted apart, those of other callflows not at all", () => {
  const calls = at(`${UNIT}-v7/n1`, `${UNIT}-v8/n0`, "acme-cf-other1-v8/n0", `${UNIT}-vx/n0`, "", `${UNIT}2-v8/n0`);
  const found = positions([...calls, {}], PLACES, 3);
  assert.deepEqual([found.here, found.elsewhere], [1, 1]);
  assert.equal(positions(calls, PLACES, null).here, 0);
});

test("a context that nobody has told of asks for the places again", () => {
  const found = positions(at(`${UNIT}-v10/n0`), PLACES, 3);
  assert.deepEqual([found.here, found.elsewhere, found.unknown], [0, 1, true]);
});

test("documents are the same in any order of keys and with what is usual left out", () => {
  const one = { module: "menu", data: { a: 1, b: { c: [1, 2] } }, children: { 1: { module: "hangup", data: {} } } };
  const other = {
    children: { 1: { module: "hangup", skip: false, children: {} } },
    data: { b: { c: [1, 2] }, a: 1 },
    module: "menu",
  };
  assert.ok(sameDocument(one, other));
  assert.ok(!sameDocument(one, { ...other, data: { ...other.data, a: 2 } }));
  assert.ok(!sameDocument(one, { ...one, data: { ...one.data, b: { c: [2, 1] } } }));
  assert.ok(!sameDocument(one, { ...one, skip: true }));
  assert.ok(!sameDocument(one, { ...one, children: {} }));
  assert.ok(sameDocument({}, {}));
});

test("an empty list or object among settings is not left out", () => {
  assert.ok(!sameDocument({ module: "x", data: { a: {} } }, { module: "x", data: {} }));
});
