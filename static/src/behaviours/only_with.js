/**
 * Shows a field only while another one of its form has a certain value, and sends it
 * only then.
 *
 * @example
 * <select name="contact">…<option value="new">New…</option></select>
 * <div class="field"><input name="name" data-only-with="contact=new"></div>
 */

function fit(form) {
  for (const control of form.querySelectorAll("[data-only-with]")) {
    const [name, value] = control.dataset.onlyWith.split("=");
    const shown = form.elements[name]?.value === value;
    control.disabled = !shown;
    control.closest(".field").hidden = !shown;
  }
}

for (const form of document.forms) {
  fit(form);
}
document.addEventListener("change", (event) => {
  if (event.target.form) {
    fit(event.target.form);
  }
});
