/** The account's callflows, to go to another one. */

import { html, nothing } from "lit";

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
  return html`
    <li>
      <a href="${editor.dataset.pages}callflows/${flow.id}/editor/" aria-current=${here ? "page" : nothing}>
        <span class="cf-flow-name">${flow.name}</span>
        <span class="cf-flow-facts">
          <span class="number">${flow.numbers.join(", ")}</span>
          ${flow.live_version ? nothing : html`<span class="badge bg-secondary-lt">${editor.t("draft")}</span>`}
        </span>
      </a>
    </li>
  `;
}
