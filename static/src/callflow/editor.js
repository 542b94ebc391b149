/**
 * The editor of one callflow: what is edited, what is chosen, and what can be done.
 *
 * Rendering is in the files beside (palette, canvas, outline, inspector, strip,
 * dialogs); they are functions of this element. Like the live islands it renders into
 * the page itself, and its texts come from the template.
 *
 * @example
 * <pbx-callflow-editor data-api="/api/v1/accounts/acme/" data-flow="<id>" data-csrf="…"
 *   data-pages="/a/acme/" data-icons="/static/icons.svg" data-texts='{"saved": "Saved"}'>
 */

import { html, LitElement, nothing } from "lit";

import { Api } from "./api.js";
import { renderCanvas } from "./canvas.js";
import * as commands from "./commands.js";
import { renderDialogs } from "./dialogs.js";
import { Dragging } from "./dnd.js";
import { fromJson, nodeAt, pathIn, pathKey, pathOf, places, toJson } from "./doc.js";
import { exitsOf } from "./exits.js";
import { begin } from "./history.js";
import { renderFlows } from "./flows.js";
import { renderInspector } from "./inspector.js";
import { onKey } from "./keys.js";
import { Live, renderLive } from "./live.js";
import { renderOutline } from "./outline.js";
import { renderPalette } from "./palette.js";
import { PanZoom } from "./panzoom.js";
import { Replay, renderReplay } from "./replay.js";
import { Saver } from "./saver.js";
import { renderBar, renderStrip } from "./strip.js";
import { renderViewing } from "./viewing.js";
import { readCircumstances, renderWhatIf } from "./what_if.js";

const NARROW = "(width < 900px)";

export class CallflowEditor extends LitElement {
  createRenderRoot() {
    this.replaceChildren(); // what the page showed until the editor came up
    return this;
  }

  constructor() {
    super();
    this.history = begin(fromJson({}));
    this.flow = null;
    this.flows = [];
    this.cards = new Map();
    this.categories = [];
    // What the portal says of each module, by its address; and of the whole.
    this.told = new Map();
    this.findings = [];
    this.choices = new Map();
    // What is looked for among many choices, by the field.
    this.lookups = new Map();
    this.selected = { root: true };
    this.collapsed = new Set();
    this.dialog = null;
    this.panel = "none";
    this.trace = null;
    // A published version that is looked at instead of the draft: {number, state}.
    this.viewing = null;
    this.live = new Live(this);
    this.replay = new Replay(this);
    this.search = { palette: "", flows: "" };
    this.direction = "right";
    this.fault = "";
    this.panzoom = new PanZoom(this);
    this.dragging = new Dragging(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.texts = JSON.parse(this.dataset.texts);
    this.api = new Api(this.dataset.api, this.dataset.csrf);
    const narrow = matchMedia(NARROW);
    this.view = narrow.matches ? "outline" : "canvas";
    this.addEventListener("keydown", (event) => onKey(this, event));
    this.dragging.watch();
    addEventListener("beforeunload", (event) => this.#leaving(event));
    addEventListener("focus", () => this.choices.clear());
    this.load().catch((error) => this.fail(error));
  }

  /** Reads the palette, the callflow and what was left of it by a page that was closed. */
  async load() {
    const [{ modules, categories }, flow] = await Promise.all([
      this.api.get("modules/"),
      this.api.get(`callflows/${this.dataset.flow}/`),
    ]);
    this.cards = new Map(modules.map((card) => [card.name, card]));
    this.categories = categories;
    this.take(flow);
    this.#recover(flow);
    this.requestUpdate();
    await this.updateComplete;
    this.panzoom.toStart();
    this.#toAddress();
    addEventListener("hashchange", () => this.#toAddress());
    this.look();
    this.live.open();
    this.#openAsked();
    this.flows = (await this.api.get("callflows/?page_size=500")).results;
    this.requestUpdate();
  }

  /** Chooses the module that the address names, if it names one: `#node=1/_`. */
  #toAddress() {
    const path = pathIn(location.hash);
    if (path) {
      this.selectPath(path);
    }
  }

  /** `?call=<id>&step=<n>` shows that step of a call, `?from=<n>&to=<n>` two versions as one. */
  #openAsked() {
    const asked = new URLSearchParams(location.search);
    if (asked.has("call")) {
      const step = asked.has("step") ? Number(asked.get("step")) : null;
      this.replay.open();
      this.replay.choose(encodeURIComponent(asked.get("call")), step);
    }
    if (asked.has("from")) {
      this.open({ kind: "versions", from: asked.get("from"), to: asked.get("to") ?? "draft" });
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.live.close();
    this.replay.pause();
  }

  /** From now on this is what the portal has. */
  take(flow) {
    this.flow = flow;
    this.viewing = null;
    this.history = begin(fromJson(flow.draft));
    this.selected = { root: true };
    const name = `callflow-${flow.id}`;
    const path = `callflows/${flow.id}/`;
    this.saver ??= new Saver({
      revision: flow.revision,
      save: async (draft, revision) => (await this.api.patch(path, { draft, revision })).revision,
      store: localStorage,
      name,
      changed: () => this.#saverChanged(),
    });
  }

  #recover(flow) {
    const left = Saver.left(localStorage, this.saver.name);
    if (!left || left.document === null) {
      return;
    }
    this.apply(fromJson(left.document), this.t("recovered"));
    // Based on an older revision, saving it is refused: a person decides.
    this.saver.revision = left.revision;
    if (left.revision === flow.revision) {
      this.announce(this.t("recovered"));
    }
  }

  #saverChanged() {
    if (this.saver.status === "conflict") {
      this.dialog = { kind: "conflict" };
    }
    if (this.saver.status === "saved" && this.panel === "what-if" && this.circumstancesOf !== this.saver.revision) {
      this.circumstancesOf = this.saver.revision;
      readCircumstances(this);
    }
    this.requestUpdate();
  }

