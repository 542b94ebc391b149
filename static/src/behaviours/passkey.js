/**
 * Buttons that ask the browser for a passkey, through allauth's scripts.
 *
 * What goes wrong, mostly that the person has cancelled, is shown in
 * [data-passkey-error].
 *
 * @example
 * <p role="alert" data-passkey-error hidden>The passkey was not used.</p>
 * <input type="hidden" id="credential" name="credential">
 * <button type="button" id="use" data-passkey="authenticate" data-credential="credential">
 *   Use a passkey
 * </button>
 */

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, passwordless } = button.dataset;
    window.allauth?.webauthn?.forms[`${passkey}Form`]({
      ids: { [passkey]: button.id, credential, passwordless, data: "js_data" },
    });
  }
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const text of document.querySelectorAll("[data-passkey-error]")) {
    text.hidden = false;
  }
});
