/* A form with `data-critique-url` is judged while somebody types: what is typed goes to that
   address, and the parts of the answer replace those on the page. Nothing is kept by it. Without
   this file a button does the same. */

const PAUSE = 600;

/** Judge the forms inside `root` while they are typed; once per form. */
export function judgeWhileTyping(root) {
  for (const form of root.querySelectorAll("form[data-critique-url]")) {
    if (form.dataset.judged) continue;
    form.dataset.judged = "1";
    const judge = judgeOf(form);
    let waits = 0;
    form.addEventListener("input", () => {
      window.clearTimeout(waits);
      waits = window.setTimeout(judge, PAUSE);
    });
    form.addEventListener("submit", () => window.clearTimeout(waits));
  }
}

/* Asks for one form; a newer question gives the older one up. */
function judgeOf(form) {
  let asked = null;
  return async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.critiqueUrl, { method: "POST", body, signal });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      if (!signal.aborted) show(html);
    } catch {
      // given up for a newer question, or no connection: what stood there stays
    }
  };
}

function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const fresh of answer.querySelectorAll("[data-critique-part]")) {
    const name = fresh.dataset.critiquePart;
    const old = document.querySelector(`[data-critique-part="${name}"]`);
    if (old && old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) {
      old.replaceWith(fresh);
    }
    if (fresh.dataset.critiqueSummary) say(fresh.dataset.critiqueSummary);
  }
}

/* The summary is read aloud by a screen reader, and only when it says something else. */
function say(words) {
  for (const status of document.querySelectorAll("[data-critique-status]")) {
    if (status.textContent !== words) status.textContent = words;
  }
}
