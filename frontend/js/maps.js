/* A shape of the map and its row in the table light up together. */

const LIT = "is-lit";

function light(key, on) {
  for (const element of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) {
    element.classList.toggle(LIT, on);
  }
}

function owner(event) {
  return event.target.closest?.("[data-key]");
}

/** Couple every `data-key` inside `root`; once per element, however often it is called. */
export function coupleMaps(root) {
  for (const map of root.querySelectorAll(".regie-map, .regie-table")) {
    if (map.dataset.coupled) continue;
    map.dataset.coupled = "1";
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      map.addEventListener(on, (event) => owner(event) && light(owner(event).dataset.key, true));
      map.addEventListener(off, (event) => owner(event) && light(owner(event).dataset.key, false));
    }
  }
}
