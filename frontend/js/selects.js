/* A form with `data-submit-on-change` needs no button when scripts run. Arrow keys in a closed
   select change its value too, so the form is only sent when the choice is made: on leaving the
   field or on Enter, or at once after a pointer was used. */

/** Send the form by itself after a choice. */
export function submitOnChange(root) {
  for (const form of root.querySelectorAll("form[data-submit-on-change]")) {
    let byPointer = false;
    let changed = false;
    form.addEventListener("pointerdown", () => (byPointer = true));
    form.addEventListener("keydown", () => (byPointer = false));
    form.addEventListener("change", () => {
      changed = true;
      if (byPointer) form.requestSubmit();
    });
    form.addEventListener("focusout", () => changed && !byPointer && form.requestSubmit());
  }
}
