import assert from "node:assert/strict";
import { test } from "node:test";

import { callRows, registrationRows } from "./rows.js";

const map = (...values) => new Map(values.map((value) => [value.id, value]));
const ids = (rows) => rows.map(({ id }) => id);

test("the longest call comes first", () => {
  const rows = callRows(
    map(
      { id: "late", started_at: "2026-01-05T09:59:30Z" },
      { id: "b", started_at: "2026-01-05T09:10:00Z" },
      { id: "a", started_at: "2026-01-05T09:10:00Z" },
    ),
  );
  assert.deepEqual(ids(rows), ["a", "b", "late"]);
});

test("all telephones that ring are shown", () => {
  const [row] = callRows(
    map({
      id: "a",
      caller: { number: "1001", name: "Alex Kim", channel: "PJSIP/x" },
      to: [{ number: "1002", name: "" }, { number: "1003", name: "Bo" }, { number: "", name: "" }],
    }),
  );
  assert.deepEqual(row.caller, { number: "1001", name: "Alex Kim" });
  assert.deepEqual(
    row.to.map(({ number }) => number),
    ["1002", "1003"],
  );
});

test("parties may be plain texts", () => {
  const [row] = callRows(map({ id: "a", caller: "1001", caller_name: "Alex", to: "1002" }));
  assert.deepEqual(row.caller, { number: "1001", name: "Alex" });
  assert.deepEqual(row.to, [{ number: "1002", name: "" }]);
});

test("a call that nobody was dialled for has no other party", () => {
  assert.deepEqual(callRows(map({ id: "a", caller: "1001", to: null }))[0].to, []);
});

test("registrations come by name, numbers as numbers", () => {
  const rows = registrationRows(
    map({ id: "x", device: "Desk 10" }, { id: "y", device: "Desk 9" }, { id: "z", endpoint: "Desk 8" }),
  );
  assert.deepEqual(ids(rows), ["z", "y", "x"]);
});

test("devices that are not registered get a row", () => {
  const rows = registrationRows(
    map({ id: "pbx1/1001", endpoint: "1001@acme", status: "reachable" }),
    [
      { endpoint: "1001@acme", device: "Alex's phone" },
      { endpoint: "1002@acme", device: "Bo's phone" },
    ],
  );
  assert.deepEqual(
    rows.map(({ device, status }) => [device, status]),
    [
      ["Alex's phone", "reachable"],
      ["Bo's phone", "unregistered"],
    ],
  );
});
