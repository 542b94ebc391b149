/** "What happens when …": a call that is only imagined, step by step on the flow. */

import { html, nothing } from "lit";

import { nodeAt } from "./doc.js";
import { askToKeep } from "./scenarios.js";

export function renderWhatIf(editor) {
  const asked = (editor.asked ??= { dialled: editor.flow.numbers[0] ?? "", caller: "", at: "", keys: "", said: {} });
  const field = (name, type = "text") => html`
    <div class="cf-field">
      <label for="cf-if-${name}">${editor.t(`if-${name}`)}</label>
      <input class="form-control" id="cf-if-${name}" type=${type} .value=${asked[name]} autocomplete="off"
             placeholder=${editor.t(`if-${name}-hint`)} @input=${({ target }) => (asked[name] = target.value)}>
    </div>`;
  const go = (event) => {
    event.preventDefault();
    ask(editor, asked);
  };
  const [first, ...more] = editor.circumstances ?? [{ title: "", fields: [] }];
  return html`
    <section class="cf-what-if" aria-labelledby="cf-what-if-title">
      <h2 class="cf-heading" id="cf-what-if-title">${editor.t("what-if")}</h2>
      <form @submit=${go}>
        ${field("dialled")}${field("caller")}${field("at", "datetime-local")}${field("keys")}
        ${first.fields.map((each) => renderCircumstance(asked, each))}
        ${more.map((group) => html`<details class="cf-more"><summary>${group.title}</summary>
          <div role="group" aria-label=${group.title}>${group.fields.map((each) => renderCircumstance(asked, each))}</div></details>`)}
        <button type="submit" class="btn btn-primary">${editor.t("if-go")}</button>
      </form>
      ${editor.trace ? renderTrace(editor) : nothing}
    </section>
  `;
}

/** Asks what can be said of a call to the draft, which must be saved for that. */
export async function readCircumstances(editor) {
  try {
    await editor.saver.flush();
    const { groups } = await editor.api.get(`callflows/${editor.flow.id}/circumstances/`);
    editor.circumstances = groups;
    editor.requestUpdate();
  } catch {
    // The portal is away: the saver says so, and the fields stay as they were.
  }
}

/** A field as the portal describes it; what is said in it is kept by its place. */
function renderCircumstance({ said }, { path, label, kind, choices, hint }) {
  const key = path.join("/");
  const id = `cf-if-${path.join("-")}`;
  const type = ({ target }) => (said[key] = target.value);
  if (kind === "switch") {
    return html`<div class="cf-field"><label class="form-check"><input type="checkbox" class="form-check-input" .checked=${Boolean(said[key])}
      @change=${({ target }) => (said[key] = target.checked)}><span class="form-check-label">${label}</span></label></div>`;
  }
  if (kind === "choice") {
    const chosen = said[key] ?? choices[0][0];
    return html`<div class="cf-field"><label for=${id}>${label}</label>
      <select class="form-select" id=${id} @change=${type}>
        ${choices.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
      </select></div>`;
  }
  const number = kind === "number";
  return html`<div class="cf-field"><label for=${id}>${label}</label>
    <input class="form-control" id=${id} type=${number ? "number" : "text"} min=${number ? 0 : nothing} max=${number ? 7200 : nothing}
           autocomplete="off" placeholder=${hint} .value=${said[key] ?? ""} @input=${type}></div>`;
}

/** The part of a scenario that the fields are for; what is not said is left out. */
export function circumstancesOf(groups, said) {
  const scenario = {};
  for (const { path, kind } of groups.flatMap(({ fields }) => fields)) {
    const value = VALUES[kind](said[path.join("/")] ?? "");
    if (value !== undefined) {
      path.slice(0, -1).reduce((part, name) => (part[name] ??= {}), scenario)[path.at(-1)] = value;
    }
  }
  return scenario;
}

const VALUES = {
  choice: (value) => value || undefined,
  text: (value) => value.trim() || undefined,
  number: (value) => (value === "" ? undefined : Number(value)),
  numbers: (value) => (value.trim() ? value.trim().split(/[\s,]+/).map((word) => (/^\d+$/.test(word) ? Number(word) : word)) : undefined),
  switch: (value) => value || undefined,
};

/** The time of day in a moment that the portal has told on the account's clock. */
const clock = (at) => at.slice(11, 19);

function renderTrace(editor) {
  const { steps, end, fault, kept } = editor.trace;
  if (fault) {
    return html`<p class="cf-fault" role="alert">${fault}</p>`;
  }
  return html`
    <ol class="cf-trace" aria-live="polite">
      ${steps.map((step) => html`
        <li><button type="button" class="cf-finding" @click=${() => step.mine && editor.selectPath(step.path)}>
          <time class="number">${clock(step.at)}</time> <b>${editor.cards.get(step.module)?.label ?? step.module}</b> ${step.text}
        </button></li>`)}
      <li class="cf-end">${end.text}</li>
    </ol>
    <div class="btn-list">
      <button type="button" class="btn btn-sm" @click=${() => askToKeep(editor)}>${editor.icon("device-floppy")}${editor.t("scenario-save")}</button>
      ${kept ? html`<span role="status">${editor.t("scenario-saved", { name: kept })}</span>` : nothing}
    </div>
  `;
}

/** "1 2 30" are three waits for keys: 1, 2, then 3 and 0; "-" is a wait for nothing. */
export function keysOf(text) {
  return text.split(/[\s,]+/).filter(Boolean).map((word) => (word === "-" ? "" : word));
}

async function ask(editor, { dialled, caller, at, keys, said }) {
  await editor.saver.flush();
  const more = circumstancesOf(editor.circumstances ?? [], said);
  const scenario = { dialled, caller, keys: keysOf(keys), ...more };
  if (at) {
    scenario.at = at;
  }
  try {
    const answer = await editor.api.post(`callflows/${editor.flow.id}/simulate/`, scenario);
    show(editor, answer, scenario);
  } catch (error) {
    editor.trace = { steps: [], end: null, lit: new Map(), fault: (error.messages ?? [editor.t("away")]).join(" ") };
  }
  editor.requestUpdate();
  await editor.updateComplete;
  editor.querySelector(".cf-what-if :is(.cf-trace, .cf-fault)")?.scrollIntoView({ block: "nearest" });
}

/** The modules of this flow that the call meets, with the numbers of their steps. */
function show(editor, answer, asked) {
  const own = answer.steps[0]?.unit;
  const lit = new Map();
  const steps = answer.steps.map((step, index) => {
    const id = step.unit === own ? nodeAt(editor.state, step.path) : undefined;
    if (id) {
      lit.set(id, [...(lit.get(id) ?? []), index + 1]);
    }
    return { ...step, mine: Boolean(id) };
  });
  editor.trace = { steps, end: answer.end, lit, asked, answer };
}
