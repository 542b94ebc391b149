/**
 * Which phones are registered, as it changes.
 *
 * @example
 * <pbx-registrations data-ws="/ws/a/acme/live/" data-icons="/static/icons.svg"
 *                    data-devices='[{"endpoint": "1001@acme.example", "device": "Desk"}]'
 *                    data-lang="en" data-text-empty-title="No devices yet" …>
 * </pbx-registrations>
 */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { moment } from "../moments.js";
import { Island } from "./island.js";
import { registrationRows } from "./rows.js";
import { registration } from "./states.js";

export class Registrations extends Island {
  #devices = [];

  connectedCallback() {
    this.#devices = JSON.parse(this.dataset.devices || "[]");
    super.connectedCallback();
  }

  #rows() {
    return registrationRows(this.stream.state.registrations, this.#devices);
  }

  summary() {
    const all = this.#rows();
    const n = all.filter(({ status }) => registration(status).there).length;
    return this.text("summary", { n, total: all.length });
  }

  renderKnown() {
    const rows = this.#rows();
    if (!rows.length) {
      return this.renderEmpty("devices", this.text("empty-title"), this.text("empty-hint"));
    }
    const columns = ["device", "status", "address", "agent", "since"];
    return html`
      <div class="table-responsive">
        <table class="table table-vcenter card-table table-mobile-md live-table"
               ?data-stale=${!this.fresh}>
          <caption class="visually-hidden">${this.text("caption")}</caption>
          <thead>
            <tr>
              ${columns.map((name) => html`<th scope="col">${this.text(`col-${name}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${repeat(rows, (row) => row.id, (row) => this.#row(row))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row(row) {
    const { name, colour, icon } = registration(row.status);
    return html`
      <tr data-endpoint=${row.endpoint}>
        <td data-label=${this.text("col-device")}>
          <div class="fw-medium">${row.device || row.endpoint}</div>
          ${row.device ? html`<div class="text-secondary">${row.endpoint}</div>` : nothing}
        </td>
        <td data-label=${this.text("col-status")}>
          <span class="badge bg-${colour}-lt">${this.icon(icon)} ${this.text(name)}</span>
        </td>
        <td data-label=${this.text("col-address")} class="number">${row.address || "–"}</td>
        <td data-label=${this.text("col-agent")}>${row.user_agent || "–"}</td>
        <td data-label=${this.text("col-since")}>${this.#since(row.since)}</td>
      </tr>
    `;
  }

  #since(since) {
    if (!since) {
      return "–";
    }
    return html`<time datetime=${since}>${moment(since)}</time>`;
  }
}

customElements.define("pbx-registrations", Registrations);
