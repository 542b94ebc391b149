import assert from "node:assert/strict";
import { test } from "node:test";

import { CARD, layout, lines, SLOT } from "./layout.js";

/** A random tree as slotsOf, by a small generator so that a fault can be repeated. */
function grown(count, seed) {
  let state = seed;
  const random = (n) => (state = (state * 48271) % 2147483647) % n;
  const slots = { m0: [] };
  for (let n = 1; n < count; n++) {
    const parent = `m${random(n)}`;
    slots[`m${n}`] = [];
    slots[parent].push({ key: String(slots[parent].length), child: `m${n}` });
    if (random(3) === 0) {
      slots[parent].push({ key: `e${n}`, child: null });
    }
  }
  return { root: "m0", slotsOf: (id) => slots[id] };
}

function boxes({ cards, slots }) {
  const cardBoxes = Object.values(cards).map(({ x, y }) => ({ x, y, ...CARD }));
  return [...cardBoxes, ...slots.map(({ x, y }) => ({ x, y, ...SLOT }))];
}

const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

for (const direction of ["right", "down"]) {
  test(`nothing overlaps, ${direction}`, () => {
    for (let seed = 1; seed <= 20; seed++) {
      const all = boxes(layout(grown(120, seed), direction));
      for (let one = 0; one < all.length; one++) {
        for (let other = one + 1; other < all.length; other++) {
          assert.ok(!meet(all[one], all[other]), `seed ${seed}`);
        }
      }
    }
  });

  test(`the size holds everything, ${direction}`, () => {
    const result = layout(grown(200, 7), direction);
    for (const box of boxes(result)) {
      assert.ok(box.x >= 0 && box.x + box.width <= result.width);
      assert.ok(box.y >= 0 && box.y + box.height <= result.height);
    }
  });
}

test("an empty flow takes no room", () => {
  const result = layout({ root: null, slotsOf: () => [] });
  assert.deepEqual(result, { cards: {}, slots: [], width: 0, height: 0 });
});

test("the first exit is level with its module", () => {
  const slots = { a: [{ key: "1", child: "b" }, { key: "2", child: null }], b: [] };
  const { cards } = layout({ root: "a", slotsOf: (id) => slots[id] });
  assert.equal(cards.a.y, cards.b.y);
});

test("a flow of 5,000 modules in a row is laid out", () => {
  const slotsOf = (id) => (id < 4999 ? [{ key: "_", child: id + 1 }] : []);
  const result = layout({ root: 1, slotsOf });
  assert.equal(Object.keys(result.cards).length, 4999);
});

test("every exit has its line", () => {
  const result = layout(grown(50, 3));
  const filled = result.slots.filter(({ child }) => child).length;
  assert.equal(lines(result).split("M").length - 1, result.slots.length + filled);
});
