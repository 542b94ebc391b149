/**
 * Moves and scales the canvas: wheel and dragging move it, Ctrl and wheel (or two
 * fingers) scale it. Changes one transform, so that nothing is rendered again.
 */

const [LEAST, MOST] = [0.2, 2];
const MARGIN = 32;
/** Text stays readable when a callflow is opened. */
const READABLE = 0.85;

export class PanZoom {
  #pointers = new Map();

  constructor(editor) {
    this.editor = editor;
    Object.assign(this, { x: MARGIN, y: MARGIN, k: 1 });
  }

  get #frame() {
    return this.editor.querySelector(".cf-canvas");
  }

  get #layer() {
    return this.editor.querySelector(".cf-layer");
  }

  apply() {
    const layer = this.#layer;
    if (layer) {
      layer.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.k})`;
    }
  }

  /** The root at the upper left, at a size that can be read. */
  toStart() {
    Object.assign(this, { x: MARGIN, y: MARGIN, k: this.#fitting(READABLE) });
    this.apply();
  }

  /** All of it. */
  fit() {
    Object.assign(this, { x: MARGIN, y: MARGIN, k: this.#fitting(LEAST) });
    this.apply();
  }

  #fitting(least) {
    const [frame, layer] = [this.#frame, this.#layer];
    if (!frame || !layer) {
      return 1;
    }
    const across = (frame.clientWidth - 2 * MARGIN) / layer.offsetWidth;
    const down = (frame.clientHeight - 2 * MARGIN) / layer.offsetHeight;
    return Math.min(1, Math.max(least, Math.min(across, down)));
  }

  zoom(factor, at = null) {
    const frame = this.#frame.getBoundingClientRect();
    const [x, y] = at ? [at.x - frame.x, at.y - frame.y] : [frame.width / 2, frame.height / 2];
    const k = Math.min(MOST, Math.max(LEAST, this.k * factor));
    this.x = x - ((x - this.x) * k) / this.k;
    this.y = y - ((y - this.y) * k) / this.k;
    this.k = k;
    this.apply();
  }

  /** Moves no more than it must for the element to be seen, and if there is room the others too. */
  show(element, others = []) {
    const frame = this.#frame?.getBoundingClientRect();
    if (!frame || !element) {
      return;
    }
    const boxes = [element, ...others].map((each) => each.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    this.x += inwards(left, right, frame.left + MARGIN, frame.right - MARGIN);
    this.y += inwards(top, bottom, frame.top + MARGIN, frame.bottom - MARGIN);
    this.apply();
  }

  wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.zoom(Math.exp(-event.deltaY / 300), event);
      return;
    }
    this.x -= event.shiftKey ? event.deltaY : event.deltaX;
    this.y -= event.shiftKey ? 0 : event.deltaY;
    this.apply();
  }

  /** A finger or the mouse on the ground: it moves; two fingers scale as well. */
  down(event) {
    this.#pointers.set(event.pointerId, event);
    const moved = (next) => this.#move(next);
    const frame = this.#frame;
    const up = (next) => {
      this.#pointers.delete(next.pointerId);
      frame.removeEventListener("pointermove", moved);
      frame.removeEventListener("pointerup", up);
      frame.removeEventListener("pointercancel", up);
    };
    if (this.#pointers.size === 1) {
      frame.addEventListener("pointermove", moved);
    }
    frame.addEventListener("pointerup", up);
    frame.addEventListener("pointercancel", up);
    frame.setPointerCapture(event.pointerId);
  }

  /** A finger that has begun on a card moves the ground after all, if there is a canvas. */
  take(event) {
    if (this.#frame?.contains(event.target)) {
      this.down(event);
    }
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const other = [...this.#pointers.values()].find((each) => each.pointerId !== event.pointerId);
    if (other) {
      this.zoom(distance(event, other) / (distance(before, other) || 1), other);
    } else {
      this.x += event.clientX - before.clientX;
      this.y += event.clientY - before.clientY;
      this.apply();
    }
    this.#pointers.set(event.pointerId, event);
  }

  /** While something is dragged near an edge the ground moves under it. */
  nudge(event) {
    const frame = this.#frame?.getBoundingClientRect();
    if (!frame || event.clientX < frame.left || event.clientX > frame.right) {
      return;
    }
    this.x -= pushAt(event.clientX, frame.left, frame.right);
    this.y -= pushAt(event.clientY, frame.top, frame.bottom);
    this.apply();
  }
}

const [EDGE, PUSH] = [36, 8];

/** How far to go on, back (less than 0) or not at all, for a pointer that is near an edge. */
export const pushAt = (at, low, high) => (at < low + EDGE ? -PUSH : at > high - EDGE ? PUSH : 0);

const distance = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

/** How far a span must move to lie between two limits; its beginning counts more. */
export function inwards(from, to, least, most) {
  const back = to > most ? most - to : 0;
  return from + back < least ? least - from : back;
}
