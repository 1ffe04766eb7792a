/* Whoever leaves a form with `data-warn-unsaved` after changing something is asked whether that is
   meant, also by the switch of language. With `data-unsaved` it was changed before it came on this
   page. The words are the browser's own. */

const changed = new Set();

/** Watch the forms inside `root`; once per form, however often it is called. */
export function warnUnsaved(root) {
  for (const form of root.querySelectorAll("form[data-warn-unsaved]")) {
    if (form.dataset.watched) continue;
    form.dataset.watched = "1";
    if ("unsaved" in form.dataset) changed.add(form);
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.delete(form));
    form.addEventListener("regie:kept", () => changed.delete(form)); // the server has a draft
  }
}

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
