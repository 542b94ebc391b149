/** The bar above (undo, saved or not, publish) and the findings below the flow. */

import { html, nothing } from "lit";

import { redoNext, undoLast } from "./commands.js";
import { renderMend } from "./mends.js";
import { readCircumstances } from "./what_if.js";

export function renderBar(editor) {
  const { history } = editor;
  return html`
    <div class="cf-bar" role="toolbar" aria-label=${editor.t("editor")}>
      <div class="btn-group">
        ${view(editor, "canvas", "hierarchy")}
        ${view(editor, "outline", "list-details")}
      </div>
      <div class="btn-group">
        ${tool(editor, "undo", "arrow-back-up", () => undoLast(editor), editor.viewing || !history.past.length)}
        ${tool(editor, "redo", "arrow-forward-up", () => redoNext(editor), editor.viewing || !history.future.length)}
      </div>
      ${renderStatus(editor)}
      <span class="cf-space"></span>
      ${tool(editor, "keys", "keyboard", () => editor.open({ kind: "keys" }))}
      <button type="button" class="btn" aria-pressed=${editor.panel === "replay"}
              @click=${() => (editor.panel === "replay" ? editor.replay.close() : editor.replay.open())}>${editor.icon("route")}<span>${editor.t("replay")}</span></button>
      <button type="button" class="btn" aria-pressed=${editor.panel === "what-if"} ?disabled=${Boolean(editor.viewing)}
              @click=${() => toggle(editor)}>${editor.icon("player-play")}<span>${editor.t("what-if")}</span></button>
      <button type="button" class="btn" @click=${() => editor.open({ kind: "versions" })}>${editor.icon("history")}<span>${editor.t("versions")}</span></button>
      <button type="button" class="btn btn-primary" ?disabled=${Boolean(editor.viewing)} @click=${() => publish(editor)}>
        ${editor.icon("rocket")}<span>${editor.t("publish")}</span></button>
    </div>
  `;
}

function toggle(editor) {
  editor.replay.pause();
  editor.panel = editor.panel === "what-if" ? "none" : "what-if";
  editor.trace = null;
  editor.requestUpdate();
  if (editor.panel === "what-if") {
    readCircumstances(editor);
  }
}

async function publish(editor) {
  await editor.saver.flush();
  editor.open({ kind: "publish", note: "", faults: [] });
}

function view(editor, name, icon) {
  const show = () => {
    editor.view = name;
    editor.requestUpdate();
    editor.updateComplete.then(() => editor.panzoom.apply());
  };
  return html`<button type="button" class="btn btn-icon" aria-pressed=${editor.view === name}
    aria-label=${editor.t(`view-${name}`)} title=${editor.t(`view-${name}`)} @click=${show}>${editor.icon(icon)}</button>`;
}

function tool(editor, name, icon, act, disabled = false) {
  return html`<button type="button" class="btn btn-icon" aria-label=${editor.t(name)} title=${editor.t(name)}
    ?disabled=${disabled} @click=${act}>${editor.icon(icon)}</button>`;
}

const COLOURS = { saved: "green", waiting: "secondary", saving: "secondary", away: "orange", conflict: "red", refused: "red" };

function renderStatus(editor) {
  const { status, problem } = editor.saver;
  const why = status === "refused" ? problem.messages.join(" ") : "";
  return html`<span class="status status-${COLOURS[status]}" role="status" data-status=${status}>
    <span class="status-dot"></span>${editor.t(`status-${status}`)} ${why}</span>`;
}

const ORDER = { red: 0, yellow: 1, info: 2 };
const ICONS = { red: "circle-x", yellow: "alert-triangle", info: "info-circle" };

export function renderStrip(editor) {
  const findings = [...editor.findings].sort((a, b) => ORDER[a.level] - ORDER[b.level]);
  const count = (level) => findings.filter((finding) => finding.level === level).length;
  return html`
    <section class="cf-strip" aria-labelledby="cf-strip-title">
      <details ?open=${count("red") > 0}>
        <summary id="cf-strip-title">
          ${findings.length
            ? editor.t("findings", { red: count("red"), yellow: count("yellow"), info: count("info") })
            : editor.t("no-findings")}
        </summary>
        ${findings.length ? html`<ul>${findings.map((finding) => renderFinding(editor, finding))}</ul>` : nothing}
      </details>
    </section>
  `;
}

function renderFinding(editor, finding) {
  return html`
    <li>
      <button type="button" class="cf-finding" data-level=${finding.level} @click=${() => editor.selectPath(finding.path)}>
        ${editor.icon(ICONS[finding.level])}
        <span>${finding.message} <span class="text-secondary">${finding.hint}</span></span>
      </button>
      ${renderMend(editor, finding)}
    </li>
  `;
}
