/** All published versions: two are compared, one is looked at or becomes the draft. */

import { html, nothing } from "lit";

import { moment } from "../moments.js";
import { changes, title } from "./dialog_parts.js";
import { renderPicture, toFirst } from "./difference.js";
import { fromJson } from "./doc.js";
import { leave, view } from "./viewing.js";

const DRAFT = "draft";

export function versions(editor, dialog) {
  if (!dialog.list) {
    load(editor, dialog);
    return html`${title(editor.t("versions"))}<p>${editor.t("loading")}</p>`;
  }
  return html`
    ${title(editor.t("versions"))}
    ${dialog.list.length ? renderCompare(editor, dialog) : html`<p class="text-secondary">${editor.t("no-versions")}</p>`}
    <ol class="cf-versions">${dialog.list.map((version) => renderVersion(editor, dialog, version))}</ol>
    <div class="btn-list">
      <button type="button" class="btn" autofocus @click=${() => editor.close()}>${editor.t("close")}</button>
      <a class="btn" href="${editor.dataset.pages}callflows/${editor.flow.id}/">${editor.t("flow-page")}</a>
    </div>
  `;
}

function load(editor, dialog) {
  if (dialog.asked) {
    return;
  }
  dialog.asked = true;
  const has = ({ results }) => {
    const live = results.find((each) => each.is_live) ?? results[0];
    const asked = dialog.from !== undefined;
    Object.assign(dialog, { from: String(live?.number), to: DRAFT, ...dialog, list: results });
    if (asked) {
      compare(editor, dialog, dialog.from, dialog.to);
    }
    editor.requestUpdate();
  };
  editor.api.get(`callflows/${editor.flow.id}/versions/`).then(has, (error) => editor.fail(error));
}

/** Any two of them, the later one perhaps the draft. */
function renderCompare(editor, dialog) {
  const name = (value) => (value === DRAFT ? editor.t("this-draft") : `v${value}`);
  const numbers = dialog.list.map(({ number }) => String(number));
  const choose = (which, values) => html`
    <div class="cf-field">
      <label for="cf-compare-${which}">${editor.t(`compare-${which}`)}</label>
      <select class="form-select" id="cf-compare-${which}" @change=${({ target }) => (dialog[which] = target.value)}>
        ${values.map((value) => html`<option value=${value} .selected=${value === dialog[which]}>${name(value)}</option>`)}
      </select>
    </div>`;
  const submit = (event) => {
    event.preventDefault();
    compare(editor, dialog, dialog.from, dialog.to);
  };
  const { found } = dialog;
  return html`
    <form class="cf-compare" @submit=${submit}>
      ${choose("from", numbers)}${choose("to", [DRAFT, ...numbers])}
      <button type="submit" class="btn">${editor.icon("arrows-diff")}${editor.t("compare-two")}</button>
    </form>
    ${dialog.fault ? html`<p class="cf-fault" role="alert">${dialog.fault}</p>` : nothing}
    ${found
      ? html`<h3 class="cf-heading" role="status">${name(found.from)} → ${name(found.to)}</h3>
        ${found.changes.length ? html`${renderPicture(editor, found.picture)}${changes(found.changes)}` : html`<p>${editor.t("no-changes")}</p>`}`
      : nothing}
  `;
}

async function compare(editor, dialog, from, to) {
  Object.assign(dialog, { from, to, fault: "" });
  try {
    await editor.saver.flush();
    const answer = await editor.api.get(`callflows/${editor.flow.id}/versions/${encodeURIComponent(from)}/diff/?to=${encodeURIComponent(to)}`);
    dialog.found = { from, to, ...answer };
  } catch (error) {
    dialog.fault = error.messages?.join(" ") ?? editor.t("away");
  }
  editor.requestUpdate();
  toFirst(editor);
}

function renderVersion(editor, dialog, version) {
  const { number } = version;
  const show = () => {
    editor.close();
    view(editor, number).catch((error) => editor.fail(error));
  };
  const restore = () => {
    editor.close();
    leave(editor);
    editor.apply(fromJson(version.document), editor.t("restored", { n: number }));
  };
  return html`
    <li>
      <div><b class="number">v${number}</b> ${version.is_live ? html`<span class="badge bg-green-lt">${editor.t("live")}</span>` : nothing}
        <time class="text-secondary">${moment(version.created_at)}</time> ${version.note}</div>
      <div class="btn-list">
        <button type="button" class="btn btn-sm" @click=${() => compare(editor, dialog, String(number), DRAFT)}>${editor.t("compare")}</button>
        <button type="button" class="btn btn-sm" @click=${show}>${editor.t("show")}</button>
        <button type="button" class="btn btn-sm" @click=${restore}>${editor.t("restore")}</button>
        <a class="btn btn-sm" href="${editor.dataset.pages}callflows/${editor.flow.id}/outline/?version=${number}">${editor.t("in-words")}</a>
      </div>
    </li>
  `;
}
