/**
 * Dragging modules, by pointer events: from the palette, and on the canvas or outline.
 *
 * Where something can be dropped carries `data-drop`, a choice as JSON. While a drag
 * goes on only the ghost and one class change; nothing is rendered.
 */

import { addModule, moveTo } from "./commands.js";
import { below } from "./doc.js";
import { pushAt } from "./panzoom.js";

/** A mouse must move this far, a finger rest this long, before it is a drag. */
const FAR_ENOUGH = 5;
const LONG_ENOUGH_MS = 300;

export class Dragging {
  #drag = null;

  constructor(editor) {
    this.editor = editor;
  }

  get active() {
    return Boolean(this.#drag?.ghost);
  }

  /**
   * @param {PointerEvent} event the press
   * @param {{module: string} | {id: string}} what a new module or one of the callflow
   * @param {string} label what the ghost says
   */
  press(event, what, label) {
    if (event.button !== 0 || this.#drag) {
      return;
    }
    const drag = { what, label, from: event, ghost: null, over: null };
    this.#drag = drag;
    const listen = { signal: (drag.control = new AbortController()).signal };
    addEventListener("pointermove", (next) => this.#move(next), listen);
    addEventListener("pointerup", (next) => this.#drop(next), listen);
    addEventListener("pointercancel", () => this.#end(), listen);
    addEventListener("keydown", (next) => next.key === "Escape" && this.#end(), listen);
    if (event.pointerType === "touch") {
      drag.timer = setTimeout(() => this.#begin(event), LONG_ENOUGH_MS);
      addEventListener("contextmenu", (next) => next.preventDefault(), listen);
    }
  }

  /**
   * Keeps the browser from scrolling under a finger that drags. It must hear of all
   * touches of the editor: a listener that comes with the press is too late for it.
   */
  watch() {
    const stop = (event) => this.active && event.preventDefault();
    this.editor.addEventListener("touchmove", stop, { passive: false });
  }

  #begin(event) {
    const drag = this.#drag;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "cf-ghost";
    drag.ghost.textContent = drag.label;
    document.body.append(drag.ghost);
    this.editor.dataset.dragging = "true";
    this.#follow(event);
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag.ghost) {
      const { clientX, clientY, pointerType } = drag.from;
      const far = Math.hypot(event.clientX - clientX, event.clientY - clientY);
      if (far < FAR_ENOUGH) {
        return;
      }
      if (pointerType === "touch") {
        this.#end(); // a finger that moves at once scrolls, or moves the canvas
        this.editor.panzoom.take(event);
        return;
      }
      this.#begin(event);
    }
    this.#follow(event);
  }

  #follow(event) {
    const drag = this.#drag;
    drag.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
    const over = document
      .elementFromPoint(event.clientX, event.clientY)
      ?.closest("[data-drop]");
    const target = over && this.#takes(over) ? over : null;
    if (target !== drag.over) {
      drag.over?.removeAttribute("data-over");
      target?.setAttribute("data-over", "true");
      drag.over = target;
    }
    this.editor.panzoom.nudge(event);
    this.#scroll(event);
  }

  /** While something is dragged near an edge of the outline, or of the window, it scrolls. */
  #scroll({ clientY }) {
    const outline = this.editor.querySelector(".cf-outline");
    if (outline) {
      const { top, bottom } = outline.getBoundingClientRect();
      const by = pushAt(clientY, Math.max(0, top), Math.min(innerHeight, bottom));
      outline.scrollTop += by;
      scrollBy(0, by);
    }
  }

  /** A module can't be dropped on itself or on what hangs below it. */
  #takes(element) {
    const { id } = this.#drag.what;
    const place = JSON.parse(element.dataset.drop);
    const parent = place.id ?? place.parent;
    return !id || !parent || ![...below(this.editor.state, id)].includes(parent);
  }

  #drop() {
    const { over, what, ghost } = this.#drag;
    this.#end();
    if (!ghost) {
      return;
    }
    suppressClick();
    if (over) {
      const place = JSON.parse(over.dataset.drop);
      if (what.module) {
        addModule(this.editor, what.module, place);
      } else {
        moveTo(this.editor, what.id, place);
      }
    }
  }

  #end() {
    const drag = this.#drag;
    if (!drag) {
      return;
    }
    clearTimeout(drag.timer);
    drag.control.abort();
    drag.ghost?.remove();
    drag.over?.removeAttribute("data-over");
    delete this.editor.dataset.dragging;
    this.#drag = null;
  }
}

/** The click that a browser makes of a drag is none. */
function suppressClick() {
  const stop = (event) => event.stopPropagation();
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }));
}
