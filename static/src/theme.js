/**
 * Chooses light or dark before the first paint.
 *
 * Runs in <head>, not deferred: later, a dark page would flash white. When the person
 * has chosen, the server has already written the choice (a cookie) into <html>.
 */

const root = document.documentElement;

if (!root.dataset.bsTheme) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = dark ? "dark" : "light";
}
