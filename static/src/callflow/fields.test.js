import assert from "node:assert/strict";
import { test } from "node:test";

import { namesFor } from "./fields.js";

const alex = { id: "a", name: "Alex" };
const robin = { id: "r", name: "Robin" };

/** An editor whose portal has already answered so. */
const told = (answers) => ({ choices: new Map(Object.entries(answers)) });

test("what is chosen is among the names", () => {
  const editor = told({ user: { results: [alex, robin], more: false } });
  assert.deepEqual(namesFor(editor, "user", "r", "").names, [alex, robin]);
  assert.equal(namesFor(editor, "user", "gone", "").missing, true);
});

test("of many, the chosen one is asked for by itself", () => {
  const answers = { user: { results: [alex], more: true }, "user?id=r": { results: [robin] }, "user?id=x": { results: [] } };
  const editor = told(answers);
  assert.deepEqual(namesFor(editor, "user", "r", ""), { known: answers.user, names: [robin, alex], missing: false });
  assert.equal(namesFor(editor, "user", "x", "").missing, true);
});

test("nothing is said to be gone before the portal has answered", () => {
  const editor = told({ user: { results: [alex], more: true }, "user?id=r": null });
  assert.equal(namesFor(editor, "user", "r", "").missing, false);
});

test("what is looked for is shown, and what is chosen stays", () => {
  const editor = told({ user: { results: [alex], more: true }, "user?q=rob": { results: [robin] }, "user?id=a": { results: [alex] } });
  assert.deepEqual(namesFor(editor, "user", "a", "rob").names, [alex, robin]);
});
