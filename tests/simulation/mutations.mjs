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

const mutations = [
  {
    name: "seam: the window is asked for from its start, not from a second before",
    file: "src/walk/lists.rs",
    from: "let asked = Window::new(unit.start, reading.until, Instant::MIN)?;",
    to: "let asked = Window::new(unit.start, reading.until, unit.start)?;",
  },
  {
    name: "ties: as many rows as TotalCount says are enough, different or not",
    file: "src/walk/pass.rs",
    from: "if least == total || pass.distinct == total || agree {",
    to: "if pass.rows == total || agree {",
  },
  {
    name: "settle time: what is visible now is taken for all",
    file: "src/walk/lists.rs",
    from: "self.clock.to_service(time).plus_ms(-i64::from(self.options.settle_ms))",
    to: "self.clock.to_service(time)",
  },
  {
    name: "deduplication: a row that was delivered is delivered again",
    file: "src/walk/rows.rs",
    from: "} else if known.delivered {",
    to: "} else if known.delivered && !deliver {",
  },
  {
    name: "quota: calls leave twice as fast",
    file: "src/walk/quota.rs",
    from: "self.next = due + interval;",
    to: "self.next = due + interval / 2.0;",
  },
  {
    name: "ledger: rows are told twice",
    file: "src/walk/handle.rs",
    from: "self.counts.rows += u64::try_from(fresh.len()).unwrap_or(0);",
    to: "self.counts.rows += 2 * u64::try_from(fresh.len()).unwrap_or(0);",
  },
];

const copy = mkdtempSync(join(tmpdir(), "mutations-"));
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
for (const name of tracked.filter((name) => !/^(pkg|www|tools)\//.test(name))) {
  mkdirSync(dirname(join(copy, name)), { recursive: true });
  cpSync(join(root, name), join(copy, name));
}
const cargo = (args) =>
  spawnSync("cargo", args, { cwd: copy, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: join(root, "target") } });

let survivors = 0;
for (const { name, file, from, to } of mutations.filter(({ name }) => name.startsWith(values.only))) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${file}: not exactly one \`${from}\``);
  writeFileSync(path, source.replace(from, to));
  const built = cargo(["build", "--quiet", "--profile", "simulation", "-p", "cdn-refresh-tasks-simulation"]);
  if (built.status !== 0) throw new Error(`${name}: does not build\n${built.stderr}`);
  const run = spawnSync(join(root, "target/simulation/cdn-refresh-tasks-simulation"), ["--seeds", values.seeds, "--failures", "1"], { encoding: "utf8" });
  writeFileSync(path, source);
  const breach = /^seed (\d+) breaks the law `([^`]+)`/m.exec(run.stdout);
  if (breach === null) survivors += 1;
  console.log(`${breach === null ? "SURVIVED" : `caught by seed ${breach[1]}, law ${breach[2]}`}: ${name}`);
}
rmSync(copy, { recursive: true });
if (survivors > 0) process.exitCode = 1;
