/** What differs between two versions, as a picture: colour, sign and word for each module. */

import { html, nothing } from "lit";

import { layout, lines } from "./layout.js";
import { styled } from "./styled.js";

const ROOT = "root";
const SCALE = 0.8;
const ICONS = { added: "plus", removed: "minus", changed: "edit", moved: "arrows-move", left: "arrow-back-up" };

/**
 * The modules that are worth seeing: what hangs below one is folded away where nothing
 * differs, and counted in its `folded`.
 *
 * @param nodes the picture as the portal tells it, each after its parent
 */
export function shown(nodes) {
  const busy = new Set();
  for (const node of [...nodes].reverse()) {
    if (node.marks.length || busy.has(node.id)) {
      busy.add(node.id).add(node.parent);
    }
  }
  const seen = new Map();
  const foldedInto = new Map();
  for (const node of nodes) {
    const at = foldedInto.get(node.parent) ?? node.parent;
    if (at === null || busy.has(at)) {
      seen.set(node.id, { ...node, folded: 0 });
    } else {
      foldedInto.set(node.id, at);
      seen.get(at).folded += 1;
    }
  }
  return [...seen.values()];
}

/** Where all stands; the flow itself is the card before the first module. */
export function placed(nodes) {
  const slots = new Map([[ROOT, []], ...nodes.map(({ id }) => [id, []])]);
  for (const { id, parent, exit } of nodes) {
    slots.get(parent ?? ROOT).push({ key: exit, child: id });
  }
  // Lines and places go by whether there is a child: a number could be 0.
  const named = (list) => list.map(({ key, child }) => ({ key, child: String(child) }));
  return layout({ root: ROOT, slotsOf: (id) => named(slots.get(id === ROOT ? ROOT : Number(id))) });
}

/** The picture; nothing when the two are the same. */
export function renderPicture(editor, picture) {
  if (!picture?.some(({ marks }) => marks.length)) {
    return nothing;
  }
  const nodes = shown(picture);
  const drawn = placed(nodes);
  const at = ({ x, y }) => styled({ transform: `translate(${x}px, ${y}px)` });
  const size = (scale) => ({ width: `${drawn.width * scale}px`, height: `${drawn.height * scale}px` });
  return html`
    <div class="cf-picture" role="region" tabindex="0" aria-label=${editor.t("difference-picture")}>
      <div ${styled(size(SCALE))}>
        <div class="cf-layer" ${styled({ ...size(1), transform: `scale(${SCALE})` })}>
          <svg class="cf-lines" aria-hidden="true" width=${drawn.width} height=${drawn.height}><path d=${lines(drawn)}></path></svg>
          <div class="cf-card cf-root" ${at(drawn.cards[ROOT])}>
            <span class="cf-icon">${editor.icon("phone-incoming")}</span><span class="cf-text"><span class="cf-label">${editor.flow.name}</span></span>
          </div>
          ${drawn.slots.map((slot) => html`<span class="cf-exit" aria-hidden="true" ${at(slot)}>${slot.parent === ROOT ? editor.t("call-comes") : slot.key}</span>`)}
          <ul>${nodes.map((node) => renderNode(editor, node, at(drawn.cards[node.id])))}</ul>
        </div>
      </div>
    </div>
    <p class="cf-legend" aria-hidden="true">${Object.keys(ICONS).map((mark) => renderMark(editor, mark))}</p>
  `;
}

function renderNode(editor, node, place) {
  const exit = node.exit ? html`<span class="visually-hidden">${node.exit}: </span>` : nothing;
  return html`
    <li class="cf-card" data-mark=${node.marks[0] ?? nothing} data-skip=${node.skip || nothing} ${place}>
      ${exit}<span class="cf-icon">${editor.icon(node.icon)}</span>
      <span class="cf-text"><span class="cf-label">${node.label}</span>
        <span class="cf-caption">${node.skip ? editor.t("is-skipped") : node.caption}</span></span>
      ${node.marks.length ? html`<span class="cf-marks">${node.marks.map((mark) => renderMark(editor, mark))}</span>` : nothing}
      ${node.folded ? html`<span class="cf-folded">${editor.t("difference-folded", { n: node.folded })}</span>` : nothing}
    </li>
  `;
}

const renderMark = (editor, mark) =>
  html`<span class="cf-badge" data-mark=${mark}>${editor.icon(ICONS[mark])}${editor.t(`difference-${mark}`)}</span>`;

/** Moves the picture to the first module that differs, once it is there. */
export function toFirst(editor) {
  editor.updateComplete.then(() => {
    const frame = editor.querySelector(".cf-picture");
    const first = frame?.querySelector(".cf-card[data-mark]");
    if (first) {
      const [box, around] = [first.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollLeft += box.right > around.right ? box.left - around.left - 40 : 0;
      frame.scrollTop += box.bottom > around.bottom ? box.top - around.top - 40 : 0;
    }
  });
}
