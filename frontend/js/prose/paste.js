/* What is pasted from Word or a page is made plain before the schema reads it: lists of Word become
   lists, and what is hidden, deleted or a comment goes. A picture is left out, with a sentence. */

const GONE = "script,style,meta,link,title,head,xml,del,s,strike,svg,object,iframe,button,select,form > input";
const CELLS = ":is(td, th) :is(p, div, br, ul, ol, li, h2, h3, table, tbody, tr, td, th)";
const HIDDEN = /mso-hide:\s*all|display:\s*none|mso-element:\s*comment|visibility:\s*hidden/i;
const NUMBER = /^\(?(?:\d{1,4}|[a-z]|[ivx]{1,5})[.)]/i;

/** Marked-up text from elsewhere, as plain markup without styles. */
export function plainMarkup(html, picture) {
  const kept = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[[^\]]*\]>/g, "")
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "");
  // No style attribute is ever parsed: the policy of the page forbids them.
  const named = kept.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const page = new DOMParser().parseFromString(named, "text/html");
  page.querySelectorAll(GONE).forEach((element) => element.remove());
  page.querySelectorAll("[data-style]").forEach(styled);
  page.querySelectorAll("img").forEach((image) => image.replaceWith(said(page, picture)));
  wordLists(page);
  headings(page);
  page.querySelectorAll("li ul, li ol").forEach((list) => list.closest("li").after(...list.children));
  page.querySelectorAll(`li > p:not(:only-child), li br, li table *, ${CELLS}`).forEach(inside);
  return page.body.innerHTML;
}

function styled(element) {
  const style = element.dataset.style;
  if (HIDDEN.test(style)) {
    element.remove();
    return;
  }
  if (element.matches("b, strong") && /(?<![\w-])font-weight:\s*(normal|400)/i.test(style)) {
    element.replaceWith(...element.childNodes);
  } else if (element.matches("span")) {
    if (/(?<![\w-])font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap(element, "strong");
    if (/(?<![\w-])font-style:\s*italic/i.test(style)) wrap(element, "em");
  }
}

function wrap(element, name) {
  const around = element.ownerDocument.createElement(name);
  around.append(...element.childNodes);
  element.append(around);
}

function said(page, words) {
  const paragraph = page.createElement("p");
  paragraph.textContent = words;
  return paragraph;
}

/* A paragraph of Word that stands in a list carries its dot or number in a span of its own. */
function wordLists(page) {
  let list = null;
  for (const item of page.querySelectorAll("p")) {
    if (!/mso-list:\s*l\d/i.test(item.dataset.style ?? "")) continue;
    let mark = "";
    item.querySelectorAll("[data-style]").forEach((part) => {
      if (!/mso-list:\s*ignore/i.test(part.dataset.style)) return;
      mark += part.textContent;
      part.remove();
    });
    const name = NUMBER.test(mark.trim()) ? "OL" : "UL";
    if (!list || list.tagName !== name || item.previousElementSibling !== list) {
      list = page.createElement(name);
      item.before(list);
    }
    const made = page.createElement("li");
    made.append(...item.childNodes);
    list.append(made);
    item.remove();
  }
}

/* The highest heading becomes a heading, the others subheadings. */
function headings(page) {
  page.querySelectorAll("p.MsoTitle").forEach((title) => rename(title, "h1"));
  const found = [...page.querySelectorAll("h1,h2,h3,h4,h5,h6")];
  const highest = Math.min(...found.map((heading) => Number(heading.tagName[1])));
  found.forEach((heading) => rename(heading, Number(heading.tagName[1]) === highest ? "h2" : "h3"));
}

function rename(element, name) {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
}

/* An item or a cell is one stretch of words. */
function inside(element) {
  element.replaceWith(" ", ...element.childNodes, " ");
}

/** Lines without markup as Markdown: a line is a paragraph, unless it says otherwise. */
export function plainLines(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/^[ \t]*[•·▪◦●■][\t\u00a0 ]+/gm, "- ");
  if (/\n\s*\n/.test(lines)) return lines;
  return lines.replace(/\n(?!\s*(?:[-*+]|\d+[.)])\s|\s*\|)/g, "\n\n");
}
