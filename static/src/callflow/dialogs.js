/** Questions that need an answer before the editor goes on. */

import { html, nothing } from "lit";

import { addModule, removeSelected } from "./commands.js";
import { cancel, changes, title } from "./dialog_parts.js";
import { SHORTCUTS } from "./keys.js";
import { found } from "./palette.js";
import { publish, published } from "./publishing.js";
import { scenario } from "./scenarios.js";
import { versions } from "./versions.js";

const DIALOGS = { add, exit, remove, refused, keys, publish, published, versions, scenario, conflict };
/** Those that may show a picture. */
const WIDE = ["publish", "versions"];

export function renderDialogs(editor) {
  const { dialog } = editor;
  if (!dialog) {
    return nothing;
  }
  return html`
    <dialog class="cf-dialog" data-wide=${WIDE.includes(dialog.kind) || nothing} aria-labelledby="cf-dialog-title" @close=${() => editor.dialog === dialog && editor.close()}
            @cancel=${(event) => dialog.kind === "conflict" && event.preventDefault()}>
      ${DIALOGS[dialog.kind](editor, dialog)}
    </dialog>
  `;
}

/** A module by its name: type, arrows, Enter. */
function add(editor, dialog) {
  const cards = found(editor.cards, dialog.words).slice(0, 30);
  dialog.at = Math.min(dialog.at ?? 0, Math.max(0, cards.length - 1));
  const take = (card) => {
    editor.close();
    addModule(editor, card.name, dialog.place);
  };
  const type = (event) => {
    Object.assign(dialog, { words: event.target.value, at: 0 });
    editor.requestUpdate();
  };
  const key = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      dialog.at = Math.min(cards.length - 1, Math.max(0, dialog.at + by));
      editor.requestUpdate();
    } else if (event.key === "Enter" && cards.length) {
      event.preventDefault();
      take(cards[dialog.at]);
    }
  };
  const chosen = cards[dialog.at];
  return html`
    ${title(editor.t("add-module"))}
    <input type="text" class="form-control" autofocus role="combobox" aria-expanded="true" aria-controls="cf-found"
           aria-activedescendant=${chosen ? `cf-found-${chosen.name}` : nothing} aria-label=${editor.t("search-modules")}
           placeholder=${editor.t("search-modules")} .value=${dialog.words} @input=${type} @keydown=${key}>
    <ul class="cf-found" role="listbox" id="cf-found" aria-label=${editor.t("modules")}>
      ${cards.map((card, index) => html`
        <li role="option" id="cf-found-${card.name}" aria-selected=${index === dialog.at} @click=${() => take(card)}>
          ${editor.icon(card.icon)}<span><b>${card.label}</b> <span class="text-secondary">${card.help}</span></span>
        </li>`)}
    </ul>
    <div class="btn-list">${cancel(editor)}</div>
  `;
}

function exit(editor, dialog) {
  const take = (key) => {
    editor.close();
    dialog.choose(key);
  };
  return html`
    ${title(editor.t("which-exit"))}
    <div class="cf-exits">
      ${dialog.exits.map((each) => html`
        <button type="button" class="btn" aria-pressed=${dialog.chosen === undefined ? nothing : each.key === dialog.chosen}
                @click=${() => take(each.key)}>${each.label}</button>`)}
    </div>
    <div class="btn-list">${cancel(editor)}</div>
  `;
}

function remove(editor, dialog) {
  const act = (keep) => {
    editor.close();
    editor.selected = { id: dialog.id };
    removeSelected(editor, keep);
  };
  return html`
    ${title(editor.t("remove-what"))}
    <p>${editor.t("remove-hint", { n: dialog.hanging })}</p>
    <div class="btn-list">
      <button type="button" class="btn btn-danger" @click=${() => act(false)}>${editor.t("remove-all")}</button>
      ${dialog.keepable ? html`<button type="button" class="btn" @click=${() => act(true)}>${editor.t("remove-one")}</button>` : nothing}
      ${cancel(editor)}
    </div>
  `;
}

function refused(editor, dialog) {
  return html`
    ${title(editor.t("not-possible"))}
    <p>${editor.t(`refused-${dialog.reason}`)}</p>
    <div class="btn-list"><button type="button" class="btn" autofocus @click=${() => editor.close()}>${editor.t("close")}</button></div>
  `;
}

function keys(editor) {
  return html`
    ${title(editor.t("keys"))}
    <table class="table table-sm">
      <tbody>${SHORTCUTS.map(([each, what]) => html`<tr><th scope="row"><kbd>${each}</kbd></th><td>${editor.t(what)}</td></tr>`)}</tbody>
    </table>
    <div class="btn-list"><button type="button" class="btn" autofocus @click=${() => editor.close()}>${editor.t("close")}</button></div>
  `;
}

/** Somebody else has saved meanwhile: what they did is looked at before either is lost. */
function conflict(editor) {
  const told = editor.saver.problem.body;
  const takeTheirs = async () => {
    const theirs = await editor.api.get(`callflows/${editor.flow.id}/`);
    editor.saver.forget(theirs.revision);
    editor.take(theirs);
    editor.close();
    editor.look();
  };
  const keepMine = async () => {
    editor.close();
    await editor.saver.overrule(told.revision);
  };
  return html`
    ${title(editor.t("conflict"))}
    <p>${editor.t("conflict-hint")}</p>
    ${told.stored_changes ? html`<h3 class="cf-heading">${editor.t("their-changes")}</h3>${changes(told.stored_changes)}` : nothing}
    ${told.your_changes ? html`<h3 class="cf-heading">${editor.t("your-changes")}</h3>${changes(told.your_changes)}` : changes(told.difference ?? [])}
    <div class="btn-list">
      <button type="button" class="btn" @click=${takeTheirs}>${editor.t("take-theirs")}</button>
      <button type="button" class="btn btn-danger" @click=${keepMine}>${editor.t("keep-mine")}</button>
    </div>
  `;
}
