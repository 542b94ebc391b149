/** The settings of the chosen module, or of the callflow itself. */

import { html, nothing } from "lit";

import { copy, removeSelected, setData, setKey, toggleSkip } from "./commands.js";
import { placeOf } from "./doc.js";
import { renderField } from "./fields.js";
import { renderFlow } from "./flow_settings.js";
import { fieldsFor, fieldsOf, valueAt, withoutHidden, withValue } from "./schema.js";

export function renderInspector(editor) {
  const { id, root } = editor.selected;
  const node = id && editor.state.nodes[id];
  return html`
    <section class="cf-inspector" aria-labelledby="cf-inspector-title">
      ${node ? renderModule(editor, node) : root ? renderFlow(editor) : renderEmpty(editor)}
    </section>
  `;
}

function renderEmpty(editor) {
  return html`
    <h2 class="cf-heading" id="cf-inspector-title">${editor.t("free-exit")}</h2>
    <p class="text-secondary m-0">${editor.t("free-exit-hint")}</p>
  `;
}

function renderModule(editor, node) {
  const about = editor.about(node);
  const fields = about.card ? fieldsOf(about.card.schema) : [];
  return html`
    <h2 class="cf-heading" id="cf-inspector-title">${about.label}</h2>
    <p class="cf-help">${about.card ? about.card.help : editor.t("locked-hint")}</p>
    ${renderExit(editor, node)}
    ${fieldsFor(fields, node.data).map((field) => renderField(editor, field, {
      id: `cf-${node.id}-${field.name}`,
      value: valueAt(node.data, field),
      set: (value) => setData(editor, node.id, withoutHidden(fields, withValue(node.data, field, value)), field.name),
      fault: about.findings.filter((each) => each.about === field.name && each.level === "red").map((each) => each.message).join(" "),
    }))}
    ${about.card ? nothing : html`<pre class="cf-raw">${JSON.stringify(node.locked ? node.raw : node.data, null, 2)}</pre>`}
    ${about.findings.map((finding) => html`
      <p class="cf-note" data-level=${finding.level}>${finding.message} <span class="text-secondary">${finding.hint}</span></p>`)}
    <div class="btn-list">
      ${node.locked ? nothing : html`<button type="button" class="btn btn-sm" @click=${() => toggleSkip(editor)}>
        ${editor.icon(node.skip ? "eye" : "eye-off")}${editor.t(node.skip ? "do-not-skip" : "do-skip")}</button>`}
      <button type="button" class="btn btn-sm" @click=${() => copy(editor)}>${editor.icon("copy")}${editor.t("copy")}</button>
      <button type="button" class="btn btn-sm btn-ghost-danger" @click=${() => removeSelected(editor)}>
        ${editor.icon("trash")}${editor.t("remove")}</button>
    </div>
  `;
}

/** At which exit of its parent the module hangs. */
function renderExit(editor, node) {
  const place = placeOf(editor.state, node.id);
  if (!place) {
    return nothing;
  }
  const exits = editor.about(editor.state.nodes[place.parent]).exits;
  if (exits.length < 2) {
    return nothing;
  }
  return html`
    <div class="cf-field">
      <label for="cf-exit">${editor.t("at-exit")}</label>
      <select class="form-select" id="cf-exit" @change=${({ target }) => setKey(editor, node.id, exits[target.selectedIndex].key)}>
        ${exits.map((exit) => html`<option ?selected=${exit.key === place.key}>${exit.label}</option>`)}
      </select>
    </div>
  `;
}
