/**
 * Undo and redo without end, as a value: `{past, present, future}`.
 *
 * An entry is `{state, label, tag}`: the state *after* what the label names. Changes of
 * the same non-empty tag that follow on each other (typing into one field) are one.
 */

export const begin = (state) => ({ past: [], present: { state, label: "", tag: "" }, future: [] });

export function record(history, state, label, tag = "") {
  if (state === history.present.state) {
    return history;
  }
  const present = { state, label, tag };
  const same = tag && tag === history.present.tag;
  const past = same ? history.past : [...history.past, history.present];
  return { past, present, future: [] };
}

/** @returns the history one step back, or the same one at its beginning. */
export function undo(history) {
  const { past, present, future } = history;
  if (!past.length) {
    return history;
  }
  return { past: past.slice(0, -1), present: past.at(-1), future: [present, ...future] };
}

export function redo(history) {
  const { past, present, future } = history;
  if (!future.length) {
    return history;
  }
  return { past: [...past, present], present: future[0], future: future.slice(1) };
}
