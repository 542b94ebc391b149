/** One widget for each kind of field; all modules share them. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { blank, valueAt, withValue } from "./schema.js";

/**
 * @param editor the editor
 * @param field what `schema.js` makes of a part of the schema
 * @param {{id: string, value: any, set: (value: any) => void, fault: string}} at
 *   where it is; `set(undefined)` leaves the setting out, so that the default holds
 */
export function renderField(editor, field, at) {
  const widget = WIDGETS[field.kind];
  if (field.kind === "list" || field.kind === "group") {
    return html`
      <fieldset class="cf-group">
        ${field.title ? html`<legend>${field.title}</legend>` : nothing}
        ${widget(editor, field, at)}
        ${notes(field, at)}
      </fieldset>`;
  }
  if (field.kind === "switch") {
    return html`<div class="cf-field"><label class="form-check">${widget(editor, field, at)}
      <span class="form-check-label">${field.title}</span></label>${notes(field, at)}</div>`;
  }
  return html`
    <div class="cf-field">
      ${titleOf(editor, field) ? html`<label for=${at.id}>${titleOf(editor, field)}</label>` : nothing}
      ${widget(editor, field, at)}
      ${notes(field, at)}
    </div>
  `;
}

const titleOf = (editor, field) => field.title || (field.kind === "either" ? editor.t("who") : "");

function notes(field, at) {
  return html`
    ${field.help ? html`<p class="cf-help" id="${at.id}-help">${field.help}</p>` : nothing}
    ${at.fault ? html`<p class="cf-fault" id="${at.id}-fault">${at.fault}</p>` : nothing}
  `;
}

const described = (field, at) =>
  [field.help ? `${at.id}-help` : "", at.fault ? `${at.id}-fault` : ""].join(" ").trim() || nothing;

const WIDGETS = {
  reference,
  either,
  choice(editor, field, at) {
    const value = at.value ?? field.default;
    return html`
      <select class="form-select" id=${at.id} aria-describedby=${described(field, at)}
              @change=${(event) => at.set(field.choices[event.target.selectedIndex][0])}>
        ${field.choices.map(([each, label]) => html`<option ?selected=${each === value}>${label}</option>`)}
      </select>`;
  },
  switch(editor, field, at) {
    return html`<input type="checkbox" class="form-check-input" id=${at.id} .checked=${live(Boolean(at.value ?? field.default))}
      aria-describedby=${described(field, at)} @change=${(event) => at.set(event.target.checked)}>`;
  },
  number(editor, field, at) {
    const type = ({ target }) => at.set(target.value === "" ? undefined : Number(target.value));
    return html`<input type="number" class="form-control" id=${at.id} .value=${live(String(at.value ?? ""))}
      min=${field.least ?? nothing} max=${field.most ?? nothing} step=${field.whole ? 1 : "any"}
      placeholder=${field.default ?? ""} aria-invalid=${Boolean(at.fault)} aria-describedby=${described(field, at)} @input=${type}>`;
  },
  text(editor, field, at) {
    const type = ({ target }) => at.set(target.value === "" && !field.required ? undefined : target.value);
    return html`<input type="text" class="form-control" id=${at.id} .value=${live(at.value ?? "")}
      maxlength=${field.longest ?? nothing} placeholder=${field.default ?? ""} autocomplete="off"
      aria-label=${field.title ? nothing : at.label} aria-invalid=${Boolean(at.fault)} aria-describedby=${described(field, at)} @input=${type}>`;
  },
  list,
  group(editor, field, at) {
    const value = at.value ?? {};
    return field.fields.map((part) => renderField(editor, part, {
      id: `${at.id}-${part.name}`,
      value: valueAt(value, part),
      set: (next) => at.set(withValue(value, part, next)),
      fault: "",
    }));
  },
  json(editor, field, at) {
    const change = ({ target }) => {
      try {
        at.set(target.value.trim() ? JSON.parse(target.value) : undefined);
        target.setCustomValidity("");
      } catch {
        target.setCustomValidity(editor.t("no-json"));
        target.reportValidity();
      }
    };
    return html`<textarea class="form-control" id=${at.id} rows="3" spellcheck="false" aria-label=${field.title ? nothing : at.label}
      .value=${live(at.value === undefined ? "" : JSON.stringify(at.value))} @change=${change}></textarea>`;
  },
};

function list(editor, field, at) {
  const value = Array.isArray(at.value) ? at.value : [];
  const replaced = (index, ...items) => at.set(value.toSpliced(index, 1, ...items));
  const full = field.most !== null && value.length >= field.most;
  return html`
    <ol class="cf-list">
      ${value.map((entry, index) => html`
        <li>
          <div>${renderField(editor, { ...field.item, title: "", required: true }, {
            id: `${at.id}-${index}`,
            label: editor.t("entry", { title: field.title, n: index + 1 }),
            value: entry,
            set: (next) => replaced(index, next ?? blank(field.item)),
            fault: "",
          })}</div>
          <button type="button" class="btn btn-icon btn-sm" aria-label=${editor.t("remove-entry", { n: index + 1 })}
                  @click=${() => replaced(index)}>${editor.icon("x")}</button>
        </li>`)}
    </ol>
    <button type="button" class="btn btn-sm" ?disabled=${full} @click=${() => at.set([...value, blank(field.item)])}>
      ${editor.icon("plus")}${editor.t("add-entry")}
    </button>
  `;
}

