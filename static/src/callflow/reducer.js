/**
 * What can be done to a callflow: pure functions from state to state.
 *
 * Each throws Refused, which says by its `reason` why it can't be done. `exits` are
 * functions `node => [{key, label, optional}]` that know the modules.
 */

import { DEFAULT, below, fromJson, placeOf } from "./doc.js";

export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Hangs a document at an exit (or makes it the root, with `parent` null). What hung
 * there goes on below the new module, at its `_` exit if it has one.
 *
 * @returns {{state, id}} the new state, and the id of the new module
 */
export function add(state, { parent, key, document, exits }) {
  const fresh = renumbered(document, state.next);
  const nodes = { ...state.nodes, ...fresh.nodes };
  let next = { ...state, nodes, next: fresh.next };
  const former = parent === null ? state.root : state.nodes[parent].children[key];
  next = hang(next, parent, key, fresh.root);
  if (former) {
    next = hangBelow(next, fresh.root, former, exits);
  }
  return { state: next, id: fresh.root };
}

/** Moves a module with all below it; what hung at the new place goes on below it. */
export function move(state, { id, parent, key, exits }) {
  const place = placeOf(state, id);
  if (parent !== null && [...below(state, id)].includes(parent)) {
    throw new Refused("inside");
  }
  if (place && place.parent === parent && place.key === key) {
    return state;
  }
  const former = parent === null ? state.root : state.nodes[parent].children[key];
  if (parent === null && !place) {
    return state;
  }
  let next = place ? without(state, place) : state;
  next = hang(next, parent, key, id);
  return former && former !== id ? hangBelow(next, id, former, exits) : next;
}

/** Takes a module out: with all below it, or (`keep`) with what follows in its place. */
export function remove(state, { id, keep = false }) {
  const place = placeOf(state, id);
  const node = state.nodes[id];
  const heir = keep ? heirOf(node) : null;
  const nodes = { ...state.nodes };
  for (const gone of below(state, id)) {
    delete nodes[gone];
  }
  for (const kept of heir ? below(state, heir) : []) {
    nodes[kept] = state.nodes[kept];
  }
  const next = { ...state, nodes };
  if (!place) {
    return { ...next, root: heir };
  }
  return heir ? hang(next, place.parent, place.key, heir) : without(next, place);
}

/** What takes the place of a module that is removed alone. */
export function heirOf(node) {
  const children = Object.values(node.children);
  return node.children[DEFAULT] ?? (children.length === 1 ? children[0] : null);
}

/** Replaces the settings of a module. */
export function setData(state, { id, data }) {
  return changed(state, id, { data });
}

/** Passes a module by, or no longer. */
export function setSkip(state, { id, skip }) {
  return changed(state, id, { skip });
}

/** Hangs a module at another exit of the same parent; two modules change places. */
export function setKey(state, { id, key }) {
  const place = placeOf(state, id);
  if (!place || place.key === key) {
    return state;
  }
  const children = { ...state.nodes[place.parent].children };
  const other = children[key];
  delete children[place.key];
  children[key] = id;
  if (other) {
    children[place.key] = other;
  }
  return changed(state, place.parent, { children });
}

function changed(state, id, parts) {
  return { ...state, nodes: { ...state.nodes, [id]: { ...state.nodes[id], ...parts } } };
}

function hang(state, parent, key, id) {
  if (parent === null) {
    return { ...state, root: id };
  }
  const children = { ...state.nodes[parent].children, [key]: id };
  return changed(state, parent, { children });
}

function without(state, place) {
  const children = { ...state.nodes[place.parent].children };
  delete children[place.key];
  return changed(state, place.parent, { children });
}

/** Hangs what was displaced below the newcomer; refuses when it has no exit for it. */
function hangBelow(state, id, former, exits) {
  const node = state.nodes[id];
  const free = exits(node).filter((exit) => !node.children[exit.key]);
  const exit = free.find((each) => each.key === DEFAULT) ?? free.at(-1);
  if (!exit) {
    throw new Refused("no-exit");
  }
  return hang(state, id, exit.key, former);
}

/** The document as nodes with numbers that nobody has yet. */
function renumbered(document, first) {
  const read = fromJson(document);
  const name = (id) => `m${Number(id.slice(1)) + first - 1}`;
  const nodes = {};
  for (const node of Object.values(read.nodes)) {
    const children = Object.fromEntries(
      Object.entries(node.children).map(([key, child]) => [key, name(child)]),
    );
    nodes[name(node.id)] = { ...node, id: name(node.id), children };
  }
  return { nodes, root: name(read.root), next: read.next + first - 1 };
}
