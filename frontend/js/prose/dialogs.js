/* The two questions that a button asks: where a link goes, and which figure. */
import { NodeSelection } from "prosemirror-state";
import { mayBeFollowed, schema } from "./schema.js";

function element(name, css, text = "") {
  const made = document.createElement(name);
  made.className = css;
  made.textContent = text;
  return made;
}

function button(words, css, click) {
  const made = element("button", `nl-button ${css}`, words);
  made.type = "button";
  made.addEventListener("click", click);
  return made;
}

let count = 0;

function dialog(title, view) {
  const box = element("dialog", "regie-editor__ask");
  const head = element("h2", "regie-editor__title", title);
  head.id = `regie-ask-${(count += 1)}`;
  box.setAttribute("aria-labelledby", head.id);
  box.append(head);
  box.addEventListener("close", () => {
    box.remove();
    view.focus();
  });
  document.body.append(box);
  return box;
}

/** Ask for the address of the words that are chosen. */
export function askLink(view, { words }) {
  const box = dialog(words.link, view);
  const now = linkAt(view.state);
  const form = element("form", "regie-form");
  const label = element("label", "utrecht-form-label", words.address);
  const input = element("input", "utrecht-textbox");
  const error = element("p", "utrecht-form-field-error-message");
  Object.assign(input, { type: "url", id: `regie-link-${count}`, value: now?.attrs.href ?? "https://" });
  label.htmlFor = input.id;
  error.id = `${input.id}-error`;
  error.setAttribute("role", "alert");
  form.noValidate = true;
  const row = element("div", "regie-actions");
  const set = button(words.set_link, "nl-button--primary", () => form.requestSubmit());
  row.append(set);
  if (now) row.append(button(words.no_link, "nl-button--secondary", () => (link(view, null), box.close())));
  row.append(button(words.cancel, "nl-button--subtle", () => box.close()));
  form.append(label, input, error, row);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = input.value.trim();
    if (mayBeFollowed(href)) {
      link(view, href);
      box.close();
      return;
    }
    error.textContent = words.bad_address;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id);
    input.focus();
  });
  box.append(form);
  box.showModal();
  input.focus();
  input.select();
}

const linkAt = ({ selection, doc }) =>
  schema.marks.link.isInSet(selection.$from.marks()) ??
  (selection.empty ? undefined : doc.nodeAt(selection.from)?.marks.find((mark) => mark.type === schema.marks.link));

function link(view, href) {
  const { state } = view;
  let { from, to, empty, $from } = state.selection;
  const type = schema.marks.link;
  if (empty && type.isInSet($from.marks())) [from, to] = around($from, type);
  const tr = state.tr.removeMark(from, to, type);
  if (href && from === to) tr.insertText(href, from).addMark(from, from + href.length, type.create({ href }));
  else if (href) tr.addMark(from, to, type.create({ href }));
  view.dispatch(tr);
}

/* The whole stretch of a link that the cursor is in. */
function around($from, type) {
  const base = $from.start();
  let [start, end, at] = [$from.pos, $from.pos, base];
  $from.parent.forEach((child) => {
    const stop = at + child.nodeSize;
    if (type.isInSet(child.marks) && at <= $from.pos && $from.pos <= stop) [start, end] = [at, stop];
    at = stop;
  });
  return [start, end];
}

/** The figures of the plan, once per page: number and conclusion. */
export async function figuresOf(help) {
  help.known ??= fetch(help.figuresUrl, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { figures: [] }))
    .then((found) => found.figures)
    .catch(() => []);
  return help.known;
}

/** Let somebody choose a figure; it comes under the words that the cursor is in. */
export async function askFigure(view, help) {
  const { words } = help;
  delete help.known; // one may have been taken in meanwhile, in another tab
  const found = await figuresOf(help);
  const box = dialog(words.figure, view);
  const list = element("ul", "regie-editor__figures");
  for (const one of found) {
    const item = document.createElement("li");
    const name = words.figure_number.replace("#", one.number);
    item.append(button(`${name}. ${one.caption}`, "nl-button--secondary", () => {
      insert(view, one.number);
      box.close();
    }));
    list.append(item);
  }
  const more = element("a", "nl-link", words.more_figures);
  more.href = help.figuresUrl;
  more.target = "_blank";
  more.rel = "noopener";
  const below = element("p", "regie-sub");
  below.append(more);
  const row = element("div", "regie-actions");
  row.append(button(words.cancel, "nl-button--subtle", () => box.close()));
  box.append(found.length ? list : element("p", "", words.no_figures), below, row);
  box.showModal();
  (list.querySelector("button") ?? more).focus();
}

function insert(view, number) {
  const { state } = view;
  const { $from } = state.selection;
  const node = schema.nodes.figure.create({ number });
  const empty = $from.depth === 1 && $from.parent.content.size === 0;
  const at = $from.depth ? (empty ? $from.before(1) : $from.after(1)) : state.selection.to;
  const tr = empty ? state.tr.replaceWith(at, $from.after(1), node) : state.tr.insert(at, node);
  if (at + node.nodeSize >= tr.doc.content.size) tr.insert(tr.doc.content.size, schema.nodes.paragraph.create());
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView());
}
