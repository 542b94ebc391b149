/**
 * Who is in a conference, and the buttons to mute and remove them and to lock the room.
 *
 * @example
 * <pbx-conference data-ws="/ws/a/acme/live/" data-icons="/static/icons.svg"
 *                 data-room="acme-w33kly" data-control="/a/acme/conferences/…/control/"
 *                 data-csrf="…" data-lang="en" data-text-mute="Mute" …>
 * </pbx-conference>
 */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { clock } from "../moments.js";
import { Island } from "./island.js";

export class Conference extends Island {
  #failure = "";

  #rooms() {
    const all = [...this.stream.state.conferences.values()];
    return all.filter(({ room }) => room === this.dataset.room);
  }

  #people() {
    return this.#rooms().flatMap(({ participants }) => participants);
  }

  summary() {
    return this.text("summary", { n: this.#people().length });
  }

  renderKnown() {
    const people = this.#people();
    if (!people.length) {
      return this.renderEmpty("users-group", this.text("empty-title"), this.text("empty-hint"));
    }
    const columns = ["who", "since", "state", ...(this.dataset.control ? ["actions"] : [])];
    return html`
      ${this.#head()}
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
            ${repeat(people, ({ id }) => id, (who) => this.#row(who))}
          </tbody>
        </table>
      </div>
    `;
  }

  #head() {
    const locked = this.#rooms().some((room) => room.locked);
    return html`
      <div class="card-body btn-list align-items-center">
        ${locked ? html`<span class="badge bg-orange-lt">${this.icon("lock")} ${this.text("locked")}</span>` : nothing}
        ${locked ? this.#button("unlock", "lock-open") : this.#button("lock", "lock")}
        <span role="alert" class="text-danger">${this.#failure}</span>
      </div>
    `;
  }

  #row(who) {
    const called = this.#called(who);
    const mute = who.muted ? ["unmute", "microphone"] : ["mute", "microphone-off"];
    return html`
      <tr data-participant=${who.number}>
        <td data-label=${this.text("col-who")}>${called}</td>
        <td data-label=${this.text("col-since")}>${this.#since(who.since)}</td>
        <td data-label=${this.text("col-state")}>
          ${who.moderator ? html`<span class="badge bg-blue-lt">${this.text("moderator")}</span>` : nothing}
          ${who.muted ? html`<span class="badge bg-orange-lt">${this.text("muted")}</span>` : nothing}
        </td>
        ${
          this.dataset.control
            ? html`<td data-label=${this.text("col-actions")}>
                <div class="btn-list">
                  ${this.#button(...mute, who)} ${this.#button("kick", "user-x", who)}
                </div>
              </td>`
            : nothing
        }
      </tr>
    `;
  }

  #called({ name, number }) {
    return [name, number].filter(Boolean).join(" ") || this.text("anonymous");
  }

  #since(since) {
    return html`<time datetime=${since}>${clock(since)}</time>`;
  }

  #button(action, icon, who) {
    if (!this.dataset.control) {
      return nothing;
    }
    const label = who ? `${this.text(action)}: ${this.#called(who)}` : nothing;
    return html`
      <button type="button" class="btn btn-sm" aria-label=${label}
              @click=${() => this.#send(action, who)}>
        ${this.icon(icon)} ${this.text(action)}
      </button>
    `;
  }

  async #send(action, who) {
    if (action === "kick" && !confirm(this.text("kick-sure", { who: this.#called(who) }))) {
      return;
    }
    const body = new URLSearchParams({ action, participant: who?.id ?? "" });
    const headers = { Accept: "application/json", "X-CSRFToken": this.dataset.csrf };
    try {
      const answer = await fetch(this.dataset.control, { method: "POST", headers, body });
      this.#failure = answer.ok ? "" : (await answer.text()) || this.text("failed");
    } catch {
      this.#failure = this.text("failed");
    }
    this.requestUpdate();
  }
}

customElements.define("pbx-conference", Conference);
