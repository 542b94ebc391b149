/**
 * Switches between light and dark and remembers the choice in a cookie, which the
 * server writes into <html data-bs-theme> from then on; with `data-save` among the
 * person's preferences too, so that it counts in their other browsers.
 *
 * @example
 * <button type="button" data-theme-toggle data-save="/api/v1/me/preferences/">…</button>
 */

const YEAR_SECONDS = 365 * 24 * 60 * 60;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) {
    return;
  }
  const { save } = event.target.closest("[data-theme-toggle]").dataset;
  const root = document.documentElement;
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  root.dataset.bsTheme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  if (save) {
    // Goes on when the page is left at once.
    fetch(save, {
      method: "PATCH",
      keepalive: true,
      headers: {
        "Content-Type": "application/json",
        ...JSON.parse(document.body.getAttribute("hx-headers")),
      },
      body: JSON.stringify({ colour_scheme: theme }),
    }).catch(() => {});
  }
});
