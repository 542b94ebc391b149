/** A recorded call, step by step on the version that it ran. */

import { html, nothing } from "lit";

import { leave, view } from "./viewing.js";
import { clock, litAt, ownSteps, pause } from "./way.js";

const MOST_CALLS = 20;

export class Replay {
  calls = null;
  trace = null;
  at = 0;
  fault = "";
  #timer = null;

  constructor(editor) {
    this.editor = editor;
  }

  /** Opens the panel with the callflow's last calls. */
  async open() {
    const { editor } = this;
    editor.panel = "replay";
    editor.requestUpdate();
    await this.#guarded(async () => {
      const path = `calls/?callflow=${editor.flow.id}&page_size=${MOST_CALLS}`;
      this.calls = (await editor.api.get(path)).results;
    });
  }

  /** Ends it; the draft is shown again. */
  close() {
    this.pause();
    this.trace = null;
    this.editor.panel = "none";
    leave(this.editor);
    this.editor.trace = null;
    this.editor.requestUpdate();
  }

  /** Chooses a call; shows the step `at` of its trace, or its first one here. */
  async choose(call, at = null) {
    this.pause();
    await this.#guarded(async () => {
      this.trace = await this.editor.api.get(`calls/${call}/trace/`);
      const own = ownSteps(this.trace, this.editor.flow.id);
      await this.#show(at !== null && this.trace.steps[at] ? at : (own[0] ?? 0));
    });
  }

  async go(at) {
    this.pause();
    await this.#guarded(() => this.#show(at));
  }

  get playing() {
    return this.#timer !== null;
  }

  async play() {
    if (this.at >= this.trace.steps.length - 1) {
      await this.#guarded(() => this.#show(0));
    }
    this.#next();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.editor.requestUpdate();
  }

  #next() {
    const step = async () => {
      await this.#guarded(() => this.#show(this.at + 1));
      if (!this.playing) {
        return;
      }
      if (this.at < this.trace.steps.length - 1) {
        this.#next();
      } else {
        this.pause();
      }
    };
    this.#timer = setTimeout(step, pause(this.trace, this.at));
    this.editor.requestUpdate();
  }

  /** Lights the way up to a step, on the version that the call was on there. */
  async #show(at) {
    const { editor, trace } = this;
    const step = trace.steps[at];
    this.at = at;
    if (step.callflow?.id === editor.flow.id) {
      await view(editor, step.version);
    }
    const shown = editor.viewing ?? { state: editor.state, number: null };
    editor.trace = litAt(trace, editor.flow.id, shown.state, shown.number, at);
    editor.announce(`${clock(step)} ${words(step)}`);
    editor.requestUpdate();
    editor.updateComplete.then(() => this.#reveal());
  }

  /** After what viewing a version does: it begins at the flow's start. */
  #reveal() {
    const now = this.editor.querySelector("[data-now]");
    if (now?.closest(".cf-canvas")) {
      this.editor.panzoom.show(now);
    }
  }

  async #guarded(act) {
    this.fault = "";
    try {
      await act();
    } catch (error) {
      this.pause();
      this.fault = (error.messages ?? [this.editor.t("away")]).join(" ");
    }
    this.editor.requestUpdate();
  }
}

const words = (step) => [step.kind === "node" ? `${step.label} ${step.caption}`.trim() : "", step.text].filter(Boolean).join(": ");

export function renderReplay(editor) {
  const { replay } = editor;
  return html`
    <section class="cf-what-if cf-replay" aria-labelledby="cf-replay-title">
      <h2 class="cf-heading" id="cf-replay-title">${editor.t("replay")}</h2>
      ${replay.fault ? html`<p class="cf-fault" role="alert">${replay.fault}</p>` : nothing}
      <div class="cf-replay-bar">${renderCalls(editor)}${replay.trace ? renderControls(editor) : nothing}</div>
      ${replay.trace ? renderSteps(editor) : nothing}
    </section>
  `;
}

function renderCalls(editor) {
  const { replay } = editor;
  if (!replay.calls) {
    return replay.fault ? nothing : html`<p class="m-0">${editor.t("loading")}</p>`;
  }
  if (!replay.calls.length && !replay.trace) {
    return html`<p class="text-secondary m-0">${editor.t("no-calls-yet")}</p>`;
  }
  const chosen = replay.trace?.call;
  return html`
    <div class="cf-field">
      <label for="cf-replay-call">${editor.t("which-call")}</label>
      <select class="form-select" id="cf-replay-call" @change=${({ target }) => target.value && replay.choose(target.value)}>
        ${chosen ? nothing : html`<option value="">${editor.t("choose")}</option>`}
        ${chosen && !replay.calls.some(({ id }) => id === chosen) ? html`<option value=${chosen} selected>${editor.t("this-call")}</option>` : nothing}
        ${replay.calls.map((call) => html`<option value=${call.id} ?selected=${call.id === chosen}>${title(call)}</option>`)}
      </select>
    </div>
  `;
}

/** The portal's own clock: browsers may know older rules of time zones. */
const title = (call) =>
  `${call.started_local.slice(0, 19).replace("T", " ")} ${call.caller_name || call.caller_number} → ${call.dialled}`;

function renderControls(editor) {
  const { replay } = editor;
  const last = replay.trace.steps.length - 1;
  const tool = (name, icon, act, disabled = false) => html`
    <button type="button" class="btn btn-icon" aria-label=${editor.t(name)} title=${editor.t(name)} ?disabled=${disabled} @click=${act}>
      ${editor.icon(icon)}</button>`;
  return html`
    <div class="btn-group">
      ${tool("step-back", "player-track-prev", () => replay.go(replay.at - 1), replay.at === 0)}
      ${replay.playing
        ? tool("pause", "player-pause", () => replay.pause())
        : tool("play", "player-play", () => replay.play())}
      ${tool("step-on", "player-track-next", () => replay.go(replay.at + 1), replay.at >= last)}
    </div>
    <a class="btn" href="${editor.dataset.pages}history/${replay.trace.call}/trace/">${editor.icon("route")}${editor.t("trace")}</a>
  `;
}

function renderSteps(editor) {
  const { replay } = editor;
  const { steps, end, call } = replay.trace;
  return html`
    <ol class="cf-trace">
      ${steps.map((step, index) => html`
        <li>
          <button type="button" class="cf-finding" aria-current=${index === replay.at ? "step" : nothing} @click=${() => replay.go(index)}>
            <time class="number">${clock(step)}</time>
            ${step.kind === "node" ? html`<b>${step.label}</b> ${step.caption}` : step.text}
            ${step.exit ? html`<span class="flow-exit">${step.exit_label}</span>` : nothing} ${step.why}
          </button>
          ${elsewhere(editor, step, call, index)}
        </li>`)}
      <li class="cf-end">${end.text}</li>
    </ol>
  `;
}

/** A step in another callflow leads to that one. */
function elsewhere(editor, { callflow }, call, index) {
  return callflow && callflow.id !== editor.flow.id
    ? html`<a href="${editor.dataset.pages}callflows/${callflow.id}/editor/?call=${call}&step=${index}">${callflow.name}</a>`
    : nothing;
}
