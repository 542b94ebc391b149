/** How the states of calls and devices are shown. Pure. */

const CALL_STATES = {
  dialling: { colour: "azure", icon: "phone-outgoing" },
  ringing: { colour: "orange", icon: "phone-ringing" },
  talking: { colour: "green", icon: "phone-call" },
  held: { colour: "yellow", icon: "phone-pause" },
  menu: { colour: "purple", icon: "dialpad" },
  voicemail: { colour: "indigo", icon: "record-mail" },
  queue: { colour: "cyan", icon: "hourglass" },
};

/** Other words for the same states. */
const SAME = {
  up: "talking",
  answered: "talking",
  bridged: "talking",
  connected: "talking",
  down: "dialling",
  ring: "dialling",
  dialing: "dialling",
  hold: "held",
  queued: "queue",
};

/**
 * @param {string} state of a call, as the portal names it
 * @returns {{name: string, colour: string, icon: string}} name is empty for a state
 *   that is not known here; it is then shown as it came
 */
export function callState(state) {
  const key = String(state ?? "").toLowerCase();
  const name = SAME[key] ?? key;
  return Object.hasOwn(CALL_STATES, name)
    ? { name, ...CALL_STATES[name] }
    : { name: "", colour: "secondary", icon: "phone" };
}

const REGISTRATIONS = {
  registered: { there: true, colour: "green", icon: "plug-connected" },
  unreachable: { there: false, colour: "orange", icon: "alert-triangle" },
  unregistered: { there: false, colour: "secondary", icon: "plug-connected-x" },
};

/** Words for a telephone that is registered and answers, or is not asked to. */
const THERE = new Set(["registered", "reachable", "online", "available"]);

/**
 * @param {string} status of a device, as the portal names it
 * @returns {{name: string, there: boolean, colour: string, icon: string}} `there` when it
 *   can be rung; unreachable is one that registered but does not answer any more
 */
export function registration(status) {
  const key = String(status ?? "").toLowerCase();
  const name = THERE.has(key) ? "registered" : key === "unreachable" ? key : "unregistered";
  return { name, ...REGISTRATIONS[name] };
}
