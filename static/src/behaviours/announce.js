/**
 * Tells people who use a screen reader what a partial refresh brought.
 *
 * After htmx has swapped something in, the text of the first [data-announce] in it is
 * copied to the page's one polite live region. (A live region that is itself swapped
 * is not read out.)
 *
 * @example
 * <div id="announcer" role="status" class="visually-hidden"></div>
 * <p data-announce>12 users found</p>
 */

document.addEventListener("htmx:afterSettle", (event) => {
  const region = document.getElementById("announcer");
  const text = event.target.querySelector?.("[data-announce]")?.textContent.trim();
  if (region && text) {
    region.textContent = text.replace(/\s+/g, " ");
  }
});
