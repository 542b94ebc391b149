/**
 * Shows and hides what was typed into a password field.
 *
 * @example
 * <input id="id_password" type="password">
 * <button type="button" data-reveal="#id_password" aria-pressed="false">Show</button>
 */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  const field = button && document.querySelector(button.dataset.reveal);
  if (!field) {
    return;
  }
  const show = field.type === "password";
  field.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
});
