/* The icons on the buttons of the editor, in the bundle: it is fetched by itself. */
import bold from "@tabler/icons/outline/bold.svg";
import chart from "@tabler/icons/outline/chart-line.svg";
import columnIn from "@tabler/icons/outline/column-insert-right.svg";
import columnOut from "@tabler/icons/outline/column-remove.svg";
import heading from "@tabler/icons/outline/h-2.svg";
import subheading from "@tabler/icons/outline/h-3.svg";
import indent from "@tabler/icons/outline/indent-increase.svg";
import italic from "@tabler/icons/outline/italic.svg";
import link from "@tabler/icons/outline/link.svg";
import bullets from "@tabler/icons/outline/list.svg";
import numbers from "@tabler/icons/outline/list-numbers.svg";
import outdent from "@tabler/icons/outline/indent-decrease.svg";
import redo from "@tabler/icons/outline/arrow-forward-up.svg";
import rowIn from "@tabler/icons/outline/row-insert-bottom.svg";
import rowOut from "@tabler/icons/outline/row-remove.svg";
import table from "@tabler/icons/outline/table.svg";
import tableOut from "@tabler/icons/outline/table-off.svg";
import undo from "@tabler/icons/outline/arrow-back-up.svg";

const DRAWN = {
  bold, italic, link, heading, subheading, bullets, numbers, table, undo, redo,
  row_in: rowIn, row_out: rowOut, column_in: columnIn, column_out: columnOut, table_out: tableOut,
  figure: chart, indent, outdent,
};

/** One icon; it says nothing, its button does. */
export function icon(name) {
  const page = new DOMParser().parseFromString(DRAWN[name], "image/svg+xml");
  const svg = document.importNode(page.documentElement, true);
  svg.setAttribute("class", "regie-icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}
