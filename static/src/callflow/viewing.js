/** A published version in the place of the draft: looked at, never changed. */

import { html, nothing } from "lit";

import { fromJson } from "./doc.js";

/** Shows a version; does nothing if it is shown already. Throws what REST throws. */
export async function view(editor, number) {
  if (editor.viewing?.number === number) {
    return;
  }
  const { document } = await editor.api.get(`callflows/${editor.flow.id}/versions/${number}/`);
  change(editor, { number, state: fromJson(document) });
  editor.announce(editor.t("viewing", { n: number }));
}

/** Back to the draft. */
export function leave(editor) {
  if (editor.viewing) {
    change(editor, null);
    editor.announce(editor.t("viewing-over"));
  }
}

function change(editor, viewing) {
  editor.viewing = viewing;
  editor.selected = { root: true };
  editor.trace = null;
  editor.panel = editor.panel === "replay" && viewing ? "replay" : "none";
  editor.look();
  editor.requestUpdate();
  editor.updateComplete.then(() => editor.panzoom.toStart());
}

/** Says so above the flow, and leads back. */
export function renderViewing(editor) {
  if (!editor.viewing) {
    return nothing;
  }
  return html`
    <div class="cf-notice">
      ${editor.icon("eye")}<span>${editor.t("viewing", { n: editor.viewing.number })}</span>
      <button type="button" class="btn btn-sm" @click=${() => leave(editor)}>${editor.t("to-draft")}</button>
    </div>
  `;
}
