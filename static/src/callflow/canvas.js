/** The callflow as a picture: cards, the exits between them, and the lines. */

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { askForModule, setKey, toggleCollapsed } from "./commands.js";
import { choice, items } from "./items.js";
import { layout, lines } from "./layout.js";
import { callsInWords, renderCalls } from "./live.js";
import { styled } from "./styled.js";

const ROOT = "root";

export function renderCanvas(editor) {
  const list = items(editor);
  const drawn = draw(editor, list);
  return html`
    <div class="cf-canvas" @wheel=${(event) => editor.panzoom.wheel(event)}
         @pointerdown=${(event) => press(editor, event)}>
      <div class="cf-layer" ${styled(size(drawn, editor.panzoom))}>
        <svg class="cf-lines" aria-hidden="true" width=${drawn.width} height=${drawn.height}>
          <path d=${lines(drawn, editor.direction)}></path>
        </svg>
        <div role="tree" aria-label=${editor.t("tree", { name: editor.flow.name })}>
          ${repeat(list, key, (item) => renderItem(editor, item, drawn))}
        </div>
        ${drawn.slots.filter(({ child }) => child).map((slot) => renderExit(editor, slot))}
      </div>
      ${renderTools(editor)}
    </div>
  `;
}

const key = (item) => (item.root ? ROOT : (item.id ?? `${item.parent} ${item.key}`));

function draw(editor, list) {
  const slotsOf = new Map(list.map((item) => [item.root ? ROOT : item.id, []]));
  const { root } = editor.state;
  slotsOf.get(ROOT).push({ key: "", child: root });
  for (const item of list) {
    if (item.exit) {
      const parent = item.parent ?? parentOf(list, item);
      slotsOf.get(parent).push({ key: item.exit.key, child: item.id ?? null, label: item.exit.label });
    }
  }
  return layout({ root: ROOT, slotsOf: (id) => slotsOf.get(id) ?? [] }, editor.direction);
}

/** The module before it in the list that is one level up. */
function parentOf(list, item) {
  for (let at = list.indexOf(item) - 1; at >= 0; at--) {
    if (list[at].level === item.level - 1) {
      return list[at].id;
    }
  }
  return ROOT;
}

const at = ({ x, y }) => styled({ transform: `translate(${x}px, ${y}px)` });

const size = ({ width, height }, { x, y, k }) => ({
  width: `${width}px`,
  height: `${height}px`,
  transform: `translate(${x}px, ${y}px) scale(${k})`,
});

function renderItem(editor, item, drawn) {
  if (item.root) {
    return renderRoot(editor, item, drawn.cards[ROOT]);
  }
  if (item.id) {
    return renderCard(editor, item, drawn.cards[item.id]);
  }
  const slot = drawn.slots.find((each) => each.parent === (item.parent ?? ROOT) && each.key === item.key);
  return renderSlot(editor, item, slot);
}

/** What every place of the tree has for keyboards and screen readers. */
export function treeItem(editor, item) {
  const current = editor.isSelected(choice(item));
  return { current, tabindex: current ? 0 : -1, drop: JSON.stringify(choice(item)) };
}

function renderRoot(editor, item, place) {
  const { current, tabindex, drop } = treeItem(editor, item);
  const { flow } = editor;
  return html`
    <div class="cf-card cf-root" role="treeitem" aria-level="1" aria-selected=${current}
         tabindex=${tabindex} data-current=${current} data-drop=${drop} ${at(place)}
         @click=${() => editor.select({ root: true }, true)}>
      <span class="cf-icon">${editor.icon("phone-incoming")}</span>
      <span class="cf-text">
        <span class="cf-label">${flow.name}</span>
        <span class="cf-caption number">${flow.numbers.join(", ") || editor.t("no-numbers")}</span>
      </span>
    </div>
  `;
}

function renderCard(editor, item, place) {
  const { current, tabindex, drop } = treeItem(editor, item);
  const { id, node, about, open } = item;
  const lit = editor.trace?.lit.get(id);
  const level = ["red", "yellow"].find((each) => about.findings.some((finding) => finding.level === each));
  return html`
    <div class="cf-card" role="treeitem" aria-level=${item.level} aria-selected=${current}
         aria-expanded=${item.branches ? open : nothing} aria-label=${spoken(editor, item)}
         tabindex=${tabindex} data-current=${current} data-id=${id} data-drop=${drop}
         data-level=${level || nothing} data-skip=${node.skip || nothing}
         data-lit=${editor.trace ? (lit ? "yes" : "no") : nothing}
         data-now=${editor.trace?.now === id || nothing} ${at(place)}
         @click=${() => editor.select({ id }, true)}
         @pointerdown=${(event) => editor.viewing || editor.dragging.press(event, { id }, about.label)}>
      <span class="cf-icon">${editor.icon(about.card?.icon ?? "lock")}</span>
      <span class="cf-text">
        <span class="cf-label">${about.label}</span>
        <span class="cf-caption">${node.skip ? editor.t("is-skipped") : about.caption}</span>
      </span>
      ${level ? html`<span class="cf-mark">${editor.icon(level === "red" ? "circle-x" : "alert-triangle")}</span>` : nothing}
      ${lit ? html`<span class="cf-step number">${lit.join(", ")}</span>` : nothing}
      ${renderCalls(editor, about.path)}
      ${open ? nothing : html`<span class="cf-folded">${folded(editor, item)}</span>`}
    </div>
  `;
}

