/** The editor by keyboard. Ctrl (or Cmd) and / shows all of this. */

import * as commands from "./commands.js";
import { placeOf } from "./doc.js";
import { choice, items } from "./items.js";

/** What the dialog of shortcuts lists: keys, and the name of the text that says what for. */
export const SHORTCUTS = [
  ["↑ ↓", "keys-move"],
  ["← →", "keys-fold"],
  ["Enter", "keys-enter"],
  ["Esc", "keys-back"],
  ["A", "keys-add"],
  ["Del", "keys-remove"],
  ["Shift+Del", "keys-remove-one"],
  ["S", "keys-skip"],
  ["Ctrl+Z", "keys-undo"],
  ["Ctrl+Shift+Z", "keys-redo"],
  ["Ctrl+C / X / V", "keys-copy"],
  ["Ctrl+S", "keys-save"],
  ["Ctrl+/", "keys-help"],
];

const WITH_CTRL = {
  z: (editor, event) => (event.shiftKey ? commands.redoNext(editor) : commands.undoLast(editor)),
  y: (editor) => commands.redoNext(editor),
  s: (editor) => editor.saver.flush(),
  "/": (editor) => editor.open({ kind: "keys" }),
};
const WITH_CTRL_IN_TREE = {
  c: (editor) => commands.copy(editor),
  x: (editor) => commands.copy(editor, true),
  v: (editor) => commands.paste(editor),
};
const IN_TREE = {
  a: (editor) => commands.askForModule(editor),
  s: (editor) => commands.toggleSkip(editor),
  delete: (editor, event) => commands.removeSelected(editor, event.shiftKey ? true : null),
  backspace: (editor) => commands.removeSelected(editor),
  enter: (editor) => enter(editor),
  arrowdown: (editor) => step(editor, 1),
  arrowup: (editor) => step(editor, -1),
  arrowleft: (editor) => fold(editor),
  arrowright: (editor) => unfold(editor),
  home: (editor) => editor.select({ root: true }, true),
  end: (editor) => editor.select(choice(items(editor).at(-1)), true),
};

export function onKey(editor, event) {
  const key = event.key.toLowerCase();
  const ctrl = event.ctrlKey || event.metaKey;
  const typing = event.target.closest("input, textarea, select, dialog");
  const inTree = Boolean(event.target.closest('[role="tree"]'));
  let act = null;
  if (ctrl) {
    act = (typing && key !== "s" && key !== "/" ? null : WITH_CTRL[key]) ?? (inTree ? WITH_CTRL_IN_TREE[key] : null);
  } else if (inTree && !event.altKey) {
    act = IN_TREE[key];
  } else if (key === "escape" && event.target.closest(".cf-side")) {
    act = () => editor.select(editor.selected, true);
  }
  if (act) {
    event.preventDefault();
    act(editor, event);
  }
}

function step(editor, by) {
  const list = items(editor);
  const at = list.findIndex((item) => editor.isSelected(choice(item)));
  const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
  editor.select(choice(next), true);
}

function fold(editor) {
  const { id, parent, root } = editor.selected;
  if (root) {
    return;
  }
  if (id && !editor.collapsed.has(id) && Object.keys(editor.state.nodes[id].children).length) {
    commands.toggleCollapsed(editor, id, true);
    return;
  }
  const above = id ? placeOf(editor.state, id)?.parent : parent;
  editor.select(above ? { id: above } : { root: true }, true);
}

function unfold(editor) {
  const { id } = editor.selected;
  if (id && editor.collapsed.has(id)) {
    commands.toggleCollapsed(editor, id, false);
    return;
  }
  step(editor, 1);
}

/** An empty place is filled; a module's settings are gone to. */
function enter(editor) {
  const { id, root } = editor.selected;
  if (!id && !root) {
    commands.askForModule(editor);
    return;
  }
  editor.querySelector(".cf-inspector :is(input, select, textarea, button)")?.focus();
}
