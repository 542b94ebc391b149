/**
 * The callflow as a list of places, in the order in which a reader meets them: the root,
 * each module, each empty exit. Canvas, outline and keys all go by it.
 *
 * An item is `{id | parent, key | root, level, exit, node}`; `exit` is the exit that
 * leads there.
 */

import { slots } from "./exits.js";

/** The key of the place that stands for all optional exits that are empty. */
export const MORE = "\u2026";


export function items(editor) {
  const list = [{ root: true, level: 1, exit: null, node: null }];
  const { state } = editor;
  if (state.root === null) {
    list.push({ parent: null, key: "", level: 2, exit: null, node: null });
    return list;
  }
  const waiting = [{ id: state.root, level: 2, exit: null }];
  while (waiting.length) {
    const next = waiting.pop();
    if (!next.id) {
      list.push(next);
      continue;
    }
    const node = state.nodes[next.id];
    const about = editor.about(node);
    const { shown, more } = slots(node, about.exits);
    const open = !editor.collapsed.has(node.id);
    list.push({ ...next, node, about, open, branches: shown.length + more.length });
    if (open) {
      const rest = more.length ? [{ key: MORE, label: editor.t("more-exits") }] : [];
      waiting.push(...[...shown, ...rest].map((exit) => below(node, exit, next.level)).reverse());
    }
  }
  return list;
}

function below(node, exit, level) {
  const id = node.children[exit.key];
  const place = id ? { id } : { parent: node.id, key: exit.key, node: null };
  return { ...place, level: level + 1, exit };
}

/** What chooses an item. */
export const choice = (item) =>
  item.root ? { root: true } : item.id ? { id: item.id } : { parent: item.parent, key: item.key };
