/**
 * What a live page knows, and how a message from the portal changes it.
 *
 * Pure: a state is never changed, a new one is returned. A client that follows the
 * deltas must always know what a fresh snapshot would tell it; so when one delta
 * is missing, nothing more is applied until a new snapshot has come.
 *
 * Deltas are numbered one by one: each has its own `seq`, or else the message's `seq`
 * is the number of its last one.
 */

/** In which map of the state the objects of a kind are kept. */
const MAPS = { call: "calls", registration: "registrations", mailbox: "mailboxes", conference: "conferences", parked: "parked" };

/**
 * @typedef {object} LiveState
 * @property {number|null} seq number of the last delta applied; null before the first snapshot
 * @property {boolean} behind a gap was seen, a snapshot has been asked for
 * @property {number} skew milliseconds to add to this computer's clock to get the server's
 * @property {Map<string, object>} calls
 * @property {Map<string, object>} registrations
 * @property {Map<string, object>} mailboxes
 * @property {Map<string, object>} conferences
 * @property {Map<string, object>} parked
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
    conferences: new Map(),
    parked: new Map(),
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
  const deltas = numbered(message).filter(({ seq }) => seq > state.seq);
  if (deltas.length && deltas[0].seq > state.seq + 1) {
    return { state: { ...state, behind: true }, resync: true };
  }
  // The others were sent before the snapshot was taken: their news is already in there.
  return { state: deltas.length ? applyDeltas(state, deltas) : state, resync: false };
}

/** The deltas of a message with their numbers; a bare message has one for all. */
function numbered({ deltas, seq }) {
  return deltas.map((delta, i) => ({ seq: seq - deltas.length + 1 + i, ...delta }));
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
    conferences: byId(message.conferences),
    parked: byId(message.parked),
  };
}

function applyDeltas(state, deltas) {
  const next = { ...state, seq: deltas.at(-1).seq };
  for (const { op, kind, id, value } of deltas) {
    const map = MAPS[kind];
    if (!map) {
      continue; // A newer portal tells of more than this page shows.
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
