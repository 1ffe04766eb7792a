/* The editor: a calm page in the place of the field, which keeps the text as Markdown. */
import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { closeHistory, history, redo, undo } from "prosemirror-history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser as Reader, Slice } from "prosemirror-model";
import { splitListItem, liftListItem } from "prosemirror-schema-list";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { figuresOf } from "./dialogs.js";
import { icon } from "./icons.js";
import { read, write } from "./markdown.js";
import { plainLines, plainMarkup } from "./paste.js";
import { keeper } from "./saving.js";
import { schema } from "./schema.js";
import { sink, lift, toolbar } from "./toolbar.js";

const WRITTEN = 250; // ms after the last key until the field has the text
const { nodes, marks } = schema;

function enhance(root) {
  for (const field of root.querySelectorAll("textarea[data-prose][data-prose-words]")) {
    if (field.dataset.enhanced || field.disabled || field.readOnly) continue;
    field.dataset.enhanced = "1";
    edit(field);
  }
}

function edit(field) {
  const words = JSON.parse(field.dataset.proseWords);
  const help = { words, figuresUrl: field.dataset.figuresUrl ?? "" };
  const box = make("div", "regie-editor");
  const bar = toolbar(words, help);
  const page = make("div", "regie-editor__page");
  const status = make("p", "regie-editor__status");
  status.setAttribute("role", "status");
  const hint = make("p", "regie-editor__hint", words.hint);
  hint.id = `${field.id}_hint`;
  const foot = make("div", "regie-editor__foot");
  foot.append(status, hint);
  box.append(bar.dom, page, foot);
  const writing = document.activeElement === field; // somebody was quicker than this script
  field.after(box);
  field.hidden = true;
  field.closest(".regie-field")?.querySelectorAll("[data-prose-plain]").forEach((part) => (part.hidden = true));

  const keep = keeper(field, words, (said) => (status.textContent = said));
  let timer = 0;
  const settle = () => {
    window.clearTimeout(timer);
    if (!timer) return;
    timer = 0;
    field.value = write(view.state.doc);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    keep.changed();
  };
  const view = new EditorView(page, {
    state: EditorState.create({ doc: read(field.value), plugins: plugins(bar, words) }),
    attributes: named(field, hint, words),
    nodeViews: { figure: (node) => new FigureView(node, help) },
    transformPastedHTML: (html) => plainMarkup(html, words.picture),
    clipboardTextParser: (text) => pasted(text),
    handlePaste: (current, event, slice) => onlyPicture(current, event, slice, words),
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      bar.update(view);
      if (!tr.docChanged) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(settle, WRITTEN);
    },
  });
  bar.dom.setAttribute("aria-controls", view.dom.id);
  bar.update(view);
  field.form?.addEventListener("submit", settle, { capture: true });
  window.addEventListener("pagehide", settle);
  view.dom.addEventListener("blur", settle);
  leads(field, view);
  if (writing) view.focus();
  offer(keep, box, view, words);
  view.regieBar = bar;
}

function make(name, css, text = "") {
  const made = document.createElement(name);
  made.className = css;
  made.textContent = text;
  return made;
}

/* The editor is called what the field is called, and described as the field is. */
function named(field, hint, words) {
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  if (label) label.id ||= `${field.id}_label`;
  const described = [field.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" ");
  return {
    id: `${field.id}_editor`,
    class: "regie-editor__text regie-prose",
    role: "textbox",
    "aria-multiline": "true",
    ...(label ? { "aria-labelledby": label.id } : { "aria-label": field.getAttribute("aria-label") ?? words.text }),
    "aria-describedby": described,
    ...(field.getAttribute("aria-invalid") ? { "aria-invalid": field.getAttribute("aria-invalid") } : {}),
    spellcheck: field.getAttribute("spellcheck") ?? "true",
  };
}

/* The label and the summary of errors lead to the field, which is hidden now. */
function leads(field, view) {
  document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.addEventListener("click", () => view.focus());
  document.querySelectorAll(`a[href="#${CSS.escape(field.id)}"]`).forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      view.focus();
    }),
  );
}

function plugins(bar, words) {
  const leave = () => (bar.focus(), true);
  return [
    inputRules({ rules: rules() }),
    keymap({
      "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo,
      "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em),
      Enter: chainCommands(splitListItem(nodes.list_item), liftEmptyItem),
      "Shift-Enter": endLine, "Mod-Enter": endLine,
      "Mod-]": sink, "Mod-[": lift, "Alt-Shift-ArrowRight": sink, "Alt-Shift-ArrowLeft": lift,
      "Alt-F10": leave, Escape: leave,
    }),
    keymap(baseKeymap),
    history(),
    gapCursor(),
    tableEditing(),
    heads(),
    placeholder(words),
  ];
}

