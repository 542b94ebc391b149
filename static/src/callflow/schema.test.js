import assert from "node:assert/strict";
import { test } from "node:test";

import { blank, fieldsFor, fieldsOf, valueAt, withoutHidden, withValue } from "./schema.js";

const SCHEMA = {
  $defs: {
    Member: {
      type: "object",
      properties: {
        user: { type: "string", format: "uuid", ref: "user", title: "User" },
        delay: { type: "integer", minimum: 0, maximum: 60, default: 0, title: "Delay" },
      },
      required: ["user"],
    },
  },
  properties: {
    media: { anyOf: [{ type: "string", ref: "media" }, { type: "null" }], default: null, title: "Sound" },
    cause: { enum: ["normal", "busy"], choices: { normal: "Ended", busy: "Busy" }, default: "normal" },
    tries: { type: "integer", minimum: 1, maximum: 9, default: 3, description: "How often." },
    on: { type: "boolean", default: false },
    members: { type: "array", items: { $ref: "#/$defs/Member" }, maxItems: 20 },
    words: { type: "array", items: { type: "string", maxLength: 5 } },
    odd: { oneOf: [] },
  },
  required: ["members"],
};

const by = Object.fromEntries(fieldsOf(SCHEMA).map((field) => [field.name, field]));

test("every part of a schema becomes the field that fits it", () => {
  const kinds = Object.fromEntries(Object.entries(by).map(([name, { kind }]) => [name, kind]));
  assert.deepEqual(kinds, {
    media: "reference",
    cause: "choice",
    tries: "number",
    on: "switch",
    members: "list",
    words: "list",
    odd: "json",
  });
});

test("limits, names and defaults are kept", () => {
  assert.deepEqual([by.tries.least, by.tries.most, by.tries.default], [1, 9, 3]);
  assert.equal(by.tries.help, "How often.");
  assert.deepEqual(by.cause.choices, [["normal", "Ended"], ["busy", "Busy"]]);
  assert.deepEqual([by.media.ref, by.media.optional], ["media", true]);
  assert.equal(by.members.required, true);
});

test("entries of a list may be objects with references", () => {
  const { item } = by.members;
  assert.equal(item.kind, "group");
  assert.deepEqual(item.fields.map(({ name, kind }) => [name, kind]), [["user", "reference"], ["delay", "number"]]);
  assert.deepEqual(blank(item), { user: "" });
});

const VARYING = fieldsOf({
  properties: {
    user: { anyOf: [{ type: "string", ref: "user" }, { type: "null" }], default: null, unless: "advanced" },
    advanced: { type: "boolean", default: false },
    variable: { anyOf: [{ type: "string" }, { type: "null" }], default: null, when: { setting: "advanced", is: [true] } },
    kind: { enum: ["text", "user"], default: "text" },
    text: { type: "string", when: { setting: "kind", is: ["text", "number"] } },
  },
});
const names = (fields) => fields.map(({ name }) => name);

test("a field shows while the other one has its value, if only by default", () => {
  assert.deepEqual(names(fieldsFor(VARYING, {})), ["user", "advanced", "kind", "text"]);
  assert.deepEqual(names(fieldsFor(VARYING, { advanced: true, kind: "user" })), ["user", "advanced", "variable", "kind"]);
});

test("a field must be set unless the switch is on", () => {
  const user = (data) => fieldsFor(VARYING, data).find(({ name }) => name === "user").required;
  assert.equal(user({}), true);
  assert.equal(user({ advanced: true }), false);
});

test("what does not show any more is left out, and nothing else", () => {
  const data = { user: "u", advanced: false, variable: "agent", kind: "user", text: "a", unknown: 1 };
  assert.deepEqual(withoutHidden(VARYING, data), { user: "u", advanced: false, kind: "user", unknown: 1 });
});

test("references of which one is set are one field", () => {
  const reference = (ref) => ({ anyOf: [{ type: "string", ref }, { type: "null" }], default: null, title: ref });
  const schema = {
    one_of: ["user", "group"],
    properties: { user: reference("user"), group: reference("group"), delay: { type: "integer", default: 0 } },
  };
  const [who, delay] = fieldsOf(schema);
  assert.deepEqual([who.kind, who.required, who.parts.map(({ ref }) => ref)], ["either", true, ["user", "group"]]);
  assert.deepEqual([delay.name, delay.kind], ["delay", "number"]);
  const data = { user: "a", delay: 5 };
  assert.deepEqual(valueAt(data, who), { user: "a" });
  assert.deepEqual(withValue(data, who, { group: "b" }), { group: "b", delay: 5 });
  assert.deepEqual(withValue(data, who, {}), { delay: 5 });
  assert.deepEqual(withValue(data, delay, undefined), { user: "a" });
  assert.deepEqual(blank({ kind: "group", fields: [who, delay] }), {});
});
