/**
 * Switches between light and dark and remembers the choice in a cookie, which the
 * server writes into <html data-bs-theme> from then on.
 *
 * @example
 * <button type="button" data-theme-toggle>Switch between light and dark</button>
 */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) {
    return;
  }
  const root = document.documentElement;
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  root.dataset.bsTheme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
});
