/**
 * Copies a text that is shown once, such as a SIP password, to the clipboard.
 *
 * The button shows its data-copied text for two seconds. Without a clipboard (a page
 * that does not come over HTTPS has none) the text is selected, to be copied by hand.
 *
 * @example
 * <input id="secret" readonly value="…">
 * <button type="button" data-copy="#secret" data-copied="Copied">
 *   <span data-copy-label>Copy</span>
 * </button>
 */

const SHOWN_MS = 2000;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) {
    return;
  }
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    showCopied(button);
  } catch {
    select(source);
  }
});

function showCopied(button) {
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  if (before === button.dataset.copied) {
    return;
  }
  label.textContent = button.dataset.copied;
  setTimeout(() => {
    label.textContent = before;
  }, SHOWN_MS);
}

function select(source) {
  if (source.select) {
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}
