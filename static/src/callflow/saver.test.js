import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "./api.js";
import { Saver } from "./saver.js";

/** A saver whose timers run when they are told to, at a portal that does as told. */
function bench(save, store = storage()) {
  const timers = [];
  const saver = new Saver({
    revision: 1,
    save,
    store,
    name: "draft",
    later: (run) => timers.push(run),
    clear: () => (timers.length = 0),
  });
  const tick = () => Promise.all(timers.splice(0).map((run) => run()));
  return { saver, store, tick };
}

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("the last of several changes is saved, once", async () => {
  const saved = [];
  const { saver, store, tick } = bench(async (draft, revision) => {
    saved.push([draft, revision]);
    return revision + 1;
  });
  saver.keep("one");
  saver.keep("two");
  assert.deepEqual(Saver.left(store, "draft"), { revision: 1, document: "two" });
  await tick();
  assert.deepEqual(saved, [["two", 1]]);
  assert.deepEqual([saver.status, saver.revision], ["saved", 2]);
  assert.equal(Saver.left(store, "draft"), null);
});

test("a change during saving is saved after it, on the new revision", async () => {
  const saved = [];
  const { saver, tick } = bench(async (draft, revision) => {
    saved.push([draft, revision]);
    if (draft === "one") {
      saver.keep("two");
    }
    return revision + 1;
  });
  saver.keep("one");
  await tick();
  await tick();
  assert.deepEqual(saved, [["one", 1], ["two", 2]]);
  assert.equal(saver.status, "saved");
});

test("what can't be sent is kept and sent when the portal is back", async () => {
  let away = true;
  const { saver, store, tick } = bench(async (_, revision) => {
    if (away) {
      throw new TypeError("no network");
    }
    return revision + 1;
  });
  saver.keep("one");
  await tick();
  assert.equal(saver.status, "away");
  assert.equal(Saver.left(store, "draft").document, "one");
  away = false;
  await tick();
  assert.equal(saver.status, "saved");
});

test("nothing is saved over somebody else's draft before a person says so", async () => {
  let theirs = 5;
  const { saver, tick } = bench(async (_, revision) => {
    if (revision !== theirs) {
      throw new Problem(409, {});
    }
    return ++theirs;
  });
  saver.keep("mine");
  await tick();
  assert.equal(saver.status, "conflict");
  saver.keep("mine, still");
  await tick();
  assert.equal(saver.status, "conflict");
  assert.equal(await saver.overrule(5), true);
  assert.equal(saver.revision, 6);
});

test("a draft that is refused is told, and the next one is tried", async () => {
  const { saver, tick } = bench(async (draft, revision) => {
    if (draft === "bad") {
      throw new Problem(400, { errors: [{ message: "no" }] });
    }
    return revision + 1;
  });
  saver.keep("bad");
  await tick();
  assert.deepEqual([saver.status, saver.problem.messages], ["refused", ["no"]]);
  saver.keep("good");
  await tick();
  assert.equal(saver.status, "saved");
});

test("a storage that is full or broken does not matter", async () => {
  const broken = {
    getItem: () => "{",
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {},
  };
  assert.equal(Saver.left(broken, "draft"), null);
  const { saver, tick } = bench(async (_, revision) => revision + 1, broken);
  saver.keep("one");
  await tick();
  assert.equal(saver.status, "saved");
});
