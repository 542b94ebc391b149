/**
 * Submits the form as soon as another choice is made, e.g. rows on a page.
 *
 * @example
 * <select name="per_page" data-auto-submit>…</select>
 */

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-auto-submit]")) {
    // requestSubmit, unlike submit, tells htmx too.
    event.target.form?.requestSubmit();
  }
});
