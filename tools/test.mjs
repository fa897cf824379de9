// `npm test`: set-up and everything quick. `npm run test:all` (--all) adds what is slow. `--only WORD` runs the steps whose title has the word.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Problem, at, main, root, run, step } from "./lib/run.mjs";
import { build } from "./build.mjs";
import { checkBudgets } from "./sizes.mjs";

const { values } = parseArgs({ options: { all: { type: "boolean" }, only: { type: "string" } } });
const WASM = ["--target", "wasm32-unknown-unknown", "--features", "bindgen", "--locked"];
const SIMULATION = ["run", "--locked", "--quiet", "--profile", "simulation", "-p", "cdn-refresh-tasks-simulation", "--"];
const DENY = ["--", "-D", "warnings"];

function testFiles(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true })
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => relative(root, join(at(folder), name)))
    .sort();
}

/** Node's own runner over folders of `.test.mjs` files; its summary is the word on the result. */
async function nodeTests(folders, env) {
  const files = folders.flatMap(testFiles);
  // Without files it would look for some by itself.
  if (files.length === 0) throw new Problem(`there are no tests in ${folders.join(", ")}`);
  const output = await run(process.execPath, ["--expose-gc", "--test", `--test-concurrency=${availableParallelism()}`, "--test-reporter=spec", ...files], { env });
  return /ℹ pass (\d+)/.exec(output)[1] + " passed";
}

async function cargoTests(args, env) {
  const output = await run("cargo", ["test", "--locked", ...args], { env });
  return `${[...output.matchAll(/(\d+) passed/g)].reduce((sum, [, count]) => sum + Number(count), 0)} passed`;
}

const quick = {
  "format": () => run("cargo", ["fmt", "--all", "--check"]).then(() => {}),
  "lints, host": () => run("cargo", ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", ...DENY]).then(() => {}),
  "lints, wasm32": () => run("cargo", ["clippy", "--workspace", "--all-targets", "--quiet", ...WASM, ...DENY]).then(() => {}),
  "docs": () =>
    run("cargo", ["doc", "--workspace", "--no-deps", "--locked", "--quiet"], { env: { RUSTDOCFLAGS: "-D warnings" } }).then(() => {}),
  "native tests": () => cargoTests(["--workspace"]),
  "simulated worlds": async () => {
    const output = await run("cargo", [...SIMULATION, "--seeds", "2000"]);
    return /^(\d+ seeds)/m.exec(output)[1];
  },
  "wasm tests in Node": () => cargoTests(["--target", "wasm32-unknown-unknown", "--test", "wasm"]),
  "wasm tests in Chromium": async () => (await import("./wasm-in-browser.mjs")).wasmTestsInChromium(),
  "budgets": () => checkBudgets(),
  "types": async () => {
    await run(process.execPath, [at("node_modules", "typescript", "bin", "tsc"), "-p", at("www")]);
    return nodeTests(["tests/types"]);
  },
  "house and package": () => nodeTests(["tests/house", "tests/package"]),
  "page in Chromium": async () => {
    await (await import("./browser.mjs")).chromium();
    return nodeTests(["tests/browser"], values.all ? { LOOKS: "all" } : {});
  },
};

const slow = {
  "page in Firefox": async () => {
    await (await import("./browser.mjs")).firefox();
    return nodeTests(["tests/browser"], { TEST_BROWSER: "firefox", LOOKS: "all" });
  },
  "slow tests": async () => {
    // Before the files, which run two at a time and share them.
    await (await import("../tests/slow/support/tools.mjs")).installTools();
    return nodeTests(["tests/slow"]);
  },
};

main(async () => {
  const steps = Object.entries(values.all ? { ...quick, ...slow } : quick).filter(([title]) => !values.only || title.includes(values.only));
  if (steps.length === 0) throw new Problem(`no step has \`${values.only}\` in its title; there are ${Object.keys({ ...quick, ...slow }).join("; ")}`);
  await build();
  let passed = 0;
  let failed = 0;
  for (const [title, work] of steps) {
    try {
      await step(title, work);
      passed += 1;
    } catch (error) {
      failed += 1;
      process.stderr.write(`${error.message}\n\n`);
    }
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
});
