/**
 * Calls in progress, as they happen.
 *
 * @example
 * <pbx-live-calls data-ws="/ws/a/acme/live/" data-icons="/static/icons.svg"
 *                 data-text-empty-title="No calls right now" …></pbx-live-calls>
 */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { asClock, asIso, secondsSince } from "./duration.js";
import { TickingIsland } from "./island.js";
import { callRows } from "./rows.js";
import { callState } from "./states.js";

export class LiveCalls extends TickingIsland {
  summary() {
    const n = this.stream.state.calls.size;
    return n === 1 ? this.text("summary-one") : this.text("summary-many", { n });
  }

  renderKnown() {
    const calls = callRows(this.stream.state.calls);
    if (!calls.length) {
      return this.renderEmpty("phone-off", this.text("empty-title"), this.text("empty-hint"));
    }
    const columns = ["caller", "dialled", "to", "state", "length"];
    return html`
      <div class="table-responsive">
        <table class="table table-vcenter card-table table-mobile-md live-table"
               ?data-stale=${!this.fresh}>
          <caption class="visually-hidden">${this.text("caption")}</caption>
          <thead>
            <tr>
              ${columns.map((name) => html`<th scope="col" class="col-${name}">${this.text(`col-${name}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${repeat(calls, (call) => call.id, (call) => this.#row(call))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row(call) {
    const { name, colour, icon } = callState(call.state);
    const seconds = secondsSince(call.startedAt, this.stream.now());
    return html`
      <tr data-call=${call.id}>
        <td data-label=${this.text("col-caller")}>
          ${this.#party(call.caller, this.text("anonymous"))}
        </td>
        <td data-label=${this.text("col-dialled")}><span class="number">${call.dialled}</span></td>
        <td data-label=${this.text("col-to")}>
          ${call.to.length ? call.to.map((party) => this.#party(party, "–")) : "–"}
        </td>
        <td data-label=${this.text("col-state")}>
          <span class="badge bg-${colour}-lt">
            ${this.icon(icon)} ${name ? this.text(`state-${name}`) : call.state}
          </span>
        </td>
        <td data-label=${this.text("col-length")} class="col-length">
          <time class="number" datetime=${asIso(seconds)}>${asClock(seconds)}</time>
        </td>
      </tr>
    `;
  }

  #party({ name, number }, unknown) {
    return html`
      <div class="party">
        ${name ? html`<div class="fw-medium">${name}</div>` : nothing}
        <div class="number ${name ? "text-secondary" : ""}">${number || unknown}</div>
      </div>
    `;
  }
}

customElements.define("pbx-live-calls", LiveCalls);
