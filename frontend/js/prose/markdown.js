/* Reading and writing restricted Markdown, with the grammar of regie.ui.prose.reading. */
import MarkdownIt from "markdown-it";
import { DEEPEST_LIST, schema } from "./schema.js";

const FIGURE = /^\{(?:figuur|figure)[ \u00a0]+0*(\d{1,6})\}$/i;
const SCHEME = /^(?:https?:\/\/|mailto:)\S/i;
const START = /^(?:(#{1,6})(?=\s|$)|([-+])(?=\s|$)|(\d{1,9})([.)])(?=\s|$)|(\{)(?=fig))/i;
const LISTS_DEEP = 8;
const engine = made();

function made() {
  const md = new MarkdownIt("zero", { html: false, maxNesting: 40 });
  md.enable(["heading", "list", "table", "emphasis", "link", "escape"]);
  const list = md.block.ruler.__rules__.find((rule) => rule.name === "list").fn;
  md.block.ruler.at(
    "list",
    (state, start, end, silent) => (silent || state.level < LISTS_DEEP) && list(state, start, end, silent),
    { alt: ["paragraph"] },
  );
  md.block.ruler.before("paragraph", "figure", figure, { alt: ["paragraph", "list"] });
  md.inline.ruler.after("escape", "line", lineEnd);
  md.validateLink = (url) => SCHEME.test(url);
  return md;
}

function figure(state, start, _end, silent) {
  const line = state.src.slice(state.bMarks[start] + state.tShift[start], state.eMarks[start]);
  const found = state.level === 0 && FIGURE.exec(line.trimEnd());
  if (!found) return false;
  if (!silent) {
    state.line = start + 1;
    state.push("figure", "", 0).meta = { number: Number(found[1]) };
  }
  return true;
}

/* `<br>` ends a line: a cell of a table has no other way to say so. */
function lineEnd(state, silent) {
  const found = /^<br ?\/?>/i.exec(state.src.slice(state.pos, state.pos + 7));
  if (!found) return false;
  if (!silent) state.push("hardbreak", "br", 0);
  state.pos += found[0].length;
  return true;
}

/* --- reading ------------------------------------------------------------------------------------ */

/** The document that a text describes. */
export function read(text) {
  const tokens = engine.parse(text.replaceAll("\0", ""), {});
  const blocks = [];
  for (let at = 0; at < tokens.length; ) at = block(tokens, at, blocks);
  return schema.node("doc", null, blocks.length ? blocks : [schema.node("paragraph")]);
}

function block(tokens, at, blocks) {
  const token = tokens[at];
  if (token.type === "figure") blocks.push(schema.node("figure", token.meta));
  else if (token.type === "heading_open") blocks.push(heading(token, tokens[at + 1]));
  else if (token.type === "paragraph_open") blocks.push(paragraph(tokens[at + 1]));
  else if (/_list_open$/.test(token.type)) return list(tokens, at, blocks);
  else if (token.type === "table_open") return table(tokens, at, blocks);
  return at + 1;
}

function heading(token, inline) {
  const words = texts(inline).map((node) => node.text ?? " ").join("");
  const level = token.tag === "h1" || token.tag === "h2" ? 2 : 3;
  return schema.node("heading", { level }, words ? [schema.text(words)] : []);
}

function paragraph(inline) {
  return schema.node("paragraph", null, tidy(texts(inline)));
}

/* A list with those under its items; paragraphs inside an item are one, as in regie.ui.prose. */
function list(tokens, at, blocks) {
  const opened = tokens[at];
  const end = opened.type.replace("open", "close");
  const top = begun(opened);
  const within = [top];
  for (at += 1; !(tokens[at].type === end && tokens[at].level === opened.level); at += 1) {
    const token = tokens[at];
    if (token.type === "list_item_open") within.at(-1).items.push({ said: [], under: [] });
    else if (token.type === "inline") say(top, texts(token));
    else if (/_list_open$/.test(token.type)) {
      const inside = begun(token);
      within.at(-1).items.at(-1).under.push(inside);
      within.push(inside);
    } else if (/_list_close$/.test(token.type)) within.pop();
  }
  const made = built(top, 1);
  if (made) blocks.push(made);
  return at + 1;
}

function begun(opened) {
  const ordered = opened.type === "ordered_list_open";
  return { ordered, start: ordered ? Number(opened.attrGet("start") ?? 1) : 1, items: [] };
}

/* Words belong to the item that was begun last, however deep it lies. */
function say(items, words) {
  let item = items.items.at(-1);
  while (item.under.at(-1)?.items.length) item = item.under.at(-1).items.at(-1);
  if (item.said.length) item.said.push(schema.text(" "));
  item.said.push(...words);
}

function built(items, depth) {
  const nodes = [];
  for (const [words, under] of entries(items)) {
    const inside = depth < DEEPEST_LIST ? under.map((one) => built(one, depth + 1)).filter(Boolean) : [];
    nodes.push(schema.node("list_item", null, [schema.node("paragraph", null, words), ...inside]));
    if (depth < DEEPEST_LIST) continue;
    for (const deep of under.flatMap(all)) {
      nodes.push(schema.node("list_item", null, [schema.node("paragraph", null, deep)]));
    }
  }
  if (!nodes.length) return null;
  return schema.node(items.ordered ? "ordered_list" : "bullet_list", items.ordered ? { start: items.start } : null, nodes);
}

/* Items with words; a list under an item without words takes its place. */
function* entries(items) {
  for (const item of items.items) {
    const words = tidy(item.said);
    if (words.length) yield [words, item.under];
    else for (const inside of item.under) yield* entries(inside);
  }
}

function all(items) {
  return [...entries(items)].flatMap(([words, under]) => [words, ...under.flatMap(all)]);
}

/* No line is empty, and none begins or ends with white space. */
function tidy(nodes) {
  const lines = [[]];
  for (const node of nodes) {
    if (node.type.name === "hard_break") lines.push([]);
    else lines.at(-1).push(node);
  }
  const kept = lines.map(trimmed).filter((line) => line.length);
  return kept.flatMap((line, at) => (at ? [schema.node("hard_break"), ...line] : line));
}

function trimmed(line) {
  const kept = [...line];
  while (kept.length && !kept[0].text.trim()) kept.shift();
  while (kept.length && !kept.at(-1).text.trim()) kept.pop();
  if (kept.length) kept[0] = schema.text(kept[0].text.trimStart(), kept[0].marks);
  if (kept.length) kept.push(((last) => schema.text(last.text.trimEnd(), last.marks))(kept.pop()));
  return kept;
}

function table(tokens, at, blocks) {
  const rows = [];
  let kind = "table_header";
  let align = null;
  for (; tokens[at].type !== "table_close"; at += 1) {
    const token = tokens[at];
    if (token.type === "tr_open") rows.push([]);
    else if (token.type === "th_open" || token.type === "td_open") {
      kind = token.type === "th_open" ? "table_header" : "table_cell";
      align = /right|center/.exec(token.attrGet("style") ?? "")?.[0] ?? null;
    } else if (token.type === "inline") {
      rows.at(-1).push(schema.node(kind, { align }, [paragraph(token)]));
    }
  }
  blocks.push(schema.node("table", null, rows.map((cells) => schema.node("table_row", null, cells))));
  return at + 1;
}

function texts(inline) {
  const nodes = [];
  const open = [];
  for (const child of inline?.children ?? []) {
    const { type } = child;
    if (type === "strong_open") open.push(schema.mark("strong"));
    else if (type === "em_open") open.push(schema.mark("em"));
    else if (type === "link_open") open.push(schema.mark("link", { href: child.attrGet("href") }));
    else if (type.endsWith("_close")) open.pop();
    else if (type === "hardbreak") nodes.push(schema.node("hard_break"));
    else if (type === "softbreak") nodes.push(schema.text(" "));
    else if (child.content) nodes.push(worded(child.content.replace(/\s+/g, " "), open));
  }
  return nodes;
}

const worded = (words, open) => schema.text(words, open.reduce((set, mark) => mark.addToSet(set), []));

/* --- writing ------------------------------------------------------------------------------------ */

/** The text that describes a document; reading it gives the same words and looks. */
export function write(doc) {
  const parts = [];
  let before = "";
  doc.forEach((node) => {
    const text = WRITERS[node.type.name](node);
    if (!text) return;
    // Two lists of one kind after each other would be read as one: a line of words keeps them apart.
    parts.push(before && before === node.type.name && isList(node) ? `\n${text}` : `${parts.length ? "\n\n" : ""}${text}`);
    before = node.type.name;
  });
  return parts.join("");
}

const isList = (node) => node.type.name.endsWith("_list");

const WRITERS = {
  paragraph: (node) => lines(node),
  heading: (node) => {
    const words = escaped(node.textContent).trim();
    return words && `${"#".repeat(node.attrs.level)} ${words.replace(/#+$/, (all) => "\\#".repeat(all.length))}`;
  },
  bullet_list: (node) => items(node, 1),
  ordered_list: (node) => items(node, 1),
  figure: (node) => `{figuur ${node.attrs.number}}`,
  table: writeTable,
};

/* A paragraph: a line that somebody ended ends with a backslash. */
const lines = (node) =>
  apart(node)
    .map((part) => guarded(line(part)))
    .filter(Boolean)
    .join("\\\n");

const cellOf = (node) => apart(node).map(line).filter(Boolean).join("<br>").replaceAll("|", "\\|");

/* The words of each line. */
function apart(node) {
  const parts = [[]];
  node.forEach((child) => (child.type.name === "hard_break" ? parts.push([]) : parts.at(-1).push(child)));
  return parts;
}

/* A list; what lies under an item is written below its words, what lies too deep beside them. */
function items(node, depth) {
  const made = [];
  let count = node.attrs.start ?? 1;
  const add = (words, under) => {
    const mark = node.type.name === "ordered_list" ? `${count++}. ` : "- ";
    const inside = under.map((list) => {
      const text = items(list, depth + 1);
      // Only a list that counts from 1 may begin right under words.
      return text && `${(list.attrs.start ?? 1) === 1 ? "\n" : "\n\n"}${text}`;
    });
    made.push(mark + (words + inside.join("")).replace(/\n(?!\n)/g, `\n${" ".repeat(mark.length)}`));
  };
  for (const [words, under] of spoken(node)) {
    add(words, depth < DEEPEST_LIST ? under : []);
    if (depth === DEEPEST_LIST) under.flatMap(deeper).forEach((deep) => add(deep, []));
  }
  return made.join("\n");
}

function* spoken(node) {
  for (const item of node.content.content) {
    const words = lines(item.firstChild);
    const under = item.content.content.slice(1);
    if (words) yield [words, under];
    else for (const list of under) yield* spoken(list);
  }
}

const deeper = (node) => [...spoken(node)].flatMap(([words, under]) => [words, ...under.flatMap(deeper)]);

function writeTable(node) {
  const rows = [];
  node.forEach((row) => {
    const cells = [];
    row.forEach((cell) => cells.push(cellOf(cell.firstChild)));
    rows.push(cells);
  });
  const width = Math.max(...rows.map((cells) => cells.length));
  const aligned = [];
  node.firstChild.forEach((cell) => aligned.push({ right: "---:", center: ":---:" }[cell.attrs.align] ?? "---"));
  while (aligned.length < width) aligned.push("---");
  const shown = rows.map((cells) => {
    const full = [...cells, ...Array(width - cells.length).fill("")];
    return `| ${full.join(" | ")} |`;
  });
  return [shown[0], `| ${aligned.join(" | ")} |`, ...shown.slice(1)].join("\n");
}

/** Words in which no mark is read as markup. */
export const escaped = (words) => words.replace(/\s+/g, " ").replace(/[\\*_[\]]|<(?=br ?\/?>)/gi, "\\$&");

const RULE = /^(?=.*-)[-:|\s]+$/;

/* A line that is not read as a heading, an item, a figure or the rule under the head of a table. */
const guarded = (words) =>
  RULE.test(words) ? `\\${words}` : words.replace(START, (all, _hash, _dash, digits, sign) => (digits ? `${digits}\\${sign}` : `\\${all}`));

/** One stretch of words. Looks that cannot be written down go; words never do. */
function line(parts) {
  const runs = merged(parts);
  const words = inline(runs);
  if (!runs.some((run) => run.strong || run.em)) return words;
  const bare = (text) => text.replace(/\s+/g, "");
  const again = engine.parseInline(words, {})[0];
  const back = texts(again).map((part) => part.text ?? "").join("");
  if (bare(back) === bare(parts.map((part) => part.text).join(""))) return words;
  return inline(runs.map((run) => ({ ...run, strong: false, em: false })));
}

function merged(parts) {
  const runs = [];
  parts.forEach((child) => {
    const words = child.text.replace(/\s+/g, " ");
    const has = (name) => Boolean(words.trim()) && child.marks.some((mark) => mark.type.name === name);
    const href = words.trim() && child.marks.find((mark) => mark.type.name === "link")?.attrs.href;
    const run = { text: words, strong: has("strong"), em: has("em"), href: href || "" };
    const last = runs.at(-1);
    if (last && last.strong === run.strong && last.em === run.em && last.href === run.href) last.text += words;
    else runs.push(run);
  });
  return runs;
}

const inline = (runs) => spans(runs, "", "").trim();

/* Bold and italic hold as many words as they can: what is inside the other is written inside it. */
function spans(runs, before, after) {
  let text = "";
  for (let at = 0; at < runs.length; ) {
    const end = Math.max(at + 1, reach(runs, at, "strong"), reach(runs, at, "em"));
    const outer = runs[at - 1]?.text.slice(-1) ?? before;
    const next = runs[end]?.text[0] ?? after;
    text += one(runs.slice(at, end), outer, next);
    at = end;
  }
  return text;
}

/* Where a look that begins here ends; a link is never inside one. */
function reach(runs, at, look) {
  let end = at;
  while (end < runs.length && runs[end][look] && !runs[end].href) end += 1;
  return end;
}

function one(group, before, after) {
  const [first] = group;
  if (first.href) return linked(first);
  const look = group.every((run) => run.strong) ? "strong" : "em";
  if (!first[look]) return escaped(first.text);
  const runs = group.map((run) => ({ ...run, [look]: false }));
  const lead = expelled(runs, before, 1);
  const rest = expelled(runs, after, -1);
  const mark = look === "strong" ? "**" : "*";
  const core = runs.length ? `${mark}${spans(runs, "", "")}${mark}` : "";
  return `${escaped(lead)}${core}${escaped(rest)}`;
}

function linked(run) {
  const [, lead, core, rest] = /^(\s*)(.*?)(\s*)$/s.exec(run.text);
  return `${lead}[${spans([{ ...run, text: core, href: "" }], "", "")}](<${run.href}>)${rest}`;
}

/* Take from one end what cannot stand there inside bold or italic. */
function expelled(runs, outer, way) {
  let out = "";
  while (runs.length) {
    const run = way > 0 ? runs[0] : runs.at(-1);
    const char = way > 0 ? run.text[0] : run.text.slice(-1);
    const beside = (way > 0 ? out.slice(-1) : out[0]) || outer;
    if (!sticks(char, beside)) break;
    out = way > 0 ? out + char : char + out;
    run.text = way > 0 ? run.text.slice(1) : run.text.slice(0, -1);
    if (!run.text) runs.splice(way > 0 ? 0 : -1, 1);
  }
  return out;
}

/* White space, and a sign that touches a letter outside, stand outside bold and italic. */
function sticks(inner, outer) {
  if (/\s/.test(inner)) return true;
  const sign = /[\p{P}\p{S}]/u;
  return sign.test(inner) && Boolean(outer) && !/\s/.test(outer) && !sign.test(outer);
}