/** A module in words: the exit that leads to it, what its card shows in that order, what it hides. */
export function spoken(editor, item) {
  const { about, node } = item;
  const exit = item.exit?.label ? `${item.exit.label}: ` : "";
  const [shown, hidden] = node.skip ? [editor.t("is-skipped"), about.caption] : [about.caption, ""];
  const steps = editor.trace?.lit.get(item.id)?.join(", ");
  const calls = callsInWords(editor, about.path);
  const findings = about.findings.map((finding) => finding.message);
  const parts = [about.label, shown, steps, calls, folded(editor, item), hidden, ...findings];
  return exit + parts.filter(Boolean).join(". ");
}

/** That a module's exits are not shown; nothing if they are. */
function folded(editor, { open, node }) {
  return open ? "" : editor.t("folded", { n: Object.keys(node.children).length });
}

/** An exit at which nothing hangs yet. */
function renderSlot(editor, item, place) {
  const { current, tabindex, drop } = treeItem(editor, item);
  const label = item.exit?.label ?? editor.t("begin");
  const add = () => {
    editor.select(choice(item));
    askForModule(editor);
  };
  return html`
    <div class="cf-slot" role="treeitem" aria-level=${item.level} aria-selected=${current}
         aria-label=${editor.t("empty-exit", { name: label })} title=${label}
         tabindex=${tabindex} data-current=${current} data-drop=${drop} data-parent=${item.parent ?? nothing} ${at(place)}
         @click=${() => editor.select(choice(item), true)} @dblclick=${add}>
      ${editor.icon("plus")}<span>${label}</span>
    </div>
  `;
}

/** An exit that is in use: a label on the line. What is dropped here goes in between. */
function renderExit(editor, slot) {
  if (slot.parent === ROOT) {
    return html`<span class="cf-exit" data-drop='{"root":true}' ${at(slot)}>${editor.t("call-comes")}</span>`;
  }
  const { exits } = editor.about(editor.state.nodes[slot.parent]);
  const exit = exits.find((each) => each.key === slot.key);
  const drop = JSON.stringify({ parent: slot.parent, key: slot.key });
  const change = () => editor.viewing || editor.open({
    kind: "exit",
    id: slot.parent,
    exits: exits.filter((each) => !each.unknown),
    chosen: slot.key,
    choose: (key) => setKey(editor, slot.child, key),
  });
  return html`
    <button type="button" class="cf-exit" tabindex="-1" data-drop=${drop} ${at(slot)}
            data-unknown=${exit?.unknown || nothing} title=${editor.t("change-exit", { name: exit?.label ?? slot.key })}
            @click=${change}>${exit?.label ?? slot.key}</button>
  `;
}

function press(editor, event) {
  if (!event.target.closest(".cf-card, .cf-slot, .cf-exit, .cf-tools")) {
    editor.panzoom.down(event);
  }
}

function renderTools(editor) {
  const { panzoom } = editor;
  const tool = (icon, name, act) => html`
    <button type="button" class="btn btn-icon btn-sm" title=${editor.t(name)} aria-label=${editor.t(name)} @click=${act}>
      ${editor.icon(icon)}
    </button>`;
  const turn = () => {
    editor.direction = editor.direction === "right" ? "down" : "right";
    editor.requestUpdate();
    editor.updateComplete.then(() => panzoom.toStart());
  };
  const { id } = editor.selected;
  return html`
    <div class="cf-tools" role="toolbar" aria-label=${editor.t("canvas-tools")}>
      ${tool("zoom-in", "zoom-in", () => panzoom.zoom(1.25))}
      ${tool("zoom-out", "zoom-out", () => panzoom.zoom(0.8))}
      ${tool("maximize", "fit", () => panzoom.fit())}
      ${tool("home", "to-start", () => panzoom.toStart())}
      ${tool(editor.direction === "right" ? "arrow-down" : "arrow-right", "turn", turn)}
      ${id && Object.keys(editor.state.nodes[id].children).length
        ? tool("fold", editor.collapsed.has(id) ? "unfold" : "fold", () => toggleCollapsed(editor, id))
        : nothing}
    </div>
  `;
}

