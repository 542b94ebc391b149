/**
 * Keeps the draft: saves it a moment after the last change, again when the portal was
 * away, and never over what somebody else has saved.
 *
 * What is not saved yet also lies in the browser's storage, so that a page that is
 * closed meanwhile loses nothing.
 *
 * `status`: "saved", "waiting", "saving", "away", "conflict" or "refused".
 */

import { Problem } from "./api.js";

export const PAUSE_MS = 700;
export const AGAIN_MS = [1000, 2000, 5000, 10000];

export class Saver {
  #timer = null;
  #running = false;
  #failures = 0;
  #document = null;

  /**
   * @param {object} options `revision` of what was read; `save(document, revision)`
   *   stores it and answers the new revision; `store` is a Storage or null, `name` the
   *   draft's key in it; `changed()` is called whenever the status changes
   */
  constructor({ revision, save, store, name, changed, later, clear }) {
    Object.assign(this, { revision, save, store, name, changed });
    // (A browser's own timers refuse to be called as somebody's methods.)
    this.later = later ?? ((run, pause) => setTimeout(run, pause));
    this.clear = clear ?? ((timer) => clearTimeout(timer));
    this.status = "saved";
    this.problem = null;
  }

  /** What a page that was closed too early has left; null if there is nothing. */
  static left(store, name) {
    try {
      return JSON.parse(store?.getItem(name) ?? "null");
    } catch {
      return null;
    }
  }

  /** There is a new draft to be kept. */
  keep(document) {
    this.#document = document;
    this.#remember();
    if (this.status === "conflict") {
      return;
    }
    this.#become("waiting");
    this.#schedule(PAUSE_MS);
  }

  /** Saves now what waits; resolves when nothing does, or it can't be saved. */
  async flush() {
    this.clear(this.#timer);
    await this.#work();
    return this.status === "saved";
  }

  /** Somebody else's revision is known and may be replaced, because a person said so. */
  overrule(revision) {
    this.revision = revision;
    this.status = "waiting";
    return this.flush();
  }

  /** The draft is given up for what the portal has. */
  forget(revision) {
    this.revision = revision;
    this.#document = null;
    this.store?.removeItem(this.name);
    this.#become("saved");
  }

  #schedule(pause) {
    this.clear(this.#timer);
    this.#timer = this.later(() => this.#work(), pause);
  }

  async #work() {
    if (this.#running || this.#document === null || this.status === "conflict") {
      return;
    }
    this.#running = true;
    const sent = this.#document;
    this.#become("saving");
    try {
      this.revision = await this.save(sent, this.revision);
      this.#failures = 0;
      this.#saved(sent);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#running = false;
    }
    if (this.status === "waiting") {
      this.#schedule(PAUSE_MS);
    }
  }

  #saved(sent) {
    if (this.#document === sent) {
      this.#document = null;
      this.store?.removeItem(this.name);
      this.#become("saved");
    } else {
      this.#remember();
      this.#become("waiting");
    }
  }

  #failed(error) {
    this.problem = error;
    if (error instanceof Problem) {
      this.#become(error.status === 409 ? "conflict" : "refused");
      return;
    }
    const pause = AGAIN_MS[Math.min(this.#failures++, AGAIN_MS.length - 1)];
    this.#become("away");
    this.#schedule(pause);
  }

  #remember() {
    const left = { revision: this.revision, document: this.#document };
    try {
      this.store?.setItem(this.name, JSON.stringify(left));
    } catch {
      // The storage is full or closed: the page itself still has the draft.
    }
  }

  #become(status) {
    if (this.status !== status) {
      this.status = status;
      this.changed?.();
    }
  }
}
