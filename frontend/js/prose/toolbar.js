/* The buttons above the text: one stop for Tab, arrow keys between them. */
import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable,
} from "prosemirror-tables";
import { askFigure, askLink } from "./dialogs.js";
import { icon } from "./icons.js";
import { DEEPEST_LIST, schema } from "./schema.js";

const { nodes, marks } = schema;

const SPECS = [
  [spec("heading", toHeading(2), isHeading(2)), spec("subheading", toHeading(3), isHeading(3))],
  [
    spec("bold", toggleMark(marks.strong), hasMark(marks.strong)),
    spec("italic", toggleMark(marks.em), hasMark(marks.em)),
    spec("link", (state, dispatch, view, help) => (dispatch && askLink(view, help), takesWords(state)), hasMark(marks.link)),
  ],
  [
    spec("bullets", toList(nodes.bullet_list), isListOf(nodes.bullet_list)),
    spec("numbers", toList(nodes.ordered_list), isListOf(nodes.ordered_list)),
  ],
  [spec("indent", (...about) => sink(...about)), spec("outdent", (...about) => lift(...about))],
  [
    spec("table", insertTable),
    spec("figure", (state, dispatch, view, help) => (dispatch && askFigure(view, help), !isInTable(state))),
  ],
  [
    spec("row_in", addRowAfter), spec("row_out", keepHead(deleteRow)), spec("column_in", addColumn),
    spec("column_out", deleteColumn), spec("table_out", deleteTable),
  ],
  [spec("undo", undo), spec("redo", redo)],
];
const SHOWN = { 5: isInTable }; // groups that are only there where they can be used

const KEYS = {
  bold: "Control+B", italic: "Control+I", undo: "Control+Z", redo: "Control+Y",
  indent: "Control+]", outdent: "Control+[",
};

function spec(name, run, active) {
  return { name, run, active };
}

/* --- what the buttons do ------------------------------------------------------------------------ */

function toHeading(level) {
  return (state, dispatch, view) =>
    isHeading(level)(state)
      ? setBlockType(nodes.paragraph)(state, dispatch, view)
      : setBlockType(nodes.heading, { level })(state, dispatch, view);
}

function toList(type) {
  return (state, dispatch, view) => {
    if (isListOf(type)(state)) return lift(state, dispatch, view);
    const { $from } = state.selection;
    const depth = innermost($from);
    if (!depth) return wrapInList(type)(state, dispatch, view);
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
    return true;
  };
}

/** Put an item under the one before it, when it then lies no deeper than a document can hold. */
export function sink(state, dispatch, view) {
  const { $from } = state.selection;
  const at = ancestor($from, (node) => node.type === nodes.list_item);
  if (!at || lists($from) + below($from.node(at)) >= DEEPEST_LIST) return false;
  return sinkListItem(nodes.list_item)(state, dispatch, view);
}

/** Take an item one list up; out of the outermost it becomes a paragraph. */
export function lift(state, dispatch, view) {
  return liftListItem(nodes.list_item)(state, dispatch, view);
}

