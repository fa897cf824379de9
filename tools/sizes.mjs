// What everything weighs, against the one committed file of budgets.
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Problem, at } from "./lib/run.mjs";

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** A module and everything it imports by relative path; `later`: also what it imports only once it is needed. */
function withImports(path, seen = new Set(), later = false) {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = readFileSync(path, "utf8");
  const pattern = later ? /(?:from|import)\s*\(?"(\.\/shared-[^"]+\.js)"/g : /(?:from|import)\s*"(\.\/[^"]+\.js)"/g;
  const imports = [...text.matchAll(pattern)].map(([, name]) => name);
  return [readFileSync(path), ...imports.flatMap((name) => withImports(join(dirname(path), name), seen, later))];
}

/** The files that a visitor's browser fetches before a question can be typed; a test compares them with what a browser does fetch. */
export function beforeTyping(language) {
  const folder = at("www", "dist");
  const spoken = readdirSync(folder).filter((name) => new RegExp(`^${language}-asking-\\w+\\.js$`).test(name));
  if (spoken.length !== 1) throw new Problem(`www/dist does not hold ${language} as a file of its own`);
  const modules = new Set();
  for (const name of ["language.js", "main.js", ...spoken]) withImports(join(folder, name), modules);
  return ["index.html", "console.css", ...[...modules].map((path) => basename(path))].sort();
}

/** Of the page, with the larger language: until a question can be typed, and until it is planned, which takes the core. */
function page() {
  const weigh = (name) => gzip(readFileSync(at("www", "dist", name)));
  const typing = Math.max(...["en", "zh"].map((language) => beforeTyping(language).reduce((sum, name) => sum + weigh(name), 0)));
  return { typing, planning: typing + weigh("core.wasm") };
}

/** What a page that has the core fetches to bind its forms; its languages are the core's. */
function formBeyondCore() {
  const core = new Set();
  withImports(at("pkg", "dist", "browser.js"), core);
  return withImports(at("pkg", "dist", "form.js"), core).reduce((sum, bytes) => sum + gzip(bytes), 0);
}

export function sizes() {
  const wasm = readFileSync(at("pkg", "dist", "core.wasm"));
  const node = at("pkg", "dist", "node.js");
  const { typing, planning } = page();
  return {
    "core.wasm, brotli": brotli(wasm),
    "core.wasm, gzip": gzip(wasm),
    "emulator.wasm, brotli": brotli(readFileSync(at("pkg", "dist", "emulator.wasm"))),
    "main entry (node.js with its chunks), minified, gzip": gzip(Buffer.concat(withImports(node))),
    // Imported, and then used in every way: describe, tasks and wait, credentials of the environment or of a provider.
    "the same with all that its client loads when used": gzip(Buffer.concat(withImports(node, new Set(), true))),
    "form beyond the core, gzip": formBeyondCore(),
    "page before a question can be typed, gzip": typing,
    "page before a question is planned, the core included, gzip": planning,
  };
}

/** Prints the sizes, and throws where one is over its budget. */
export function checkBudgets() {
  const budgets = JSON.parse(readFileSync(at("tools", "budgets.json"), "utf8"));
  const over = [];
  for (const [what, bytes] of Object.entries(sizes())) {
    const budget = budgets[what];
    if (budget === undefined) throw new Problem(`tools/budgets.json has no budget for "${what}"`);
    const share = Math.round((100 * bytes) / budget);
    process.stderr.write(`    ${String(bytes).padStart(7)} B of ${String(budget).padStart(6)}  ${String(share).padStart(3)} %  ${what}\n`);
    if (bytes > budget) over.push(`${what}: ${bytes} B, budget ${budget} B`);
  }
  if (over.length > 0) throw new Problem(`over budget:\n${over.join("\n")}`);
}
