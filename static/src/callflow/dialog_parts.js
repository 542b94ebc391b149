/** What all dialogs are made of. */

import { html } from "lit";

export const title = (text) => html`<h2 class="cf-heading" id="cf-dialog-title">${text}</h2>`;

export const cancel = (editor) => html`
  <button type="button" class="btn" @click=${() => editor.close()}>${editor.t("cancel")}</button>`;

/** Changes as the portal tells them, with settings before and after. */
export function changes(list) {
  return html`
    <ul class="cf-difference">
      ${list.map(({ kind, text, settings = [] }) => html`
        <li data-kind=${kind}>${text}
          ${settings.map((each) => html`<div class="text-secondary">${each.title}: <del>${each.before_text}</del> → <ins>${each.after_text}</ins></div>`)}
        </li>`)}
    </ul>
  `;
}
