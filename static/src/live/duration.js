/** How long a call has lasted, in the form that people read on a phone's display. */

/**
 * @param {string} since ISO 8601, the server's clock
 * @param {number} now the server's clock, ms
 * @returns {number} whole seconds, never negative; 0 when `since` is no date
 */
export function secondsSince(since, now) {
  const seconds = Math.floor((now - Date.parse(since ?? "")) / 1000);
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

/** @returns {string} `0:07`, `12:30`, `1:02:03` */
export function asClock(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** @returns {string} the same as an ISO 8601 duration for <time datetime> */
export function asIso(seconds) {
  return `PT${seconds}S`;
}
