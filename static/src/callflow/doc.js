/**
 * A callflow's document as a flat map of nodes, and back.
 *
 * A state is `{nodes: {id: Node}, root: id | null, next: number}`; a Node is
 * `{id, name, data, skip, children: {exit: id}, raw}`. `raw` is what was read: all that
 * is not understood here is written back as it was. What is no module at all becomes a
 * node with `locked: true`. States are never changed, only replaced.
 */

export const DEFAULT = "_";

const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @returns a state of the document; an empty one for `{}` and null. */
export function fromJson(document) {
  const state = { nodes: {}, root: null, next: 1 };
  if (document === null || (isObject(document) && !Object.keys(document).length)) {
    return state;
  }
  state.root = read(state, document);
  return state;
}

/** Reads without recursion: a flow may be deeper than the stack. */
function read(state, document) {
  const make = (raw) => {
    const id = `m${state.next++}`;
    state.nodes[id] = nodeOf(id, raw);
    return id;
  };
  const root = make(document);
  const waiting = [root];
  while (waiting.length) {
    const node = state.nodes[waiting.pop()];
    if (node.locked || !isObject(node.raw.children)) {
      continue;
    }
    for (const [key, raw] of Object.entries(node.raw.children)) {
      node.children[key] = make(raw);
      waiting.push(node.children[key]);
    }
  }
  return root;
}

function nodeOf(id, raw) {
  const shaped =
    isObject(raw) &&
    typeof raw.module === "string" &&
    (raw.data === undefined || isObject(raw.data)) &&
    (raw.children === undefined || isObject(raw.children));
  if (!shaped) {
    return { id, name: "", data: {}, skip: false, children: {}, raw, locked: true };
  }
  return { id, name: raw.module, data: raw.data ?? {}, skip: raw.skip === true, children: {}, raw };
}

/** @returns the document of the state, or of what hangs below one of its nodes. */
export function toJson(state, id = state.root) {
  if (id === null) {
    return {};
  }
  const done = {};
  for (const each of [...below(state, id)].reverse()) {
    done[each] = write(state.nodes[each], done);
  }
  return done[id];
}

function write(node, done) {
  if (node.locked) {
    return node.raw;
  }
  const children = Object.fromEntries(
    Object.entries(node.children).map(([key, child]) => [key, done[child]]),
  );
  const parts = { ...node.raw, module: node.name };
  if (node.raw.data !== undefined || Object.keys(node.data).length) {
    parts.data = node.data;
  }
  if (node.raw.children !== undefined || Object.keys(children).length) {
    parts.children = children;
  }
  if (node.skip || node.raw.skip !== undefined) {
    parts.skip = node.skip;
  }
  return parts;
}

/** The node and all below it, each before its children. */
export function* below(state, id) {
  const waiting = [id];
  while (waiting.length) {
    const each = waiting.pop();
    yield each;
    waiting.push(...Object.values(state.nodes[each].children).reverse());
  }
}

/** @returns `{parent, key}` of where a node hangs; null for the root. */
export function placeOf(state, id) {
  for (const node of Object.values(state.nodes)) {
    for (const [key, child] of Object.entries(node.children)) {
      if (child === id) {
        return { parent: node.id, key };
      }
    }
  }
  return null;
}

/** All places at once: `{id: {parent, key}}`, for those who ask often. */
export function places(state) {
  const found = {};
  for (const node of Object.values(state.nodes)) {
    for (const [key, child] of Object.entries(node.children)) {
      found[child] = { parent: node.id, key };
    }
  }
  return found;
}

/** The node's address in the document: the exits that lead to it. */
export function pathOf(state, id, known = places(state)) {
  const path = [];
  for (let place = known[id]; place; place = known[place.parent]) {
    path.unshift(place.key);
  }
  return path;
}

/** The node at an address; undefined if nothing is there. */
export function nodeAt(state, path) {
  return path.reduce((id, key) => state.nodes[id]?.children[key], state.root ?? undefined);
}

/** One text for an address, to be used as a key. */
export const pathKey = (path) => JSON.stringify(path);

/** The address that a page's own (`#node=1/_`) names; null if it names none. */
export function pathIn(hash) {
  const [name, value] = hash.split("=");
  if (name !== "#node" || value === undefined) {
    return null;
  }
  try {
    return value ? value.split("/").map(decodeURIComponent) : [];
  } catch {
    return null;
  }
}
