/* What is typed is kept on the server a moment after typing stops, and in this browser while there
   is no connection. Saving for good stays the button of the form. */

const STOPPED = 1000; // ms after the last key
const BETWEEN = 3000; // ms between two times, at least
const AGAIN = 15_000; // ms until another try without connection

/** Keep the text of `field`; `say(words)` tells how it went. */
export function keeper(field, words, say) {
  const url = field.dataset.draftUrl;
  const name = `regie-draft:${url}`;
  const state = { timer: 0, last: 0, dirty: false, busy: false, sent: field.value, leaving: false, elsewhere: false };
  const seen = field.form?.elements.namedItem("seen"); // the version that this text builds on

  function plan(wait) {
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(send, Math.max(wait, state.last + BETWEEN - Date.now()));
  }

  async function send() {
    if (!url || !state.dirty || state.leaving) return;
    if (state.busy) {
      plan(STOPPED);
      return;
    }
    const text = field.value;
    state.busy = true;
    state.last = Date.now();
    try {
      const answer = await fetch(url, { method: "POST", body: posted(field, text), headers: { Accept: "application/json" } });
      await told(answer, text);
    } catch {
      remember(name, text, seen?.value);
      say(words.offline);
      plan(AGAIN);
    } finally {
      state.busy = false;
    }
  }

  async function told(answer, text) {
    const found = answer.redirected ? null : await answer.json().catch(() => null);
    if (answer.ok && found) {
      state.sent = text;
      state.elsewhere = false;
      state.dirty = field.value !== text;
      if (!state.dirty) {
        forget(name);
        field.form?.dispatchEvent(new CustomEvent("regie:kept"));
      }
      say(words.kept.replace("#", found.at ?? clock()));
    } else {
      remember(name, text, seen?.value);
      say(found?.refused ? words.refused.replace("#", found.refused) : words.failed);
    }
  }

  window.addEventListener("online", () => state.dirty && plan(0));
  window.addEventListener("beforeunload", (event) => {
    if ((state.dirty || state.elsewhere) && !state.leaving) event.preventDefault();
  });
  /* One person has one draft of a part: another tab of this browser puts its text in its place. */
  window.addEventListener("storage", (event) => {
    const other = event.key === name ? parsed(event.newValue) : null;
    if (!other || other.text === field.value) return;
    state.elsewhere = true;
    say(words.elsewhere);
  });
  field.form?.addEventListener("submit", () => {
    state.leaving = true;
    if (navigator.onLine) forget(name);
  });
  window.addEventListener("pageshow", (event) => event.persisted && (state.leaving = false));

  return {
    changed() {
      state.dirty = field.value !== state.sent;
      if (url) remember(name, field.value, seen?.value);
      plan(STOPPED);
    },
    /** The text that was kept in this browser and is not the one on the page; null without one.
        `moved` says that somebody saved a version since it was typed. */
    left() {
      const found = url ? recall(name) : null;
      if (found && found.text.trim() === field.value.trim()) forget(name);
      else return found && { ...found, moved: Boolean(found.seen && seen && Number(found.seen) < Number(seen.value)) };
      return null;
    },
    /** Go on with a text that was kept here: it builds on the version that its writer had read, so
        that what somebody else saved since is not overwritten unseen. */
    resume(left) {
      if (seen && left.moved) seen.value = left.seen;
    },
    forget: () => forget(name),
  };
}

function posted(field, text) {
  const body = new FormData();
  for (const input of field.form?.querySelectorAll("input[type=hidden]") ?? []) body.append(input.name, input.value);
  body.append(field.name, text);
  if (field.name !== "text") body.append("text", text);
  return body;
}

function clock() {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

/* A browser may refuse to keep anything. */
function remember(name, text, seen) {
  try {
    window.localStorage.setItem(name, JSON.stringify({ text, seen, at: clock() }));
  } catch {
    /* full, or not allowed: the server keeps it */
  }
}

function recall(name) {
  try {
    return parsed(window.localStorage.getItem(name));
  } catch {
    return null;
  }
}

function parsed(kept) {
  try {
    return JSON.parse(kept ?? "null");
  } catch {
    return null;
  }
}

function forget(name) {
  try {
    window.localStorage.removeItem(name);
  } catch {
    /* not allowed: then there is nothing to forget */
  }
}