const innermost = ($from) => ancestor($from, isList);
const isList = (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list;

/* How many lists the cursor is in, and how many lie in each other under an item. */
function lists($from) {
  let count = 0;
  for (let depth = $from.depth; depth > 0; depth -= 1) count += isList($from.node(depth));
  return count;
}

function below(node) {
  const found = node.content.content.map((child) => below(child) + isList(child));
  return Math.max(0, ...found);
}

function isInList(state) {
  return Boolean(innermost(state.selection.$from));
}

function isListOf(type) {
  return (state) => {
    const { $from } = state.selection;
    const depth = innermost($from);
    return Boolean(depth) && $from.node(depth).type === type;
  };
}

function keepHead(command) {
  return (state, dispatch, view) => {
    const { $from } = state.selection;
    const depth = ancestor($from, (node) => node.type === nodes.table);
    return Boolean(depth) && $from.node(depth).childCount > 1 && command(state, dispatch, view);
  };
}

function addColumn(state, dispatch, _view, help) {
  return addColumnAfter(state, dispatch && ((tr) => dispatch(named(tr, help.words.column))));
}

function named(tr, words) {
  const { $from } = tr.selection;
  const depth = ancestor($from, (node) => node.type === nodes.table);
  const top = $from.node(depth).firstChild;
  let at = $from.start(depth) + 1;
  top.forEach((cell, _offset, index) => {
    const empty = !cell.textContent;
    if (empty) tr.insert(at + 2, schema.text(words.replace("#", index + 1)));
    at += cell.nodeSize + (empty ? words.replace("#", index + 1).length : 0);
  });
  return tr;
}

function insertTable(state, dispatch, _view, help) {
  if (isInTable(state) || isInList(state)) return false;
  if (!dispatch) return true;
  const made = nodes.table.create(null, [
    row((column) => head(help.words.column.replace("#", column))),
    row(() => nodes.table_cell.createAndFill()),
    row(() => nodes.table_cell.createAndFill()),
  ]);
  const { $from } = state.selection;
  const empty = $from.parent.content.size === 0;
  const at = $from.depth ? (empty ? $from.before(1) : $from.after(1)) : state.selection.to;
  const last = $from.depth && at + (empty ? $from.parent.nodeSize : 0) >= state.doc.content.size;
  const after = last ? [made, nodes.paragraph.create()] : [made];
  const tr = empty && $from.depth ? state.tr.replaceWith(at, $from.after(1), after) : state.tr.insert(at, after);
  const first = TextSelection.near(tr.doc.resolve(at + 3));
  const chosen = TextSelection.create(tr.doc, first.from, first.$from.end()); // typing replaces it
  dispatch(tr.setSelection(chosen).scrollIntoView());
  return true;
}

function row(cell) {
  return nodes.table_row.create(null, [1, 2, 3].map(cell));
}

/* A column without a heading cannot be read aloud, so that it has one from the start. */
function head(words) {
  return nodes.table_header.create(null, nodes.paragraph.create(null, schema.text(words)));
}

function ancestor($from, test) {
  for (let depth = $from.depth; depth > 0; depth -= 1) if (test($from.node(depth))) return depth;
  return 0;
}

function isHeading(level) {
  return (state) => {
    const { parent } = state.selection.$from;
    return parent.type === nodes.heading && parent.attrs.level === level;
  };
}

function takesWords(state) {
  return state.selection.$from.parent.type.allowsMarkType(marks.link);
}

function hasMark(type) {
  return (state) => {
    const { from, to, empty, $from } = state.selection;
    if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
    return state.doc.rangeHasMark(from, to, type);
  };
}

/* --- the buttons themselves --------------------------------------------------------------------- */

/** The row of buttons; `update(view)` follows the text. */
export function toolbar(words, help) {
  const dom = document.createElement("div");
  dom.className = "regie-editor__bar";
  dom.setAttribute("role", "toolbar");
  dom.setAttribute("aria-label", words.toolbar);
  const buttons = [];
  let view = null;
  const apart = [];
  SPECS.forEach((group, at) => {
    const box = document.createElement("div");
    box.className = "regie-editor__group";
    if (SHOWN[at]) apart.push([box, SHOWN[at]]);
    for (const one of group) {
      if (one.name === "figure" && !help.figuresUrl) continue;
      const button = made(one, words, () => view && run(one, view, help));
      buttons.push({ ...one, button });
      box.append(button);
    }
    dom.append(box);
  });
  apart.forEach(([box]) => (box.hidden = true));
  dom.addEventListener("keydown", (event) => move(event, dom, () => view?.focus()));
  dom.addEventListener("focusin", (event) => rove(dom, event.target));
  return {
    dom,
    focus: () => (dom.querySelector('[tabindex="0"]') ?? buttons[0].button).focus(),
    update(current) {
      view = current;
      apart.forEach(([box, use]) => (box.hidden = !use(view.state)));
      for (const one of buttons) show(one, view, help);
      if (!visible(dom).some((button) => button.tabIndex === 0)) rove(dom, visible(dom)[0]);
    },
  };
}

function made(one, words, click) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "regie-editor__button";
  button.tabIndex = -1;
  const keys = KEYS[one.name];
  button.title = keys ? `${words[one.name]} (${keys.replace("Control", "Ctrl")})` : words[one.name];
  if (keys) button.setAttribute("aria-keyshortcuts", keys);
  button.setAttribute("aria-label", words[one.name]);
  button.append(icon(one.name));
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", click);
  return button;
}

function run(one, view, help) {
  const keyboard = document.activeElement?.closest("[role=toolbar]");
  one.run(view.state, view.dispatch, view, help);
  if (!keyboard && !document.querySelector("dialog[open]")) view.focus();
}

function show(one, view, help) {
  if (one.active) one.button.setAttribute("aria-pressed", String(one.active(view.state)));
  one.button.setAttribute("aria-disabled", String(!one.run(view.state, null, view, help)));
}

const visible = (dom) => [...dom.querySelectorAll("button")].filter((button) => !button.parentNode.hidden);

function rove(dom, target) {
  if (target.tagName !== "BUTTON") return;
  dom.querySelectorAll("button").forEach((button) => (button.tabIndex = button === target ? 0 : -1));
}

function move(event, dom, leave) {
  const all = visible(dom);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "ArrowDown") leave();
  else if (to === undefined) return;
  else all[(to + all.length) % all.length].focus();
  event.preventDefault();
}
