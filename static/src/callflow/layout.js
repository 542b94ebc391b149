/**
 * Where everything stands: a tree in which no two things overlap.
 *
 * Along its axis a module stands one column further than its parent; across, each exit
 * has a row (or column) as wide as all that hangs on it. The root's first exit is level
 * with the root, so that the most likely way reads as a straight line. Pure and linear
 * in the number of modules; without recursion, so that deep flows are no trouble.
 */

export const CARD = { width: 224, height: 60 };
export const SLOT = { width: 116, height: 28 };
const GAP = { across: { h: 14, v: 22 }, along: { h: 28, v: 30 } };

/**
 * @param tree `{root, slotsOf(id)}`; slotsOf answers `[{key, child: id | null}]` in order
 * @param {"right"|"down"} direction in which calls go
 * @returns `{cards: {id: {x, y}}, slots: [{parent, key, child, x, y}], width, height}`
 *   in pixels from the upper left corner
 */
export function layout({ root, slotsOf }, direction = "right") {
  const result = { cards: {}, slots: [], width: 0, height: 0 };
  if (root === null) {
    return result;
  }
  const frame = frames[direction];
  const extents = measure(root, slotsOf, frame);
  const waiting = [{ id: root, along: 0, across: 0 }];
  while (waiting.length) {
    const { id, along, across } = waiting.pop();
    result.cards[id] = frame.point(along, across);
    result.width = Math.max(result.width, result.cards[id].x + CARD.width);
    result.height = Math.max(result.height, result.cards[id].y + CARD.height);
    let at = across;
    for (const { key, child } of slotsOf(id)) {
      const extent = child ? extents[child] : frame.slot;
      const offset = (Math.min(frame.card, extent) - frame.slotAcross) / 2;
      const place = frame.point(along + frame.toSlot, at + Math.max(0, offset));
      result.slots.push({ parent: id, key, child, ...place });
      result.width = Math.max(result.width, place.x + SLOT.width);
      result.height = Math.max(result.height, place.y + SLOT.height);
      if (child) {
        waiting.push({ id: child, along: along + frame.toChild, across: at });
      }
      at += extent + frame.gap;
    }
  }
  return result;
}

/** How much room each module needs across, with all that hangs on it. */
function measure(root, slotsOf, frame) {
  const order = [];
  const waiting = [root];
  while (waiting.length) {
    const id = waiting.pop();
    order.push(id);
    waiting.push(...slotsOf(id).flatMap(({ child }) => (child ? [child] : [])));
  }
  const extents = {};
  for (const id of order.reverse()) {
    const parts = slotsOf(id).map(({ child }) => (child ? extents[child] : frame.slot));
    const total = parts.reduce((sum, part) => sum + part + frame.gap, -frame.gap);
    extents[id] = Math.max(frame.card, total);
  }
  return extents;
}

const frames = {
  right: {
    card: CARD.height,
    slot: SLOT.height,
    slotAcross: SLOT.height,
    gap: GAP.across.h,
    toSlot: CARD.width + GAP.along.h,
    toChild: CARD.width + SLOT.width + 2 * GAP.along.h,
    point: (along, across) => ({ x: along, y: across }),
  },
  down: {
    card: CARD.width,
    slot: SLOT.width,
    slotAcross: SLOT.width,
    gap: GAP.across.v,
    toSlot: CARD.height + GAP.along.v,
    toChild: CARD.height + SLOT.height + 2 * GAP.along.v,
    point: (along, across) => ({ x: across, y: along }),
  },
};

/** The lines between modules and their exits, as one SVG path. */
export function lines({ cards, slots }, direction = "right") {
  const curve = direction === "right" ? curveRight : curveDown;
  return slots
    .map((slot) => {
      const parent = cards[slot.parent];
      const first = curve(parent, CARD, slot, SLOT);
      const child = slot.child && cards[slot.child];
      return child ? `${first}${curve(slot, SLOT, child, CARD)}` : first;
    })
    .join("");
}

function curveRight(from, size, to, other) {
  const [x1, y1] = [from.x + size.width, from.y + size.height / 2];
  const [x2, y2] = [to.x, to.y + other.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function curveDown(from, size, to, other) {
  const [x1, y1] = [from.x + size.width / 2, from.y + size.height];
  const [x2, y2] = [to.x + other.width / 2, to.y];
  const middle = (y1 + y2) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}
