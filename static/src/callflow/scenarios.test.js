import assert from "node:assert/strict";
import { test } from "node:test";

import { anyFails, guesses } from "./scenarios.js";

const end = { kind: "answered", who: "u1", text: "Alex talks to the caller." };
const rings = (name) => `${name} rings.`;

test("how a call ended and who rang first are what is expected of it", () => {
  const steps = [{ rings: [] }, { rings: [{ who: "u1", name: "Alex" }, { who: "u2", name: "Robin" }] }];
  assert.deepEqual(guesses({ end, steps }, rings), [
    { text: end.text, expected: { end: "answered", who: "u1" } },
    { text: "Alex rings.", expected: { rings: "u1" } },
  ]);
});

test("a call that gets to nobody is expected to end so, no more", () => {
  const answer = { end: { kind: "hung-up", who: "", text: "Over." }, steps: [{ rings: [] }] };
  assert.deepEqual(guesses(answer, rings), [{ text: "Over.", expected: { end: "hung-up" } }]);
});

test("one that fails is enough", () => {
  assert.equal(anyFails({}), false);
  assert.equal(anyFails({ scenarios: { results: [{ passed: true }] } }), false);
  assert.equal(anyFails({ scenarios: { results: [{ passed: true }, { passed: false }] } }), true);
});
