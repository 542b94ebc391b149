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

/** Whether a device with this status can be rung. */
export function isRegistered(status) {
  return ["registered", "online", "reachable", "available", "created", "nonqualified"].includes(
    String(status ?? "").toLowerCase(),
  );
}
