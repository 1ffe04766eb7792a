/* A page with `data-live` hears from the server what changes (server-sent events), and asks every
   five seconds where that cannot be. What changed is fetched as a page; only the parts with
   `data-live-part` are replaced, and never under the hands of somebody who is filling in. */

const POLL = 5000;
const SAY = 5000;
const SPREAD = 1500;

let page; // the page as it is fetched now, so that two changes at once are one
let changed = false;
let said = 0;
let ends = null;
let coming = 0; // the count of who is in, as it is fetched
let counted = 0;

const box = () => document.querySelector("[data-live]");
const hidden = (name, value) => {
  const part = box()?.querySelector(`[data-live-${name}]`);
  if (part) part.hidden = value;
};

/** Listen, if this page has something to listen to. */
export function listenLive() {
  if (!box()) return;
  clock(Number.parseInt(box().dataset.liveLeft ?? "", 10));
  window.setInterval(tick, 500);
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-ballot]")) changed = true;
  });
  if (window.EventSource) open();
  else poll();
}

/** What somebody filled in was sent, so the page may be replaced again. */
export function settled() {
  changed = false;
}

function open() {
  const source = new EventSource(box().dataset.live);
  source.addEventListener("open", () => hidden("lost", true));
  source.addEventListener("stand", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    hidden("lost", false);
    if (source.readyState === EventSource.CLOSED) poll(); // this server keeps no stream
  });
}

async function poll() {
  try {
    const answer = await fetch(box().dataset.livePoll, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    take(await answer.json());
    hidden("lost", true);
  } catch {
    hidden("lost", false);
  }
  window.setTimeout(poll, POLL + Math.random() * SPREAD);
}

function take(now) {
  say(now);
  clock(now.left ?? Number.NaN);
  const turnout = box().querySelector("[data-live-turnout]");
  if (turnout && now.turnout) turnout.textContent = now.turnout;
  if (now.joined !== undefined) count(now.joined);
  if (now.stand === box().dataset.liveStand) return;
  if (changed) hidden("new", false);
  else renew(now.stand);
}

/* Who comes in is counted per group, at most once in five seconds. */
function count(joined) {
  const part = document.querySelector("[data-live-joined]");
  if (!part || part.dataset.liveJoined === String(joined) || coming) return;
  coming = window.setTimeout(async () => {
    coming = 0;
    const html = await fetch(window.location.pathname).then((answer) => answer.text(), () => "");
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const words = fresh.querySelector("[data-live-joined]");
    const here = document.querySelector("[data-live-joined]");
    if (words && here) here.replaceWith(words);
  }, Math.max(0, SAY - (Date.now() - counted)));
  counted = Date.now();
}

/* A screen reader is told at most once in five seconds. */
function say(now) {
  const part = box().querySelector("[data-live-said]");
  if (part.textContent === now.said) return;
  window.clearTimeout(said);
  const wait = Math.max(0, Number(part.dataset.after ?? 0) - Date.now());
  said = window.setTimeout(() => {
    part.textContent = now.said;
    part.dataset.after = Date.now() + SAY;
  }, wait);
}

/* The clock of the server counts: it says how long, never until when. */
function clock(left) {
  ends = Number.isNaN(left) ? null : performance.now() + left * 1000;
  hidden("clock", ends === null);
  tick();
}

function tick() {
  const part = box()?.querySelector("[data-live-left-shown]");
  if (!part || ends === null) return;
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  part.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/* Everybody hears it at the same moment; phones come one after the other. */
function renew(stand) {
  window.clearTimeout(page);
  const wait = box().querySelector("[data-live-turnout]") ? 0 : Math.random() * SPREAD;
  page = window.setTimeout(async () => {
    try {
      const answer = await fetch(window.location.pathname);
      if (!answer.ok) throw new Error(answer.statusText);
      if (changed) hidden("new", false);
      else replace(await answer.text(), stand);
    } catch {
      hidden("new", false);
    }
  }, wait);
}

/** Put the parts of a fetched page in the place of those on this one. */
export function replace(html, stand) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const parts = fresh.querySelectorAll("[data-live-part]");
  const here = document.querySelectorAll("[data-live-part]");
  if (parts.length !== here.length) {
    window.location.reload();
    return;
  }
  const focused = document.activeElement?.closest("[data-live-part]");
  here.forEach((part, at) => part.replaceWith(parts[at]));
  const heading = document.querySelector("h1");
  const words = fresh.querySelector("h1");
  if (heading && words) heading.textContent = words.textContent;
  const lead = document.querySelector(".regie-lead");
  const story = fresh.querySelector(".regie-lead");
  if (lead && story) lead.replaceWith(story);
  box().dataset.liveStand = stand ?? fresh.querySelector("[data-live]")?.dataset.liveStand ?? "";
  if (focused) document.querySelector("main").focus();
  document.dispatchEvent(new CustomEvent("regie:renewed"));
}
