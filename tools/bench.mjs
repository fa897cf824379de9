// `npm run bench [WORD…]`: every `bench/*.bench.mjs` (or those whose name has a word), as a table and as artefacts/bench.json.
// A run of all of them also renews the tables of both READMEs: nothing there is typed by hand. A bench that exports `steady` is the same on
// every machine: any run renews its table.
//
// A bench exports `name` and `run({ time })`, which resolves to rows; `tools/lib/bench.mjs` runs it and says what `time` is.
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { Problem, at, main } from "./lib/run.mjs";
import { build } from "./build.mjs";

/** What the bench in `file` sends from a process of its own. */
function alone(file) {
  return new Promise((resolve, reject) => {
    let sent;
    fork(at("tools", "lib", "bench.mjs"), [file])
      .on("message", (message) => (sent = message))
      .on("exit", (code) => (code === 0 && sent ? resolve(sent) : reject(new Problem(`${file} failed`))));
  });
}

/** Rows as a Markdown table, a column for each of their keys; rows by name get their name as first column. */
function markdown(rows) {
  const list = Array.isArray(rows) ? rows : Object.entries(rows).map(([what, cells]) => ({ what, ...cells }));
  const columns = [...new Set(list.flatMap(Object.keys))];
  const line = (cells) => `| ${cells.map((cell) => String(cell ?? "").replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), `|${"---|".repeat(columns.length)}`, ...list.map((row) => line(columns.map((column) => row[column])))].join("\n");
}

const tableOf = (name, rows) => `**${name}**\n\n${markdown(rows)}`;

/** Replaces what stands between the marks of both READMEs by what `renewed` makes of it. */
function intoReadmes(renewed) {
  for (const path of ["README.md", "README.zh.md"].map((name) => at(name))) {
    const parts = readFileSync(path, "utf8").split(/(<!-- \/?bench -->)/);
    parts[2] = `\n${renewed(parts[2].trim())}\n`;
    writeFileSync(path, parts.join(""));
  }
}

/** Puts one table into those that stand there: in its place, or behind the others. */
function renewTable(before, name, rows) {
  const tables = before.split(/\n\n(?=\*\*)/);
  const place = tables.findIndex((table) => table.startsWith(`**${name}**`));
  tables.splice(place < 0 ? tables.length : place, 1, tableOf(name, rows));
  return tables.join("\n\n");
}

main(async () => {
  await build();
  const words = process.argv.slice(2);
  const files = existsSync(at("bench")) ? readdirSync(at("bench")).filter((name) => name.endsWith(".bench.mjs")) : [];
  const results = { machine: `${cpus()[0].model} · ${platform()} ${arch()} · Node ${process.versions.node}`, benches: {} };
  process.stdout.write(`${results.machine}\n`);
  for (const file of files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))) {
    const { name, rows, steady } = await alone(at("bench", file));
    process.stdout.write(`\n${name}\n`);
    console.table(rows);
    results.benches[name] = rows;
    if (steady && words.length > 0) intoReadmes((before) => renewTable(before, name, rows));
  }
  mkdirSync(at("artefacts"), { recursive: true });
  writeFileSync(at("artefacts", "bench.json"), `${JSON.stringify(results, null, 2)}\n`);
  if (words.length === 0) {
    const tables = Object.entries(results.benches).map(([name, rows]) => tableOf(name, rows));
    intoReadmes(() => [results.machine, ...tables].join("\n\n"));
  }
});
