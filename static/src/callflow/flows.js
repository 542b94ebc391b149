/** The account's callflows, to go to another one. */

import { html, nothing } from "lit";

/** What is as it should be has no badge. */
const COLOURS = { draft: "secondary", failing: "red" };

export function renderFlows(editor) {
  const words = editor.search.flows.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (flow) => `${flow.name} ${flow.numbers.join(" ")}`.toLowerCase();
  const found = editor.flows.filter((flow) => words.every((word) => text(flow).includes(word)));
  const type = (event) => {
    editor.search.flows = event.target.value;
    editor.requestUpdate();
  };
  return html`
    <nav class="cf-flows" aria-labelledby="cf-flows-title">
      <h2 class="cf-heading" id="cf-flows-title">${editor.t("callflows")}</h2>
      <input type="search" class="form-control" .value=${editor.search.flows} @input=${type}
             placeholder=${editor.t("search-flows")} aria-label=${editor.t("search-flows")}>
      <ul>${found.map((flow) => renderFlow(editor, flow))}</ul>
      ${found.length || !editor.flows.length ? nothing : html`<p class="text-secondary">${editor.t("no-flow-found")}</p>`}
    </nav>
  `;
}

function renderFlow(editor, flow) {
  const here = flow.id === editor.flow.id;
  const state = here ? stateNow(editor, flow) : flow.state;
  return html`
    <li>
      <a href="${editor.dataset.pages}callflows/${flow.id}/editor/" aria-current=${here ? "page" : nothing}>
        <span class="cf-flow-name">${flow.name}</span>
        <span class="cf-flow-facts">
          <span class="number">${flow.numbers.join(", ")}</span>
          ${state in COLOURS ? html`<span class="badge bg-${COLOURS[state]}-lt">${editor.t(state)}</span>` : nothing}
        </span>
      </a>
    </li>
  `;
}

/** The list was read when the page was opened: errors of this one have come and gone since. */
function stateNow(editor, flow) {
  if (editor.findings.some(({ level }) => level === "red")) {
    return "failing";
  }
  return editor.flow.live_version ? "live" : "draft";
}
