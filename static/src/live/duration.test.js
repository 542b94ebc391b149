import assert from "node:assert/strict";
import { test } from "node:test";

import { asClock, asIso, secondsSince } from "./duration.js";

test("lengths read like a phone's display", () => {
  const shown = [0, 7, 65, 750, 3599, 3723, 36000].map(asClock);
  assert.deepEqual(shown, ["0:00", "0:07", "1:05", "12:30", "59:59", "1:02:03", "10:00:00"]);
});

test("a length counts whole seconds from the start", () => {
  const start = "2026-01-05T10:00:00Z";
  assert.equal(secondsSince(start, Date.parse(start) + 61_900), 61);
});

test("a clock that is a little behind never shows a negative length", () => {
  const start = "2026-01-05T10:00:00Z";
  assert.equal(secondsSince(start, Date.parse(start) - 300), 0);
});

test("without a start the length is nothing", () => {
  assert.equal(secondsSince(null, 0), 0);
  assert.equal(secondsSince("soon", 0), 0);
});

test("machines read an ISO duration", () => {
  assert.equal(asIso(90), "PT90S");
});
