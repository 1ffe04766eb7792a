/* A ballot works as a plain form. Here it counts along, gets buttons beside numbers and a slider
   beside weights, and is sent again when the connection was lost: sending twice counts once. */
import { replace, settled } from "./live.js";

const AGAIN = 2000;

/** Help with the ballots inside `root`; once per ballot. */
export function helpBallots(root) {
  for (const form of root.querySelectorAll("form[data-ballot]")) {
    if (form.dataset.helped) continue;
    form.dataset.helped = "1";
    form.querySelectorAll("input[data-range]").forEach(slider);
    if (form.dataset.points) form.querySelectorAll("input[type=number]").forEach(buttons);
    form.addEventListener("input", () => count(form));
    form.addEventListener("submit", (event) => send(event, form));
    count(form);
  }
}

function slider(number) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = number.min;
  range.max = number.max;
  range.step = "5";
  range.value = number.value || "0";
  range.setAttribute("aria-label", document.querySelector(`label[for="${number.id}"]`).textContent);
  range.addEventListener("input", () => (number.value = range.value));
  number.addEventListener("input", () => (range.value = number.value || "0"));
  number.after(range);
}

function buttons(number) {
  const label = document.querySelector(`label[for="${number.id}"]`).textContent;
  const box = document.createElement("span");
  box.className = "regie-amount__step";
  number.replaceWith(box);
  box.append(button(number, -1, "−", label), number, button(number, 1, "+", label));
}

function button(number, step, sign, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", `${label}: ${sign === "+" ? "+" : "−"}1`);
  made.addEventListener("click", () => {
    const next = Number(number.value || 0) + step;
    number.value = String(Math.min(Math.max(next, Number(number.min)), Number(number.max)));
    number.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return made;
}

function count(form) {
  const left = over(form);
  const part = form.querySelector("[data-left-over]");
  if (left === null || !part) return;
  const words = part.dataset;
  part.hidden = false;
  if (left < 0) part.textContent = words.over.replace("#", -left);
  else if (left === 0) part.textContent = words.none;
  else part.textContent = left === 1 ? words.one : words.many.replace("#", left);
}

function over(form) {
  if (form.dataset.points) {
    const given = [...form.querySelectorAll("input[type=number]")].map((one) => Number(one.value));
    return Number(form.dataset.points) - given.reduce((sum, one) => sum + one, 0);
  }
  if (form.dataset.most) {
    return Number(form.dataset.most) - form.querySelectorAll("input:checked").length;
  }
  return null;
}

async function send(event, form) {
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const lost = document.querySelector("[data-live-lost]");
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (answer.status >= 500) throw new Error(answer.statusText);
      settled();
      if (lost) lost.hidden = true;
      await show(answer);
      break;
    } catch {
      if (lost) lost.hidden = false;
      await new Promise((again) => window.setTimeout(again, AGAIN * (1 + Math.random())));
    }
  }
  delete form.dataset.sending;
}

async function show(answer) {
  const html = await answer.text();
  if (!html.includes("data-live-part")) {
    window.location.assign(answer.url); // no ballot any more: signed out, or taken out
    return;
  }
  replace(html);
  document.querySelector("main").focus();
  window.scrollTo(0, 0);
}
