/** What is offered beside a finding: the first step of mending it. */

import { html, nothing } from "lit";

import { askForModule, removeSelected } from "./commands.js";
import { nodeAt } from "./doc.js";

const MENDS = {
  /** At the exit that it is about, at any of the module, or where the flow begins. */
  add(editor, { path, about }) {
    const id = nodeAt(editor.state, path);
    editor.select(!id ? { parent: null, key: "" } : about ? { parent: id, key: about } : { id });
    askForModule(editor);
  },
  set(editor, { path, about }) {
    const id = nodeAt(editor.state, path);
    editor.select({ id });
    editor.updateComplete.then(() => focusOn(editor, `cf-${id}-${about}`));
  },
  remove(editor, { path, about }) {
    editor.select({ id: nodeAt(editor.state, about ? [...path, about] : path) });
    removeSelected(editor);
  },
};

/** A field that consists of several is gone into. */
function focusOn(editor, id) {
  const found = editor.querySelector(`[id="${id}"], [id^="${id}-"]`) ?? editor.querySelector(".cf-inspector :is(input, select, textarea, button)");
  found?.scrollIntoView({ block: "nearest" });
  found?.focus();
}

export function renderMend(editor, finding) {
  if (!finding.mend || editor.viewing) {
    return nothing;
  }
  const text = editor.t(`mend-${finding.mend}`);
  return html`<button type="button" class="btn btn-sm cf-mend" aria-label="${text}: ${finding.message}"
    @click=${() => MENDS[finding.mend](editor, finding)}>${text}</button>`;
}
