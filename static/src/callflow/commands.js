/** What a person can do in the editor, whether by mouse, by key or from a menu. */

import { below, DEFAULT, placeOf, toJson } from "./doc.js";
import { MORE } from "./items.js";
import { record, redo, undo } from "./history.js";
import * as reduce from "./reducer.js";

export const recorded = record;

/** Whether only a published version is shown, which nobody changes; says so. */
function fixed(editor) {
  if (editor.viewing) {
    editor.open({ kind: "refused", reason: "version" });
  }
  return Boolean(editor.viewing);
}

/** Does something to the state; what can't be done is told instead. */
function attempt(editor, act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof reduce.Refused)) {
      throw error;
    }
    editor.announce(editor.t(`refused-${error.reason}`));
    editor.open({ kind: "refused", reason: error.reason });
    return null;
  }
}

/** The exits of a module that nothing hangs at. */
export function freeExits(editor, id) {
  const node = editor.state.nodes[id];
  return editor.about(node).exits.filter((exit) => !exit.unknown && !node.children[exit.key]);
}

/**
 * Puts a document where `place` says: `{parent, key}` at that exit, `{id}` below that
 * module (it asks which exit if several are free), `{root: true}` at the beginning.
 */
export function put(editor, document, place) {
  return at(editor, place, (parent, key) => {
    const made = attempt(editor, () =>
      reduce.add(editor.state, { parent, key, document, exits: editor.exits }));
    if (made) {
      const name = editor.about(made.state.nodes[made.id]).label;
      editor.apply(made.state, editor.t("added", { name }));
      editor.select({ id: made.id }, true);
    }
  });
}

/** A new module with the settings that it has by default. */
export function addModule(editor, name, place = editor.selected) {
  return put(editor, { module: name, data: {} }, place);
}

/** Moves a module with all below it to a place, as `put` has it. */
export function moveTo(editor, id, place) {
  if (place.id === id) {
    return;
  }
  at(editor, place, (parent, key) => {
    const state = attempt(editor, () =>
      reduce.move(editor.state, { id, parent, key, exits: editor.exits }));
    if (state) {
      editor.apply(state, editor.t("moved", { name: nameOf(editor, id) }));
      editor.select({ id }, true);
    }
  });
}

function at(editor, place, act) {
  if (fixed(editor)) {
    return null;
  }
  if (place.root) {
    return act(null, "");
  }
  if (!place.id && place.key !== MORE) {
    return act(place.parent, place.key);
  }
  const id = place.id ?? place.parent;
  const free = freeExits(editor, id).filter((exit) => place.id || exit.optional);
  if (free.length === 1) {
    return act(id, free[0].key);
  }
  if (!free.length) {
    if (editor.state.nodes[id].children[DEFAULT]) {
      return act(id, DEFAULT);
    }
    return editor.open({ kind: "refused", reason: "no-exit" });
  }
  return editor.open({ kind: "exit", exits: free, choose: (key) => act(id, key) });
}

/** Asks, if something hangs below the module; otherwise removes it at once. */
export function removeSelected(editor, keep = null) {
  const { id } = editor.selected;
  if (!id || fixed(editor)) {
    return;
  }
  const hanging = [...below(editor.state, id)].length - 1;
  if (keep === null && hanging) {
    const heir = reduce.heirOf(editor.state.nodes[id]);
    editor.open({ kind: "remove", id, hanging, keepable: heir !== null });
    return;
  }
  const name = nameOf(editor, id);
  const place = placeOf(editor.state, id);
  const state = reduce.remove(editor.state, { id, keep: Boolean(keep) });
  editor.selected = place ?? { root: true };
  editor.apply(state, editor.t("removed", { name }));
  editor.select(editor.selected, true);
}

export function setData(editor, id, data, tag) {
  if (fixed(editor)) {
    return;
  }
  editor.apply(reduce.setData(editor.state, { id, data }), "", `${id}.${tag}`);
}

export function toggleSkip(editor) {
  const { id } = editor.selected;
  const node = id && editor.state.nodes[id];
  if (node && !node.locked && !fixed(editor)) {
    const state = reduce.setSkip(editor.state, { id, skip: !node.skip });
    editor.apply(state, editor.t(node.skip ? "not-skipped" : "skipped", { name: nameOf(editor, id) }));
  }
}

export function setKey(editor, id, key) {
  if (fixed(editor)) {
    return;
  }
  editor.apply(reduce.setKey(editor.state, { id, key }), editor.t("exit-changed"));
}

export function undoLast(editor) {
  if (fixed(editor)) {
    return;
  }
  const label = editor.history.present.label;
  editor.setHistory(undo(editor.history), editor.t("undone", { label }));
}

export function redoNext(editor) {
  if (fixed(editor)) {
    return;
  }
  const label = editor.history.future[0]?.label ?? "";
  editor.setHistory(redo(editor.history), editor.t("redone", { label }));
}

const CLIPBOARD = "callflow-clipboard";

/** Keeps the chosen module with all below it, for this and for other callflows. */
export function copy(editor, cut = false) {
  const { id } = editor.selected;
  if (!id) {
    return;
  }
  localStorage.setItem(CLIPBOARD, JSON.stringify(toJson(editor.state, id)));
  editor.announce(editor.t("copied", { name: nameOf(editor, id) }));
  if (cut) {
    removeSelected(editor, false);
  }
}

export function paste(editor) {
  const kept = localStorage.getItem(CLIPBOARD);
  if (kept) {
    put(editor, JSON.parse(kept), editor.selected);
  }
}

/** Opens the dialog that adds a module by its name. */
export function askForModule(editor) {
  if (fixed(editor)) {
    return;
  }
  editor.open({ kind: "add", place: editor.selected, words: "" });
}

export function toggleCollapsed(editor, id, collapse = !editor.collapsed.has(id)) {
  const collapsed = new Set(editor.collapsed);
  collapsed[collapse ? "add" : "delete"](id);
  editor.collapsed = collapsed;
  editor.requestUpdate();
}

export function nameOf(editor, id) {
  const node = editor.state.nodes[id];
  return node ? editor.about(node).label : "";
}