function reference(editor, field, at) {
  const { known, names, missing } = namesFor(editor, field.ref, at.value ?? "", editor.lookups.get(at.id) ?? "");
  const value = at.value ?? "";
  return html`
    ${known?.more ? lookup(editor, field, at) : nothing}
    <div class="cf-reference">
      <select class="form-select" id=${at.id} aria-label=${field.title ? nothing : at.label} aria-invalid=${Boolean(at.fault)}
              aria-describedby=${described(field, at)} @change=${({ target }) => at.set(target.value || undefined)}>
        <option value="" ?selected=${!value}>${editor.t(field.required ? "choose" : "none")}</option>
        ${missing ? html`<option value=${value} selected>${editor.t("not-there")}</option>` : nothing}
        ${names.map((each) => html`<option value=${each.id} ?selected=${each.id === value}>${each.name}</option>`)}
      </select>
      ${newLink(editor, known)}
    </div>
    ${field.ref === "media" && value ? html`<audio controls preload="none" src="${editor.dataset.pages}media/${value}/sound.wav"></audio>` : nothing}
  `;
}

/** Leads to where one is made; spelled out where there are several such links. */
function newLink(editor, known, spelled = false) {
  if (!known?.new_url) {
    return nothing;
  }
  const text = editor.t("new-object", { name: known.label });
  if (spelled) {
    return html`<a class="btn btn-sm" target="_blank" rel="noopener" href=${known.new_url}>${editor.icon("plus")}${text}</a>`;
  }
  return html`<a class="btn btn-icon" target="_blank" rel="noopener" href=${known.new_url} aria-label=${text} title=${text}>${editor.icon("plus")}</a>`;
}

/** One object of several kinds, chosen from one list. */
function either(editor, field, at) {
  const value = at.value ?? {};
  const words = editor.lookups.get(at.id) ?? "";
  const kinds = field.parts.map((part) => ({ part, ...namesFor(editor, part.ref, value[part.name] ?? "", words) }));
  const chosen = field.parts.find(({ name }) => value[name]);
  const choose = ({ target }) => {
    const [name, id] = target.value.split(" ");
    at.set(id ? { [name]: id } : {});
  };
  const option = (name, id, label) => html`<option value="${name} ${id}" ?selected=${value[name] === id}>${label}</option>`;
  return html`
    ${kinds.some(({ known }) => known?.more) ? lookup(editor, { title: titleOf(editor, field) }, at) : nothing}
    <div class="cf-reference">
      <select class="form-select" id=${at.id} aria-invalid=${Boolean(at.fault)} aria-describedby=${described(field, at)} @change=${choose}>
        <option value="" ?selected=${!chosen}>${editor.t("choose")}</option>
        ${kinds.map(({ part, names, missing }) => html`
          <optgroup label=${part.title}>
            ${missing ? option(part.name, value[part.name], editor.t("not-there")) : nothing}
            ${names.map(({ id, name }) => option(part.name, id, name))}
          </optgroup>`)}
      </select>
    </div>
    ${chosen ? nothing : html`<div class="cf-free">${kinds.map(({ known }) => newLink(editor, known, true))}</div>`}
  `;
}

/** The portal names some only; what is chosen is asked for by itself if it is not among them. */
export function namesFor(editor, kind, value, words) {
  const known = choicesOf(editor, kind);
  const found = words ? choicesOf(editor, kind, `?q=${encodeURIComponent(words)}`) : known;
  const names = found?.results ?? [];
  if (!value || !known || names.some((each) => each.id === value)) {
    return { known, names, missing: false };
  }
  const one = known.more || words ? choicesOf(editor, kind, `?id=${encodeURIComponent(value)}`) : known;
  const chosen = one?.results.filter((each) => each.id === value) ?? [];
  return { known, names: [...chosen, ...names], missing: Boolean(one) && !chosen.length };
}

/** Finds among many by words of their names. */
function lookup(editor, field, at) {
  const type = ({ target }) => {
    clearTimeout(editor.lookupTimer);
    editor.lookupTimer = setTimeout(() => {
      editor.lookups.set(at.id, target.value.trim());
      editor.requestUpdate();
    }, 250);
  };
  const name = editor.t("find", { name: field.title || at.label });
  return html`<input type="search" class="form-control cf-lookup" aria-label=${name} placeholder=${name} autocomplete="off" @input=${type}>`;
}

/**
 * What a reference can point at, by the portal's `query`; asked for once, and again when
 * the page is come back to.
 */
export function choicesOf(editor, kind, query = "") {
  const key = kind + query;
  if (!editor.choices.has(key)) {
    editor.choices.set(key, null);
    editor.api.get(`references/${kind}/${query}`).then(
      (answer) => {
        editor.choices.set(key, answer);
        editor.requestUpdate();
      },
      (error) => editor.fail(error),
    );
  }
  return editor.choices.get(key);
}
