/**
 * Asks before a form is sent that cannot be taken back.
 *
 * @example
 * <form method="post" data-confirm="Publish this callflow?">…</form>
 */

document.addEventListener(
  "submit",
  (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  // Before htmx, which listens on the form itself.
  { capture: true },
);
