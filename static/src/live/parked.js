/**
 * Calls that are parked now: of one lot, or of all.
 *
 * @example
 * <pbx-parked data-ws="/ws/a/acme/live/" data-icons="/static/icons.svg"
 *             data-lot="acme-pl-k3v9qa-701-720" data-lang="en" data-text-caption="…">
 * </pbx-parked>
 */

import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { asClock, asIso } from "./duration.js";
import { TickingIsland } from "./island.js";

const COLUMNS = ["space", "caller", "parker", "left"];

export class Parked extends TickingIsland {
  #calls() {
    const { lot } = this.dataset;
    return [...this.stream.state.parked.values()]
      .filter((call) => !lot || call.lot === lot)
      .sort((a, b) => a.space - b.space);
  }

  summary() {
    return this.text("summary", { n: this.#calls().length });
  }

  renderKnown() {
    const calls = this.#calls();
    if (!calls.length) {
      return this.renderEmpty("parking", this.text("empty-title"), this.text("empty-hint"));
    }
    return html`
      <div class="table-responsive">
        <table class="table table-vcenter card-table table-mobile-md live-table"
               ?data-stale=${!this.fresh}>
          <caption class="visually-hidden">${this.text("caption")}</caption>
          <thead>
            <tr>${COLUMNS.map((name) => html`<th scope="col">${this.text(`col-${name}`)}</th>`)}</tr>
          </thead>
          <tbody>
            ${repeat(calls, ({ id }) => id, (call) => this.#row(call))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row(call) {
    const { name, number } = call.caller;
    const caller = [name, number].filter(Boolean).join(" ") || this.text("anonymous");
    const over = (this.stream.now() - Date.parse(call.since)) / 1000;
    const left = Math.max(0, Math.ceil(call.seconds - over));
    return html`
      <tr data-space=${call.space}>
        <td data-label=${this.text("col-space")}><span class="number">${call.space}</span></td>
        <td data-label=${this.text("col-caller")}>${caller}</td>
        <td data-label=${this.text("col-parker")}><span class="number">${call.parked_by || "–"}</span></td>
        <td data-label=${this.text("col-left")}>
          <time class="number" datetime=${asIso(left)}>${asClock(left)}</time>
        </td>
      </tr>
    `;
  }
}

customElements.define("pbx-parked", Parked);
