/* The licences of what is shipped: the packages whose files are in the bundle, and the icons. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

async function licence(folder) {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  return file ? (await readFile(path.join(folder, file), "utf8")).trim() : "";
}

async function entry(name) {
  const folder = path.join("node_modules", name);
  const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const head = `${about.name} ${about.version} — ${about.license}`;
  return { head, text: await licence(folder) };
}

/** One text: every package with its licence; a licence text that returns is given once. */
export async function notices(inputs) {
  const names = new Set(inputs.map((input) => input.match(PACKAGE)?.[1]).filter(Boolean));
  names.add("@tabler/icons");
  const entries = await Promise.all([...names].sort().map(entry));
  const byText = new Map();
  for (const { head, text } of entries) byText.set(text, [...(byText.get(text) ?? []), head]);
  const parts = [...byText].map(([text, heads]) => `${heads.join("\n")}\n\n${text}`.trim());
  return `Third-party work in the style sheet, script, fonts and icons of Regie\n\n${parts.join(
    `\n\n${"-".repeat(78)}\n\n`,
  )}\n`;
}
