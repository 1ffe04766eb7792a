/* A double click, or an impatient second one, sends a form once. */

const AGAIN = 5000; // ms after which it may be sent again, when no answer came

/** Stop the second of two submits of the same form. */
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const now = Date.now();
    if (now - Number(form.dataset.sentAt ?? 0) < AGAIN) event.preventDefault();
    else form.dataset.sentAt = String(now);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
  });
}
