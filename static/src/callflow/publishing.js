/** From the draft to a live version: now or at a time. */

import { html, nothing } from "lit";

import { cancel, changes, title } from "./dialog_parts.js";
import { renderPicture, toFirst } from "./difference.js";
import { anyFails, renderResults, runScenarios } from "./scenarios.js";

const LEVELS = ["red", "yellow"];

/** What becomes live, what is wrong with it, how saved calls end on it, a note, and when. */
export function publish(editor, dialog) {
  const findings = editor.findings.filter((finding) => LEVELS.includes(finding.level));
  const fails = anyFails(dialog);
  const blocked = findings.some((finding) => finding.level === "red");
  const unsaved = editor.saver.status !== "saved";
  compare(editor, dialog);
  runScenarios(editor, dialog);
  const submit = (event) => {
    event.preventDefault();
    go(editor, dialog);
  };
  const field = (name, type) => html`
    <div class="cf-field">
      <label for="cf-publish-${name}">${editor.t(`publish-${name}`)}</label>
      <input class="form-control" id="cf-publish-${name}" type=${type} maxlength=${type === "text" ? 200 : nothing} autocomplete="off"
             .value=${dialog[name] ?? ""} @input=${({ target }) => set(editor, dialog, name, target.value)}>
    </div>`;
  return html`
    ${title(editor.t("publish"))}
    <form @submit=${submit}>
      ${findings.map((finding) => html`<p class="cf-note" data-level=${finding.level}>${finding.message} ${finding.hint}</p>`)}
      ${unsaved ? html`<p class="cf-fault">${editor.t("not-saved-yet")}</p>` : nothing}
      ${dialog.faults.map((fault) => html`<p class="cf-fault" role="alert">${fault}</p>`)}
      ${renderResults(editor, dialog)}
      ${renderChanges(editor, dialog)}
      <p class="text-secondary">${editor.t(blocked ? "publish-blocked" : fails ? "scenario-blocked" : "publish-hint")}</p>
      ${field("note", "text")}
      <div class="cf-when">${field("at", "datetime-local")}${field("back", "datetime-local")}</div>
      <p class="cf-help">${editor.t("publish-when-hint", { zone: editor.dataset.timezone })}</p>
      <div class="btn-list">
        <button type="submit" class="btn btn-primary" ?disabled=${blocked || fails || unsaved || !dialog.scenarios}>
          ${editor.t(dialog.at ? "publish-then" : "publish-now")}</button>
        ${cancel(editor)}
      </div>
    </form>
  `;
}

function set(editor, dialog, name, value) {
  dialog[name] = value;
  editor.requestUpdate();
}

/** Asks once what differs from what is live. */
function compare(editor, dialog) {
  const live = editor.flow.live_version;
  if (dialog.changes !== undefined || !live) {
    return;
  }
  dialog.changes = null;
  editor.api.get(`callflows/${editor.flow.id}/versions/${live}/diff/?to=draft`).then(
    ({ changes: list, picture }) => {
      Object.assign(dialog, { changes: list, picture });
      editor.requestUpdate();
      toFirst(editor);
    },
    (error) => set(editor, dialog, "faults", error.messages ?? [editor.t("away")]),
  );
}

function renderChanges(editor, dialog) {
  if (!dialog.changes) {
    return nothing;
  }
  return dialog.changes.length
    ? html`<h3 class="cf-heading">${editor.t("live-changes")}</h3>${renderPicture(editor, dialog.picture)}${changes(dialog.changes)}`
    : html`<p>${editor.t("no-changes")}</p>`;
}

async function go(editor, dialog) {
  const { note = "", at, back } = dialog;
  try {
    if (at) {
      await editor.api.post("scheduled-publications/", {
        callflow: editor.flow.id,
        version: null,
        at,
        back_at: back || null,
        note,
      });
      editor.open({ kind: "published", text: editor.t("scheduled") });
      return;
    }
    const { revision } = editor.saver;
    const version = await editor.api.post(`callflows/${editor.flow.id}/publish/`, { note, revision });
    editor.flow.live_version = version.number;
    editor.flows = editor.flows.map((each) =>
      each.id === editor.flow.id ? { ...each, live_version: version.number, state: "live" } : each);
    editor.open({ kind: "published", text: editor.t("published", { n: version.number }) });
  } catch (error) {
    set(editor, dialog, "faults", error.messages ?? [editor.t("away")]);
  }
}

export const published = (editor, dialog) => html`
  ${title(dialog.text)}
  <p>${editor.t("published-hint")}</p>
  <div class="btn-list">
    <button type="button" class="btn" autofocus @click=${() => editor.close()}>${editor.t("close")}</button>
    <a class="btn" href="${editor.dataset.pages}callflows/${editor.flow.id}/">${editor.t("flow-page")}</a>
  </div>
`;
