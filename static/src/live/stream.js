/**
 * The connection of a live page: follows the account's stream and keeps its state.
 *
 * Reconnects by itself, waiting longer each time so that a portal that comes back is
 * not met by all pages at once. Knows nothing of the page: it calls back.
 */

import { initial, receive } from "./reducer.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Closed by the portal because this person may not watch (any more): don't knock again. */
const REFUSED = new Set([4401, 4403, 4404]);

/**
 * @param {number} attempt 0 for the first one after a break
 * @param {number} chance 0 to 1; spreads the pages
 * @returns {number} ms to wait before that attempt
 */
export function waitBefore(attempt, chance) {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return Math.round(full * (0.5 + chance / 2));
}

/** @returns {string} the websocket address of a path on this host */
export function socketUrl(path, place = location) {
  const url = new URL(path, place.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export class Stream {
  #url;
  #onChange;
  #socket = null;
  #timer = null;
  #attempt = 0;

  /** One of "connecting", "live", "reconnecting", "refused", "closed". */
  status = "connecting";
  state = initial();

  /**
   * @param {string} url ws: or wss:
   * @param {() => void} onChange called after `state` or `status` has changed
   */
  constructor(url, onChange) {
    this.#url = url;
    this.#onChange = onChange;
  }

  open() {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener("message", (event) => this.#received(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.#lost(event.code));
  }

  close() {
    clearTimeout(this.#timer);
    this.status = "closed";
    this.#socket?.close();
  }

  /** The server's clock, ms. */
  now() {
    return Date.now() + this.state.skew;
  }

  #received(message) {
    const { state, resync } = receive(this.state, message, Date.now());
    this.state = state;
    if (resync) {
      this.#socket.send(JSON.stringify({ type: "resync" }));
    }
    if (message.type === "snapshot") {
      // Only now, not when the socket opens: one that is refused opens, too.
      this.#attempt = 0;
      this.status = "live";
    }
    this.#onChange();
  }

  #lost(code) {
    if (this.status === "closed") {
      return;
    }
    if (REFUSED.has(code)) {
      this.status = "refused";
    } else {
      this.status = this.state.seq === null ? "connecting" : "reconnecting";
      this.#timer = setTimeout(
        () => this.open(),
        waitBefore(this.#attempt++, Math.random()),
      );
    }
    this.#onChange();
  }
}
