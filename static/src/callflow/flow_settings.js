/** What the root card is set to: the callflow's name, and the numbers that lead to it. */

import { html, nothing } from "lit";

const PAUSE_MS = 300;

export function renderFlow(editor) {
  const { flow } = editor;
  const asked = flow.asked ?? look(editor, []);
  const save = (event) => {
    event.preventDefault();
    keep(editor, new FormData(event.target));
  };
  const type = ({ target }) => {
    clearTimeout(editor.numbersTimer);
    editor.numbersTimer = setTimeout(() => look(editor, listed(target.value)), PAUSE_MS);
  };
  return html`
    <h2 class="cf-heading" id="cf-inspector-title">${editor.t("this-flow")}</h2>
    <form @submit=${save}>
      <div class="cf-field">
        <label for="cf-name">${editor.t("name")}</label>
        <input class="form-control" id="cf-name" name="name" required maxlength="120" .value=${flow.name}>
      </div>
      <div class="cf-field">
        <label for="cf-numbers">${editor.t("numbers")}</label>
        <input class="form-control" id="cf-numbers" name="numbers" .value=${flow.numbers.join(" ")} autocomplete="off"
               aria-describedby="cf-numbers-help cf-numbers-troubles" aria-invalid=${Boolean(asked.troubles.length)} @input=${type}>
        <p class="cf-help" id="cf-numbers-help">${editor.t("numbers-help")}</p>
        <div id="cf-numbers-troubles" role="status">${asked.troubles.map((trouble) => renderTrouble(editor, trouble))}</div>
        ${asked.free.length ? renderFree(editor, asked.free) : nothing}
      </div>
      ${(flow.faults ?? []).map((fault) => html`<p class="cf-fault" role="alert">${fault}</p>`)}
      <button type="submit" class="btn btn-sm">${editor.t("save")}</button>
    </form>
  `;
}

const listed = (text) => text.split(/[\s,]+/).filter(Boolean);

/** Asks the portal which numbers are free, and what is wrong with these. */
function look(editor, numbers) {
  const { flow } = editor;
  flow.asked ??= { free: [], troubles: [] };
  const query = String(new URLSearchParams(numbers.map((number) => ["of", number])));
  flow.query = query;
  editor.api.get(`callflows/${flow.id}/numbers/?${query}`).then(
    (answer) => {
      if (flow.query === query) {
        flow.asked = answer;
        editor.requestUpdate();
      }
    },
    () => {}, // the portal is away: it says what is wrong when they are saved
  );
  return flow.asked;
}

function renderTrouble(editor, { message, callflow }) {
  return html`<p class="cf-fault">${message}
    ${callflow ? html`<a href="${editor.dataset.pages}callflows/${callflow}/editor/">${editor.t("open-flow")}</a>` : nothing}</p>`;
}

/** Each adds one to the field; they are saved as if they were typed. */
function renderFree(editor, free) {
  const add = (number) => {
    const field = editor.querySelector("#cf-numbers");
    if (!listed(field.value).includes(number)) {
      field.value = [...listed(field.value), number].join(" ");
    }
    field.focus();
    look(editor, listed(field.value));
  };
  return html`
    <div class="cf-free" role="group" aria-label=${editor.t("free-numbers")}>
      <span class="cf-help" aria-hidden="true">${editor.t("free-numbers")}</span>
      ${free.map((number) => html`
        <button type="button" class="btn btn-sm" @click=${() => add(number)}>${editor.icon("plus")}<span class="number">${number}</span></button>`)}
    </div>
  `;
}

async function keep(editor, form) {
  const { flow } = editor;
  const numbers = listed(form.get("numbers"));
  try {
    const changed = await editor.api.patch(`callflows/${flow.id}/`, { name: form.get("name"), numbers });
    Object.assign(flow, { name: changed.name, numbers: changed.numbers, faults: [], asked: null });
    editor.flows = editor.flows.map((each) => (each.id === flow.id ? { ...each, ...changed } : each));
    editor.announce(editor.t("saved"));
    editor.look();
  } catch (error) {
    flow.faults = error.messages ?? [editor.t("away")];
  }
  editor.requestUpdate();
}
