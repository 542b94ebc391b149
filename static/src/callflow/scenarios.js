/** Calls that are kept: how they end on the draft, and how one more is kept. */

import { html, nothing } from "lit";

import { cancel, title } from "./dialog_parts.js";

/** Asks once how the callflow's scenarios end on the draft; `dialog.scenarios` has it. */
export function runScenarios(editor, dialog) {
  if (dialog.scenarios !== undefined) {
    return;
  }
  dialog.scenarios = null;
  const ran = (answer) => {
    dialog.scenarios = answer;
    editor.requestUpdate();
  };
  editor.api.get(`callflows/${editor.flow.id}/scenarios/`).then(ran, (error) => {
    dialog.faults = error.messages ?? [editor.t("away")];
    ran({ summary: "", results: [] });
  });
}

/** Whether one of them keeps the draft from going live. */
export const anyFails = (dialog) => Boolean(dialog.scenarios?.results.some(({ passed }) => !passed));

/** Each scenario with what was expected and what happened; those that fail come first. */
export function renderResults(editor, dialog) {
  const told = dialog.scenarios;
  if (!told) {
    return html`<p class="text-secondary" role="status">${editor.t("scenarios-running")}</p>`;
  }
  if (!told.results.length) {
    return nothing;
  }
  const sorted = [...told.results].sort((a, b) => a.passed - b.passed);
  return html`
    <section aria-labelledby="cf-scenarios-title">
      <h3 class="cf-heading" id="cf-scenarios-title">${editor.t("scenarios")}</h3>
      <p role="status" class="m-0">${told.summary}</p>
      <ul class="cf-scenarios">${sorted.map((each) => renderResult(editor, each))}</ul>
    </section>
  `;
}

function renderResult(editor, { name, passed, expected, happened, faults }) {
  return html`
    <li>
      <details ?open=${!passed}>
        <summary data-passed=${passed}>${editor.icon(passed ? "circle-check" : "circle-x")}
          <b>${name}</b> <span>${editor.t(passed ? "scenario-passes" : "scenario-fails")}</span></summary>
        ${faults.map((fault) => html`<p class="cf-fault">${fault}</p>`)}
        <dl class="cf-facts">
          <dt>${editor.t("scenario-expected")}</dt><dd>${expected.join(" ")}</dd>
          <dt>${editor.t("scenario-happened")}</dt><dd>${happened}</dd>
        </dl>
      </details>
    </li>
  `;
}

/**
 * What can be expected of a call that went like this, as `[{text, expected}]`: how it
 * ended and with whom, and who rang first.
 */
export function guesses(answer, rings) {
  const { kind, who, text } = answer.end;
  const found = [{ text, expected: who ? { end: kind, who } : { end: kind } }];
  const first = answer.steps.flatMap((step) => step.rings)[0];
  if (first) {
    found.push({ text: rings(first.name), expected: { rings: first.who } });
  }
  return found;
}

/** The dialog that keeps the call which was just imagined. */
export function askToKeep(editor) {
  const { asked, answer } = editor.trace;
  const begin = answer.steps[0]?.at ?? answer.end.at;
  const found = guesses(answer, (name) => editor.t("scenario-rings", { name }));
  editor.open({
    kind: "scenario",
    call: { ...asked, at: asked.at ?? begin },
    guesses: found.map((each) => ({ ...each, chosen: true })),
    faults: [],
  });
}

export function scenario(editor, dialog) {
  const choose = (guess, { target }) => {
    guess.chosen = target.checked;
    editor.requestUpdate();
  };
  const submit = (event) => {
    event.preventDefault();
    keep(editor, dialog, new FormData(event.target).get("name").trim());
  };
  return html`
    ${title(editor.t("scenario-save"))}
    <form @submit=${submit}>
      <p class="text-secondary">${editor.t("scenario-save-hint")}</p>
      ${dialog.faults.map((fault) => html`<p class="cf-fault" role="alert">${fault}</p>`)}
      <div class="cf-field">
        <label for="cf-scenario-name">${editor.t("name")}</label>
        <input class="form-control" id="cf-scenario-name" name="name" required maxlength="120" autocomplete="off" autofocus>
      </div>
      <fieldset class="cf-group">
        <legend>${editor.t("scenario-expects")}</legend>
        ${dialog.guesses.map((guess) => html`<label class="form-check">
          <input type="checkbox" class="form-check-input" .checked=${guess.chosen} @change=${(event) => choose(guess, event)}>
          <span class="form-check-label">${guess.text}</span></label>`)}
      </fieldset>
      <div class="btn-list">
        <button type="submit" class="btn btn-primary">${editor.t("save")}</button>
        ${cancel(editor)}
        <a class="btn" href="${editor.dataset.pages}callflows/${editor.flow.id}/what-if/">${editor.t("scenarios-page")}</a>
      </div>
    </form>
  `;
}

async function keep(editor, dialog, name) {
  const chosen = dialog.guesses.filter((guess) => guess.chosen);
  const expected = Object.assign({}, ...chosen.map((guess) => guess.expected));
  if (!chosen.length) {
    dialog.faults = [editor.t("scenario-nothing")];
    editor.requestUpdate();
    return;
  }
  try {
    await editor.api.post("scenarios/", { callflow: editor.flow.id, name, call: dialog.call, expected });
  } catch (error) {
    dialog.faults = error.messages ?? [editor.t("away")];
    editor.requestUpdate();
    return;
  }
  editor.trace = { ...editor.trace, kept: name };
  editor.close();
  editor.announce(editor.t("scenario-saved", { name }));
}
