// Shows that the laws bite: breaks the walk in one place at a time and expects simulated worlds to convict it.
// `node tests/simulation/mutations.mjs [--seeds 1500] [--only quota]`; works in a copy, prints a table, and fails if a mutation survives.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1500" }, only: { type: "string", default: "" } } });
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the walk is broken: what stands in a file once, and what stands there instead. */
const mutations = JSON.parse(readFileSync(join(root, "tests/simulation/mutations.json"), "utf8"));

/** Not the repository's: cargo would take what it built of the copy for what it built there. */
const target = join(root, "target/mutations");
const copy = mkdtempSync(join(tmpdir(), "mutations-"));
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
for (const name of tracked.filter((name) => !/^(pkg|www|tools)\//.test(name))) {
  mkdirSync(dirname(join(copy, name)), { recursive: true });
  cpSync(join(root, name), join(copy, name));
}
const cargo = (args) =>
  spawnSync("cargo", args, { cwd: copy, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: target } });

let survivors = 0;
for (const { name, file, from, to } of mutations.filter(({ name }) => name.startsWith(values.only))) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, source.replace(from, to));
  const built = cargo(["build", "--quiet", "--profile", "simulation", "-p", "cdn-refresh-tasks-simulation"]);
  if (built.status !== 0) throw new Error(`${name}: does not build\n${built.stderr}`);
  const run = spawnSync(join(target, "simulation/cdn-refresh-tasks-simulation"), ["--seeds", values.seeds, "--failures", "1"], { encoding: "utf8" });
  writeFileSync(path, source);
  const breach = /^seed (\d+) breaks the law `([^`]+)`/m.exec(run.stdout);
  if (breach === null) survivors += 1;
  console.log(`${breach === null ? "SURVIVED" : `caught by seed ${breach[1]}, law ${breach[2]}`}: ${name}`);
}
rmSync(copy, { recursive: true });
if (survivors > 0) process.exitCode = 1;
