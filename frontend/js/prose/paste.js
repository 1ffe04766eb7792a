/* What is pasted from Word or a page is made plain before the schema reads it: lists of Word become
   lists, and what is hidden, deleted or a comment goes. A picture is left out, with a sentence. */

import { DEEPEST_LIST } from "./schema.js";

const GONE = "script,style,meta,link,title,head,xml,del,s,strike,svg,object,iframe,button,select,form > input";
const DEEP = `${"li ".repeat(DEEPEST_LIST)}:is(ul, ol)`;
const CELLS = ":is(td, th) :is(p, div, ul, ol, li, h2, h3, table, tbody, tr, td, th)";
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
  lists(page);
  page.querySelectorAll(`li :is(h2, h3), li table, li table *, ${CELLS}`).forEach(inside);
  page.querySelectorAll("body > p, body > div").forEach(paragraphs);
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
  let open = []; // the lists that are open, the outermost first
  for (const item of page.querySelectorAll("p")) {
    const style = item.dataset.style ?? "";
    if (!/mso-list:\s*l\d/i.test(style)) continue;
    let mark = "";
    item.querySelectorAll("[data-style]").forEach((part) => {
      if (!/mso-list:\s*ignore/i.test(part.dataset.style)) return;
      mark += part.textContent;
      part.remove();
    });
    if (item.previousElementSibling !== open[0]) open = [];
    const level = Math.min(Number(/level(\d)/i.exec(style)?.[1] ?? 1) - 1, open.length);
    open.length = Math.min(open.length, level + 1);
    const name = NUMBER.test(mark.trim()) ? "OL" : "UL";
    if (open[level]?.tagName !== name) {
      open[level] = page.createElement(name);
      const begin = Number.parseInt(mark.replace(/^\D{0,2}/, ""), 10);
      if (name === "OL" && begin > 1) open[level].setAttribute("start", begin);
      if (level) open[level - 1].lastElementChild.append(open[level]);
      else item.before(open[level]);
    }
    const made = page.createElement("li");
    made.append(...item.childNodes);
    open[level].append(made);
    item.remove();
  }
}

/* A list lies in an item, never right in a list, and not too deep; paragraphs of an item are lines. */
function lists(page) {
  page.querySelectorAll(":is(ul, ol) > :is(ul, ol)").forEach((list) => list.previousElementSibling?.append(list));
  [...page.querySelectorAll(DEEP)].reverse().forEach((list) => {
    list.closest("li").after(...list.children);
    list.remove();
  });
  page.querySelectorAll("li > :is(p, div, blockquote)").forEach((part) => {
    const first = part.parentNode.textContent.trimStart().startsWith(part.textContent.trim()) && !part.previousElementSibling;
    part.replaceWith(...(first ? [] : [page.createElement("br")]), ...part.childNodes);
  });
}

/* Two ends of a line after each other begin a new paragraph. */
function paragraphs(block) {
  let made = block.ownerDocument.createElement("p");
  const found = [made];
  const ends = (node) => node?.nodeName === "BR";
  const next = (node) => (node?.nodeType === 3 && !node.data.trim() ? next(node.nextSibling) : node);
  if (block.querySelector("p, div, ul, ol, table, h2, h3")) return;
  for (const node of [...block.childNodes]) {
    if (ends(node) && ends(next(node.nextSibling))) found.push((made = block.ownerDocument.createElement("p")));
    else made.append(node);
  }
  block.replaceWith(...found);
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

/* An item or a cell is one stretch of words; only the end of a line stays. */
function inside(element) {
  element.replaceWith(" ", ...element.childNodes, " ");
}

/** Lines without markup as Markdown: a line is a paragraph, unless it says otherwise. */
export function plainLines(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/^[ \t]*[•·▪◦●■][\t\u00a0 ]+/gm, "- ");
  if (/\n\s*\n/.test(lines)) return lines;
  return lines.replace(/\n(?!\s*(?:[-*+]|\d+[.)])\s|\s*\|)/g, "\n\n");
}
