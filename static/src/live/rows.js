/**
 * What the live tables show, made from what the stream says. Pure.
 *
 * A party of a call is `{number, name}`; `to` is a list of them, because several
 * telephones may ring. Plain texts beside `caller_name` and `to_name` are read as well.
 */

/**
 * @param {Map<string, object>} calls
 * @returns {{id: string, caller: object, dialled: string, to: object[], state: string,
 *   startedAt: string}[]} the longest first
 */
export function callRows(calls) {
  return [...calls.values()].map(callRow).sort(byStart);
}

function callRow(call) {
  const to = Array.isArray(call.to) ? call.to : [party(call.to, call.to_name)];
  return {
    id: call.id,
    caller: party(call.caller, call.caller_name),
    dialled: call.dialled ?? "",
    to: to.filter(({ number, name }) => number || name),
    state: call.state,
    startedAt: call.started_at,
  };
}

function party(value, name) {
  return value && typeof value === "object"
    ? { number: value.number ?? "", name: value.name ?? "" }
    : { number: value ?? "", name: name ?? "" };
}

function byStart(a, b) {
  return a.startedAt === b.startedAt ? (a.id < b.id ? -1 : 1) : a.startedAt < b.startedAt ? -1 : 1;
}

/**
 * @param {Map<string, object>} registrations one for each address that registered
 * @param {{endpoint: string, device: string}[]} devices all that the account has; those
 *   that are not registered get a row, too
 * @returns {object[]} rows in the order of their names
 */
export function registrationRows(registrations, devices = []) {
  const names = new Map(devices.map(({ endpoint, device }) => [endpoint, device]));
  const rows = [...registrations.values()].map((value) => {
    const endpoint = value.endpoint ?? value.id;
    return { ...value, endpoint, device: value.device ?? names.get(endpoint) ?? "" };
  });
  const there = new Set(rows.map(({ endpoint }) => endpoint));
  const missing = devices
    .filter(({ endpoint }) => !there.has(endpoint))
    .map((device) => ({ ...device, id: device.endpoint, status: "unregistered" }));
  return [...rows, ...missing].sort(byName);
}

function byName(a, b) {
  const order = (a.device || a.endpoint).localeCompare(b.device || b.endpoint, undefined, {
    numeric: true,
  });
  return order || (a.id < b.id ? -1 : 1);
}
