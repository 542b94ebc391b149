/**
 * Where calls are on a callflow, and whether two documents are the same. Pure.
 *
 * A live call's `step` is `<context>/<node>`; `places` (REST: callflows/<id>/places/)
 * tells of each context of the callflow which version it is of and where its nodes stand.
 */

import { pathKey } from "./doc.js";

/**
 * @param {Iterable<{step: string}>} calls
 * @param {{unit: string, contexts: object}} places
 * @param {number|null} number the version that is shown; null if none is
 * @returns {{at: Map<string, number>, here: number, elsewhere: number, unknown: boolean}}
 *   calls by place of the version shown, their sum, those on other versions, and whether
 *   a context is newer than `places`
 */
export function positions(calls, places, number) {
  const found = { at: new Map(), here: 0, elsewhere: 0, unknown: false };
  for (const { step = "" } of calls) {
    const context = step.slice(0, step.lastIndexOf("/"));
    if (!isOf(context, places.unit)) {
      continue;
    }
    const known = places.contexts[context];
    const path = known?.nodes[step.slice(context.length + 1)];
    found.unknown ||= !known;
    if (path && known.version === number) {
      const key = pathKey(path);
      found.at.set(key, (found.at.get(key) ?? 0) + 1);
      found.here++;
    } else {
      found.elsewhere++;
    }
  }
  return found;
}

/** Whether a context is a version of the unit: `acme-cf-k3v9qa-v8` is of `acme-cf-k3v9qa`. */
const isOf = (context, unit) => context.startsWith(`${unit}-v`) && /^\d+$/.test(context.slice(unit.length + 2));

/** Whether two documents mean the same: the order of keys and what is left out do not matter. */
export const sameDocument = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));

const DEFAULTS = { data: "{}", children: "{}", skip: "false" };

function plain(value) {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const isModule = typeof value.module === "string";
  return Object.fromEntries(
    entries
      .map(([key, each]) => [key, plain(each)])
      .filter(([key, each]) => !isModule || JSON.stringify(each) !== DEFAULTS[key]),
  );
}
