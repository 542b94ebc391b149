import assert from "node:assert/strict";
import { test } from "node:test";

import { circumstancesOf, keysOf } from "./what_if.js";

const GROUPS = [
  { title: "", fields: [{ path: ["outcomes", "u"], kind: "choice" }, { path: ["agent"], kind: "choice" }] },
  { title: "Lot", fields: [{ path: ["lots", "l", "parked"], kind: "numbers" }, { path: ["lots", "l", "taken_after"], kind: "number" }] },
  { title: "Settings", fields: [{ path: ["states", "u", "do_not_disturb"], kind: "switch" }, { path: ["states", "u", "forward_busy"], kind: "text" }] },
];

test("what is not said is left out", () => {
  const said = { agent: "", "lots/l/parked": " ", "lots/l/taken_after": "", "states/u/do_not_disturb": false };
  assert.deepEqual(circumstancesOf(GROUPS, said), {});
});

test("what is said stands where the portal wants it", () => {
  const said = {
    "outcomes/u": "busy", agent: "paused", "lots/l/parked": "701, 702 x", "lots/l/taken_after": "0",
    "states/u/do_not_disturb": true, "states/u/forward_busy": " 1002 ", "outcomes/gone": "busy",
  };
  assert.deepEqual(circumstancesOf(GROUPS, said), {
    outcomes: { u: "busy" },
    agent: "paused",
    lots: { l: { parked: [701, 702, "x"], taken_after: 0 } },
    states: { u: { do_not_disturb: true, forward_busy: "1002" } },
  });
});

test("keys are waits, with a dash for none", () => {
  assert.deepEqual(keysOf("1 2, - 30"), ["1", "2", "", "30"]);
});
