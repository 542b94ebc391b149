import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { callState, registration } from "./states.js";

const ICONS = JSON.parse(readFileSync(new URL("../icons.json", import.meta.url)));
const NAMES = ["dialling", "ringing", "talking", "held", "menu", "voicemail", "queue"];

test("each state has a colour and an icon that exists", () => {
  for (const name of NAMES) {
    const state = callState(name);
    assert.equal(state.name, name);
    assert.ok(ICONS.includes(state.icon), state.icon);
  }
});

test("the words of Asterisk mean the same states", () => {
  assert.equal(callState("Up").name, "talking");
  assert.equal(callState("Ring").name, "dialling");
});

test("an unknown state is shown as it came", () => {
  assert.equal(callState("levitating").name, "");
  assert.equal(callState("constructor").name, "");
  assert.equal(callState(undefined).name, "");
});

test("a device that can be rung is registered", () => {
  assert.equal(registration("reachable").name, "registered");
  assert.equal(registration("Registered").there, true);
});

test("a device that registered but does not answer is told apart", () => {
  assert.equal(registration("unreachable").name, "unreachable");
  assert.equal(registration("unreachable").there, false);
  assert.equal(registration(undefined).name, "unregistered");
});
