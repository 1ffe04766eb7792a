/* What a text can hold, the same as regie.ui.prose: there is no way to put anything else in it. */
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s<>"\\]+$/i;

/** So many lists lie in each other at most, as in regie.ui.paper. */
export const DEEPEST_LIST = 3;

/** Whether an address may be followed. */
export const mayBeFollowed = (href) => ADDRESS.test(href ?? "");

const tables = tableNodes({
  tableGroup: "block",
  cellContent: "paragraph",
  cellAttributes: {
    align: {
      default: null,
      getFromDOM: (dom) => dom.getAttribute("data-align"),
      setDOMAttr: (value, attributes) => value && (attributes["data-align"] = value),
    },
  },
});
for (const [name, tag] of [["table_cell", "td"], ["table_header", "th"]]) {
  // Merged cells cannot be written down: each becomes a cell of its own.
  tables[name].parseDOM = [{ tag, getAttrs: (dom) => ({ align: dom.getAttribute("data-align") }) }];
}

const list = (tag, more = {}) => ({
  content: "list_item+",
  group: "block",
  parseDOM: [{ tag }],
  toDOM: () => [tag, 0],
  ...more,
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    heading: {
      attrs: { level: { default: 2 } },
      content: "text*",
      marks: "",
      group: "block",
      defining: true,
      parseDOM: [
        { tag: "h2", attrs: { level: 2 } },
        { tag: "h3", attrs: { level: 3 } },
      ],
      toDOM: (node) => [`h${node.attrs.level}`, 0],
    },
    bullet_list: list("ul"),
    ordered_list: list("ol", {
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Number(dom.getAttribute("start") ?? 1) }) }],
      toDOM: (node) => ["ol", node.attrs.start === 1 ? {} : { start: String(node.attrs.start) }, 0],
    }),
    list_item: { content: "paragraph (bullet_list | ordered_list)*", parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0], defining: true },
    ...tables,
    figure: {
      attrs: { number: {} },
      group: "block",
      atom: true,
      draggable: true,
      parseDOM: [
        { tag: "div[data-figure]", getAttrs: (dom) => ({ number: Number(dom.dataset.figure) }) },
      ],
      toDOM: (node) => ["div", { "data-figure": String(node.attrs.number) }],
    },
    text: { group: "inline" },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
      leafText: () => " ",
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) =>
            mayBeFollowed(dom.getAttribute("href")) && { href: dom.getAttribute("href") },
        },
      ],
      toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  },
});
