/**
 * What the live islands have in common: one stream, its status line, its texts.
 *
 * They render into the page itself (no shadow root), so that the portal's style sheet
 * applies and the Content-Security-Policy has nothing to refuse. Their texts come
 * from the template, as data-text-… attributes, because translations live there.
 */

import { html, LitElement, nothing } from "lit";

import { socketUrl, Stream } from "./stream.js";

/** A screen reader is told of changes at most this often. */
const SUMMARY_MS = 3000;
const TICK_MS = 1000;

export class Island extends LitElement {
  #timer = null;
  #summary = "";

  createRenderRoot() {
    this.replaceChildren(); // what the page showed until the island came up
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.stream = new Stream(socketUrl(this.dataset.ws), () => this.requestUpdate());
    this.stream.open();
    this.#timer = setInterval(() => this.#announce(), SUMMARY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.stream.close();
  }

  /**
   * @param {string} name of the attribute: `empty-title` for data-text-empty-title
   * @param {Record<string, string|number>} [values] put in the place of `{name}`
   * @returns {string} the text; the name where the template has none
   */
  text(name, values = {}) {
    const text = this.getAttribute(`data-text-${name}`) ?? name;
    return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  /** The portal's icon of that name. */
  icon(name, classes = "") {
    const href = `${this.dataset.icons}#icon-${name}`;
    return html`<svg class="icon ${classes}" aria-hidden="true"><use href=${href}></use></svg>`;
  }

  /** Whether what is shown is what is true now. */
  get fresh() {
    return this.stream.status === "live" && !this.stream.state.behind;
  }

  render() {
    const known = this.stream.state.seq !== null;
    return html`
      <div class="live-head">
        <h2 class="card-title" id=${`${this.localName}-title`}>${this.summary()}</h2>
        ${this.#status()}
      </div>
      <div class="visually-hidden" role="status" data-summary></div>
      ${known ? this.renderKnown() : this.#renderWaiting()}
    `;
  }

  #status() {
    const { status } = this.stream;
    const colour = { live: "green", refused: "red" }[status] ?? "orange";
    return html`
      <span class="live-status status status-${colour}" data-status=${status}>
        <span class="status-dot ${this.fresh ? "status-dot-animated" : nothing}"></span>
        ${this.text(`status-${status}`)}
      </span>
    `;
  }

  #renderWaiting() {
    const refused = this.stream.status === "refused";
    return this.renderEmpty(
      refused ? "lock" : "loader",
      this.text(refused ? "refused-title" : "waiting-title"),
      "",
    );
  }

  renderEmpty(icon, title, subtitle) {
    return html`
      <div class="empty">
        <div class="empty-icon">${this.icon(icon)}</div>
        <p class="empty-title">${title}</p>
        ${subtitle ? html`<p class="empty-subtitle text-secondary">${subtitle}</p>` : nothing}
      </div>
    `;
  }

  // The live region is filled here, not while rendering: a busy switchboard would
  // otherwise talk without end.
  #announce() {
    const text = this.fresh ? this.summary() : this.text(`status-${this.stream.status}`);
    const region = this.querySelector("[data-summary]");
    if (region && text !== this.#summary) {
      this.#summary = text;
      region.textContent = text;
    }
  }
}

/** An island whose durations go on between one message and the next. */
export class TickingIsland extends Island {
  #tick = null;

  connectedCallback() {
    super.connectedCallback();
    this.#tick = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#tick);
  }
}
