import assert from "node:assert/strict";
import { test } from "node:test";

import { placed, shown } from "./difference.js";

const node = (id, parent, exit = "_", ...marks) => ({ id, parent, exit, marks, label: `n${id}` });

test("what hangs where nothing differs is folded and counted", () => {
  const nodes = [
    node(0, null), node(1, 0, "1"), node(2, 1), node(3, 2), node(4, 0, "2"), node(5, 4, "_", "added"), node(6, 5, "_", "added"),
  ];
  const seen = shown(nodes);
  assert.deepEqual(seen.map(({ id, folded }) => [id, folded]), [[0, 0], [1, 2], [4, 0], [5, 0], [6, 0]]);
});

test("what is below a change and no change itself is folded below it", () => {
  const seen = shown([node(0, null, "", "changed"), node(1, 0), node(2, 1)]);
  assert.deepEqual(seen.map(({ id, folded }) => [id, folded]), [[0, 0], [1, 1]]);
});

test("two modules at one exit stand beside one another", () => {
  const drawn = placed([node(0, null, ""), node(1, 0, "1", "added"), node(2, 0, "1", "removed")]);
  assert.equal(drawn.slots.length, 3);
  assert.equal(drawn.cards["1"].x, drawn.cards["2"].x);
  assert.notEqual(drawn.cards["1"].y, drawn.cards["2"].y);
});

test("nothing is folded of an exchanged beginning", () => {
  const seen = shown([node(0, null, "", "removed"), node(1, null, "", "added")]);
  assert.equal(seen.length, 2);
});
