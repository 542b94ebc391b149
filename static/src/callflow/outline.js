/** The same callflow as a list that is read and worked on by keyboard alone. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { treeItem } from "./canvas.js";
import { askForModule } from "./commands.js";
import { choice, items } from "./items.js";
import { renderCalls } from "./live.js";
import { styled } from "./styled.js";

export function renderOutline(editor) {
  const list = items(editor);
  return html`
    <div class="cf-outline" role="tree" aria-label=${editor.t("tree", { name: editor.flow.name })}>
      ${repeat(list, (item) => JSON.stringify(choice(item)), (item) => renderLine(editor, item))}
    </div>
  `;
}

function renderLine(editor, item) {
  const { current, tabindex, drop } = treeItem(editor, item);
  return html`
    <div class="cf-line" role="treeitem" aria-level=${item.level} aria-selected=${current}
         aria-expanded=${item.node && item.branches ? item.open : nothing}
         tabindex=${tabindex} data-current=${current} data-drop=${drop}
         data-lit=${editor.trace && item.id ? (editor.trace.lit.has(item.id) ? "yes" : "no") : nothing}
         data-now=${(item.id && editor.trace?.now === item.id) || nothing}
         ${styled({ "--cf-level": item.level - 1 })}
         @click=${() => editor.select(choice(item), true)}
         @pointerdown=${(event) => press(editor, item, event)}>
      ${content(editor, item)}
      ${current && !editor.viewing ? renderAdd(editor, item) : nothing}
    </div>
  `;
}

/** Modules can be dragged to another line; what is on a button is a click. */
function press(editor, item, event) {
  if (item.node && !editor.viewing && !event.target.closest("button")) {
    editor.dragging.press(event, { id: item.id }, item.about.label);
  }
}

function content(editor, item) {
  if (item.root) {
    const { name, numbers } = editor.flow;
    return html`${editor.icon("phone-incoming")}<b>${name}</b> <span class="number">${numbers.join(", ")}</span>`;
  }
  const exit = item.exit?.label ? html`<span class="flow-exit">${item.exit.label}</span>` : nothing;
  if (!item.node) {
    return html`${exit}<span class="cf-empty">${editor.t("nothing-here")}</span>`;
  }
  const { about, node } = item;
  return html`
    ${exit}${editor.icon(about.card?.icon ?? "lock")}<b>${about.label}</b>
    <span class="cf-caption">${node.skip ? editor.t("is-skipped") : about.caption}</span>
    ${renderCalls(editor, about.path)}
    ${about.findings.map((finding) => html`
      <span class="cf-finding" data-level=${finding.level} title=${finding.message}>
        ${editor.icon(finding.level === "red" ? "circle-x" : "alert-triangle")}<span class="visually-hidden">${finding.message}</span>
      </span>`)}
    ${item.open ? nothing : html`<span class="cf-folded">${editor.t("folded", { n: Object.keys(node.children).length })}</span>`}
  `;
}

function renderAdd(editor, item) {
  const name = item.node ? "add-below" : "add-here";
  return html`
    <button type="button" class="btn btn-sm" tabindex="-1"
            @click=${(event) => (event.stopPropagation(), askForModule(editor))}>
      ${editor.icon("plus")}${editor.t(name)}
    </button>
  `;
}
