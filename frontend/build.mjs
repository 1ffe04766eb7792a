/* Builds style sheet, script, icons, fonts and notices. Usage: node frontend/build.mjs <folder> */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { notices } from "./notices.mjs";
import { prune } from "./prune.mjs";

const out = process.argv[2];
if (!out) throw new Error("usage: node frontend/build.mjs <output folder>");

async function bundle() {
  const result = await build({
    entryPoints: {
      app: "frontend/css/app.css",
      main: "frontend/js/main.js",
      prose: "frontend/js/prose/index.js", // only fetched by pages with an editor
    },
    outdir: out,
    bundle: true,
    minify: true,
    metafile: true,
    format: "iife", // a page that opens from disk may not load modules
    target: ["es2022", "chrome114", "firefox125", "safari17"],
    assetNames: "fonts/[name]",
    loader: { ".woff2": "file", ".svg": "text" },
    legalComments: "none", // the licences are in NOTICES.txt
    logLevel: "warning",
  });
  return Object.keys(result.metafile.inputs);
}

async function sprite() {
  const lines = (await readFile("frontend/icons.txt", "utf8"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const symbols = await Promise.all(lines.map(symbol));
  await writeFile(
    path.join(out, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
  );
}

async function symbol(line) {
  const [icon, name = icon] = line.split(/\s+/);
  const file = `node_modules/@tabler/icons/icons/outline/${icon}.svg`;
  const svg = await readFile(file, "utf8");
  const body = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
}

await mkdir(out, { recursive: true });
const inputs = await bundle();
const sheet = path.join(out, "app.css");
await writeFile(sheet, prune(await readFile(sheet, "utf8")));
await sprite();
await cp("frontend/mark.svg", path.join(out, "mark.svg"));
await writeFile(path.join(out, "NOTICES.txt"), await notices(inputs));
