/**
 * What a live page knows, and how a message from the portal changes it.
 *
 * Pure: a state is never changed, a new one is returned. A client that follows the
 * deltas must always know what a fresh snapshot would tell it; so when one delta
 * is missing, nothing more is applied until a new snapshot has come.
 */

/** In which map of the state the objects of a kind are kept. */
const MAPS = { call: "calls", registration: "registrations", mailbox: "mailboxes" };

/**
 * @typedef {object} LiveState
 * @property {number|null} seq number of the last message applied; null before the first snapshot
 * @property {boolean} behind a gap was seen, a snapshot has been asked for
 * @property {number} skew milliseconds to add to this computer's clock to get the server's
 * @property {Map<string, object>} calls
 * @property {Map<string, object>} registrations
 * @property {Map<string, object>} mailboxes
 */

/** @returns {LiveState} what is known before anything was received */
export function initial() {
  return {
    seq: null,
    behind: false,
    skew: 0,
    calls: new Map(),
    registrations: new Map(),
    mailboxes: new Map(),
  };
}

/**
 * @param {LiveState} state
 * @param {object} message as received: a snapshot or deltas; others change nothing
 * @param {number} receivedAt this computer's clock, ms
 * @returns {{state: LiveState, resync: boolean}} resync: ask for a snapshot now
 */
export function receive(state, message, receivedAt) {
  if (message.type === "snapshot") {
    return { state: fromSnapshot(state, message, receivedAt), resync: false };
  }
  if (message.type !== "deltas" || state.seq === null || state.behind) {
    return { state, resync: false };
  }
  const last = message.first + message.deltas.length - 1;
  if (last <= state.seq) {
    // Sent before the snapshot was taken: its news is already in there.
    return { state, resync: false };
  }
  if (message.first > state.seq + 1) {
    return { state: { ...state, behind: true }, resync: true };
  }
  return { state: applyDeltas(state, message, last), resync: false };
}

function fromSnapshot(state, message, receivedAt) {
  const now = Date.parse(message.now ?? "");
  return {
    seq: message.seq,
    behind: false,
    skew: Number.isNaN(now) ? state.skew : now - receivedAt,
    calls: byId(message.calls),
    registrations: byId(message.registrations),
    mailboxes: byId(message.mailboxes),
  };
}

function applyDeltas(state, message, last) {
  const next = { ...state, seq: last };
  for (const { seq, op, kind, id, value } of message.deltas) {
    const map = MAPS[kind];
    if (seq <= state.seq || !map) {
      continue; // Known from the snapshot, or from a newer portal than this page.
    }
    if (next[map] === state[map]) {
      next[map] = new Map(state[map]);
    }
    if (op === "drop") {
      next[map].delete(id);
    } else {
      next[map].set(id, { ...value, id });
    }
  }
  return next;
}

function byId(values = []) {
  return new Map(values.map((value) => [value.id, value]));
}

/** @returns {object[]} calls in progress, the longest first */
export function callsInOrder(state) {
  return inOrder(state.calls, (call) => `${call.started_at}\n${call.id}`);
}

/** @returns {object[]} registrations in the order of their devices' names */
export function registrationsInOrder(state) {
  return [...state.registrations.values()].sort((a, b) =>
    (a.device || a.id).localeCompare(b.device || b.id, undefined, { numeric: true }),
  );
}

function inOrder(map, key) {
  return [...map.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
