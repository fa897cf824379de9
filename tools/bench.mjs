// `npm run bench [WORD…]`: every `bench/*.bench.mjs` (or those whose name has a word), as a table and as artefacts/bench.json.
//
// A bench exports `name` and `run({ time })`, which resolves to rows. `time(candidates)` runs the candidates (name → function) in turn,
// round after round in one process, and resolves to the median time of each in nanoseconds a call: a ratio of two of them holds when
// the machine's speed drifts.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { pathToFileURL } from "node:url";
import { at, main } from "./lib/run.mjs";
import { build } from "./build.mjs";

const ROUND_MS = 8;
const ROUNDS = 41;

function calibrate(candidate) {
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < ROUND_MS * 4) {
    candidate();
    calls += 1;
  }
  return Math.max(1, Math.round(calls / 4));
}

export async function time(candidates) {
  const entries = Object.entries(candidates).map(([name, candidate]) => ({ name, candidate, calls: calibrate(candidate), samples: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { candidate, calls, samples } of entries) {
      const started = performance.now();
      for (let call = 0; call < calls; call += 1) candidate();
      samples.push(((performance.now() - started) * 1e6) / calls);
    }
  }
  return Object.fromEntries(entries.map(({ name, samples }) => [name, samples.sort((a, b) => a - b)[ROUNDS >> 1]]));
}

main(async () => {
  await build();
  const words = process.argv.slice(2);
  const files = existsSync(at("bench")) ? readdirSync(at("bench")).filter((name) => name.endsWith(".bench.mjs")) : [];
  const results = { machine: `${cpus()[0].model} · ${platform()} ${arch()} · Node ${process.versions.node}`, benches: {} };
  process.stdout.write(`${results.machine}\n`);
  for (const file of files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))) {
    const { name, run } = await import(pathToFileURL(at("bench", file)).href);
    process.stdout.write(`\n${name}\n`);
    const rows = await run({ time });
    console.table(rows);
    results.benches[name] = rows;
  }
  mkdirSync(at("artefacts"), { recursive: true });
  writeFileSync(at("artefacts", "bench.json"), `${JSON.stringify(results, null, 2)}\n`);
});