  #leaving(event) {
    if (this.saver && this.saver.status !== "saved") {
      event.preventDefault();
    }
  }

  /** What is shown: the draft, or the version that is looked at. */
  get state() {
    return this.viewing?.state ?? this.history.present.state;
  }

  /** Shows a new state, keeps it, and has the portal look at it. */
  apply(state, label, tag = "") {
    const history = commands.recorded(this.history, state, label, tag);
    this.setHistory(history, label);
  }

  setHistory(history, label) {
    if (history === this.history || this.viewing) {
      return;
    }
    this.history = history;
    this.trace = null;
    if (this.selected.id && !this.state.nodes[this.selected.id]) {
      this.selected = { root: true };
    }
    this.saver.keep(toJson(this.state));
    this.announce(label);
    this.look();
    this.requestUpdate();
  }

  /** Asks the portal what it says of the document, once a moment has passed. */
  look() {
    clearTimeout(this.lookTimer);
    this.lookTimer = setTimeout(() => this.#look(), 250);
  }

  async #look() {
    const state = this.state;
    try {
      const answer = await this.api.post(`callflows/${this.flow.id}/inspect/`, {
        draft: toJson(state),
      });
      if (state === this.state) {
        this.told = new Map(answer.nodes.map((node) => [pathKey(node.path), node]));
        this.findings = answer.findings;
      }
    } catch {
      // The portal is away: the saver says so, and what is known stays.
    }
    this.requestUpdate();
  }

  /** What is known of a node: its card, its exits, its caption and findings. */
  about(node) {
    this.#placesOf ??= { state: null };
    if (this.#placesOf.state !== this.state) {
      this.#placesOf = { state: this.state, known: places(this.state) };
    }
    const path = pathOf(this.state, node.id, this.#placesOf.known);
    const told = this.told.get(pathKey(path));
    const card = node.locked ? null : (this.cards.get(node.name) ?? null);
    return {
      card,
      path,
      exits: exitsOf(node, card, told?.exits.length ? told.exits : null),
      caption: told?.caption ?? "",
      findings: told?.findings ?? [],
      label: card?.label ?? this.t("locked", { name: node.name || "?" }),
    };
  }

  #placesOf;

  /** Exits by the module alone: for modules that are nowhere yet. */
  exits = (node) => exitsOf(node, this.cards.get(node.name) ?? null);

  /** Chooses `{id}`, `{parent, key}` (an empty exit) or `{root: true}`. */
  select(selected, focus = false) {
    this.selected = selected;
    this.requestUpdate();
    if (focus) {
      this.updateComplete.then(() => this.#focusCurrent());
    }
  }

  /** The browser's own scrolling would move the canvas behind the transform's back. */
  #focusCurrent() {
    const current = this.querySelector('[data-current="true"]');
    if (current?.closest(".cf-canvas")) {
      current.focus({ preventScroll: true });
      const { id } = current.dataset;
      this.panzoom.show(current, id ? this.querySelectorAll(`.cf-slot[data-parent="${id}"]`) : []);
    } else {
      current?.focus();
    }
  }

  isSelected(other) {
    const { id, parent, key, root } = this.selected;
    return other.root ? Boolean(root) : other.id ? other.id === id : !id && !root && other.parent === parent && other.key === key;
  }

  selectPath(path) {
    const id = nodeAt(this.state, path);
    this.select(id ? { id } : { root: true }, true);
  }

  open(dialog) {
    this.dialog = dialog;
    this.requestUpdate();
  }

  close() {
    this.dialog = null;
    this.requestUpdate();
    this.updateComplete.then(() => this.#focusCurrent());
  }

  fail(error) {
    this.fault = error.messages?.join(" ") ?? this.t("away");
    this.requestUpdate();
  }

  announce(text) {
    const region = document.getElementById("announcer");
    if (region && text) {
      region.textContent = text;
    }
  }

  /** The text of that name; `{word}` in it is replaced. */
  t(name, values = {}) {
    return (this.texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  icon(name) {
    return html`<svg class="icon" aria-hidden="true"><use href="${this.dataset.icons}#icon-${name}"></use></svg>`;
  }

  render() {
    if (!this.flow) {
      return this.fault
        ? html`<p class="cf-fault" role="alert">${this.fault}</p>`
        : html`<p class="cf-waiting">${this.t("loading")}</p>`;
    }
    return html`
      ${renderBar(this)}
      ${renderViewing(this)}${renderLive(this)}
      <div class="cf-room" data-panel=${this.panel}>
        ${renderFlows(this)}
        <div class="cf-middle">
          ${this.view === "canvas" ? renderCanvas(this) : renderOutline(this)}
          ${renderStrip(this)}
          ${this.panel === "what-if" ? renderWhatIf(this) : nothing}
          ${this.panel === "replay" ? renderReplay(this) : nothing}
        </div>
        <div class="cf-side">
          ${this.viewing ? nothing : renderPalette(this)}
          <fieldset class="cf-plain" ?disabled=${Boolean(this.viewing)}>${renderInspector(this)}</fieldset>
        </div>
      </div>
      ${renderDialogs(this)}
    `;
  }

  updated() {
    this.live.updated();
    this.querySelectorAll("dialog:not([open])").forEach((dialog) => dialog.showModal());
  }
}

customElements.define("pbx-callflow-editor", CallflowEditor);
