/** A recorded call's way, as a trace of the portal tells it. Pure. */

import { nodeAt } from "./doc.js";

/** How long a replay stays at a step, at least and at most, ms. */
const SHORTEST = 700;
const LONGEST = 2500;

/** The steps that stand in a module of the callflow, by their place in the trace. */
export const ownSteps = (trace, flow) =>
  trace.steps.flatMap((step, index) => (step.callflow?.id === flow && step.path ? [index] : []));

/**
 * What is lit at a step: the modules that the call has met up to it, on that version.
 *
 * @returns {{lit: Map<string, number[]>, now: string|undefined}} ids with the numbers of
 *   their steps, counted in this callflow from 1, and the one in which the call is
 */
export function litAt(trace, flow, state, version, at) {
  const lit = new Map();
  let now;
  ownSteps(trace, flow).forEach((index, n) => {
    const step = trace.steps[index];
    const id = index <= at && step.version === version ? nodeAt(state, step.path) : undefined;
    if (id) {
      lit.set(id, [...(lit.get(id) ?? []), n + 1]);
      now = id;
    }
  });
  return { lit, now };
}

/** How long a replay waits before the next step: as long as the call did, within bounds. */
export function pause(trace, at) {
  const next = trace.steps[at + 1];
  const real = next ? Date.parse(next.at) - Date.parse(trace.steps[at].at) : 0;
  return Math.min(LONGEST, Math.max(SHORTEST, real));
}

/** The time of day of a step, on the account's clock. */
export const clock = (step) => step.local.slice(11, 19);
