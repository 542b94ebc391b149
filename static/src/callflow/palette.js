/** All kinds of modules, by category; searched by name and by what they do. */

import { html, nothing } from "lit";

import { addModule } from "./commands.js";

/** The cards that a search finds, in the palette's order. */
export function found(cards, words) {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (card) => `${card.label} ${card.help} ${card.name}`.toLowerCase();
  return [...cards.values()].filter((card) => parts.every((part) => text(card).includes(part)));
}

export function renderPalette(editor) {
  const { search } = editor;
  const cards = found(editor.cards, search.palette);
  const type = (event) => {
    search.palette = event.target.value;
    editor.requestUpdate();
  };
  return html`
    <section class="cf-palette" aria-labelledby="cf-palette-title">
      <h2 class="cf-heading" id="cf-palette-title">${editor.t("modules")}</h2>
      <input type="search" class="form-control" .value=${search.palette} @input=${type}
             placeholder=${editor.t("search-modules")} aria-label=${editor.t("search-modules")}>
      <div class="cf-cards">
        ${editor.categories.map((category) => renderCategory(editor, category, cards))}
        ${cards.length ? nothing : html`<p class="text-secondary m-0">${editor.t("no-module-found")}</p>`}
      </div>
    </section>
  `;
}

function renderCategory(editor, category, cards) {
  const own = cards.filter((card) => card.category === category.name);
  if (!own.length) {
    return nothing;
  }
  return html`
    <details open>
      <summary>${category.label}</summary>
      <ul>${own.map((card) => html`<li>${renderCard(editor, card)}</li>`)}</ul>
    </details>
  `;
}

function renderCard(editor, card) {
  return html`
    <button type="button" class="cf-kind" title=${card.help} data-module=${card.name}
            @pointerdown=${(event) => editor.dragging.press(event, { module: card.name }, card.label)}
            @click=${() => addModule(editor, card.name)}>
      ${editor.icon(card.icon)}<span>${card.label}</span>
    </button>
  `;
}
