/* NL Design System's tokens are thousands of custom properties; a page reaches a few hundred. */

const DECLARATION = /(?<=[{;])(--[\w-]+):((?:[^;{}"']|"[^"]*"|'[^']*')*)(?:;|(?=\}))/g;
const USE = /var\((--[\w-]+)/g;

function uses(text) {
  return Array.from(text.matchAll(USE), (match) => match[1]);
}

/** Drop the custom properties of a minified style sheet that no rule reaches. Own ones
 *  (`--regie-*`) stay: a municipality's theme file may use them. */
export function prune(css) {
  const values = new Map();
  const rest = css.replace(DECLARATION, (_, name, value) => {
    values.set(name, [...(values.get(name) ?? []), value]);
    return "";
  });
  const reached = new Set();
  const queue = [...uses(rest), ...[...values.keys()].filter((name) => name.startsWith("--regie-"))];
  while (queue.length) {
    const name = queue.pop();
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(values.get(name) ?? []).flatMap(uses));
  }
  return css.replace(DECLARATION, (whole, name) => (reached.has(name) ? whole : ""));
}
