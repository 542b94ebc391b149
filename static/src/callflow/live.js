/** Calls in progress on the flow: a badge at each module with how many are in it now. */

import { html, nothing } from "lit";

import { socketUrl, Stream } from "../live/stream.js";
import { pathKey, toJson } from "./doc.js";
import { positions, sameDocument } from "./positions.js";
import { view } from "./viewing.js";

/** What is newer than what is known is asked for at most this often. */
const AGAIN_MS = 1000;

export class Live {
  #places = null;
  #live = null;
  #asked = 0;
  #shown = {};
  #counted = {};

  constructor(editor) {
    this.editor = editor;
  }

  open() {
    const url = socketUrl(this.editor.dataset.ws);
    this.stream = new Stream(url, () => this.editor.requestUpdate());
    this.stream.open();
    this.refresh();
  }

  close() {
    this.stream?.close();
  }

  /** Reads which contexts belong to which version, and the version that is live. */
  async refresh() {
    const { editor } = this;
    this.#asked = Date.now();
    try {
      this.#places = await editor.api.get(`callflows/${editor.flow.id}/places/`);
      const { version } = this.#places;
      if (version && version !== this.#live?.number) {
        this.#live = await editor.api.get(`callflows/${editor.flow.id}/versions/${version}/`);
      }
    } catch {
      // The portal is away: the badges stay away with it, the next news asks again.
    }
    editor.requestUpdate();
  }

  /** The version that is on the screen; null for a draft that differs from what is live. */
  get shown() {
    const { viewing, state } = this.editor;
    if (viewing) {
      return viewing.number;
    }
    if (this.#shown.state !== state || this.#shown.live !== this.#live) {
      const same = this.#live && sameDocument(this.#live.document, toJson(state));
      this.#shown = { state, live: this.#live, number: same ? this.#live.number : null };
    }
    return this.#shown.number;
  }

  /** Calls by place, as positions() has them; null while nothing is known. */
  get counted() {
    if (!this.#places || this.stream?.status !== "live") {
      return null;
    }
    const { calls } = this.stream.state;
    const number = this.shown;
    const before = this.#counted;
    if (before.calls !== calls || before.places !== this.#places || before.number !== number) {
      const found = positions(calls.values(), this.#places, number);
      this.#counted = { calls, places: this.#places, number, found };
    }
    return this.#counted.found;
  }

  /** How many calls are at a path now. */
  at(path) {
    return this.counted?.at.get(pathKey(path)) ?? 0;
  }

  /** The number of the live version; null while none is. */
  get version() {
    return this.#places?.version ?? null;
  }

  /** After each rendering: what was told of a publication that is not known yet. */
  updated() {
    const stale = this.counted?.unknown || (this.#places && this.editor.flow.live_version !== this.version);
    if (stale && Date.now() - this.#asked > AGAIN_MS) {
      this.refresh();
    }
  }
}

/** How many calls are at a module now, in words; nothing if none. */
export function callsInWords(editor, path) {
  const n = editor.live.at(path);
  return n ? editor.t("calls-here", { n }) : "";
}

/** The badge of a module. */
export function renderCalls(editor, path) {
  const words = callsInWords(editor, path);
  return words
    ? html`<span class="cf-calls number" title=${words}>${editor.icon("phone-call")}${editor.live.at(path)}</span>`
    : nothing;
}

/** What the badges can't say: calls on other versions, or that the draft is not what calls meet. */
export function renderLive(editor) {
  const { live } = editor;
  const found = live.counted;
  if (!found || !live.version) {
    return nothing;
  }
  const differs = live.shown !== live.version;
  const words = [
    found.here ? editor.t("calls-shown", { n: found.here }) : "",
    found.elsewhere ? editor.t("calls-elsewhere", { n: found.elsewhere }) : "",
    differs && live.shown === null ? editor.t("differs-from-live", { n: live.version }) : "",
  ].filter(Boolean);
  return html`
    <div class="cf-notice" data-calls=${found.here} ?hidden=${!words.length}>
      ${editor.icon("broadcast")}<span>${words.join(" ")}</span>
      ${differs
        ? html`<button type="button" class="btn btn-sm" @click=${() => view(editor, live.version).catch((error) => editor.fail(error))}>${editor.t("show-live")}</button>`
        : nothing}
    </div>
  `;
}