/* A new line in the same paragraph, item or cell; a heading is one line. */
function endLine(state, dispatch) {
  const { $from } = state.selection;
  const plain = $from.parent.type === nodes.paragraph;
  if (plain) dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

/* An empty item ends its list. */
function liftEmptyItem(state, dispatch, view) {
  const { $from, empty } = state.selection;
  const inItem = $from.depth > 1 && $from.node(-1).type === nodes.list_item;
  return empty && inItem && !$from.parent.content.size && liftListItem(nodes.list_item)(state, dispatch, view);
}

function rules() {
  return [
    textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (found) => ({ level: found[1].length > 2 ? 3 : 2 })),
    wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
    wrappingInputRule(/^1[.)]\s$/, nodes.ordered_list),
    new InputRule(/^\{figuur (\d{1,6})\}$/, (state, found, start) => {
      const { $from } = state.selection;
      if ($from.depth !== 1) return null;
      const made = [nodes.figure.create({ number: Number(found[1]) }), nodes.paragraph.create()];
      return state.tr.replaceWith($from.before(1), $from.after(1), start >= 0 ? made : made);
    }),
  ];
}

/* The first row of a table holds its headings, whatever was pasted or taken out. */
function heads() {
  return new Plugin({
    appendTransaction(transactions, _old, state) {
      if (!transactions.some((tr) => tr.docChanged)) return null;
      const tr = state.tr;
      state.doc.forEach((node, offset) => node.type === nodes.table && fix(tr, node, offset));
      return tr.docChanged ? tr : null;
    },
  });
}

function fix(tr, table, offset) {
  table.forEach((row, rowAt, index) => {
    const wanted = index === 0 ? nodes.table_header : nodes.table_cell;
    row.forEach((cell, cellAt) => {
      if (cell.type !== wanted) tr.setNodeMarkup(offset + rowAt + cellAt + 2, wanted, cell.attrs);
    });
  });
}

function placeholder(words) {
  return new Plugin({
    props: {
      attributes(state) {
        const { doc } = state;
        const empty = doc.childCount === 1 && doc.firstChild.type === nodes.paragraph && !doc.firstChild.content.size;
        return empty ? { "data-empty": words.empty } : {};
      },
    },
  });
}

function pasted(text) {
  const { content } = read(plainLines(text));
  const one = content.childCount === 1 && content.firstChild.type === nodes.paragraph;
  return new Slice(content, one ? 1 : 0, one ? 1 : 0);
}

/* A picture alone on the clipboard cannot come in; words beside it can. */
function onlyPicture(view, event, slice, words) {
  view.dispatch(closeHistory(view.state.tr)); // undoing a paste undoes nothing else
  const files = [...(event.clipboardData?.files ?? [])];
  if (slice.size || !files.some((file) => file.type.startsWith("image/"))) return false;
  view.dispatch(view.state.tr.replaceSelectionWith(nodes.paragraph.create(null, schema.text(words.picture))));
  return true;
}

class FigureView {
  constructor(node, help) {
    this.dom = make("div", "regie-editor__figure");
    this.dom.dataset.figure = String(node.attrs.number);
    this.dom.contentEditable = "false";
    const name = make("strong", "", help.words.figure_number.replace("#", node.attrs.number));
    const said = make("span", "");
    this.dom.append(icon("figure"), name, said);
    if (help.figuresUrl) {
      figuresOf(help).then((found) => {
        said.textContent = found.find((one) => one.number === node.attrs.number)?.caption ?? help.words.unknown_figure;
      });
    }
  }

  ignoreMutation() {
    return true;
  }
}

/* Text that only this browser has is offered, never put over what is there. */
function offer(keep, box, view, words) {
  const left = keep.left();
  if (!left) return;
  const note = make("div", "regie-alert regie-alert--warning regie-editor__left");
  note.setAttribute("role", "region");
  note.setAttribute("aria-label", words.left_title);
  const inside = make("div", "regie-alert__b");
  const row = make("div", "regie-actions");
  const choice = (label, css, done) => {
    const button = make("button", `nl-button ${css}`, label);
    button.type = "button";
    button.addEventListener("click", () => {
      note.remove();
      done();
      view.focus();
    });
    row.append(button);
  };
  choice(words.left_use, "nl-button--secondary", () => {
    const doc = read(left.text);
    keep.resume(left);
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content));
  });
  choice(words.left_drop, "nl-button--subtle", () => keep.forget());
  inside.append(make("p", "", words.left.replace("#", left.at)));
  if (left.moved) inside.append(make("p", "", words.left_moved));
  inside.append(row);
  note.append(inside);
  box.before(note);
}

window.regieProse = enhance;
window.regieProseText = { read, write, fromHtml: (html) => {
  const page = new DOMParser().parseFromString(plainMarkup(html, "Hier stond een afbeelding."), "text/html");
  return write(Reader.fromSchema(schema).parse(page.body));
} };
enhance(document);
