// One bench in a process of its own, forked by `tools/bench.mjs`: what another one left in memory would slow its collections, and so its
// ratios. Argument: the file. Sends its name, its rows and whether it is steady.
import { pathToFileURL } from "node:url";

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

/**
 * Runs the candidates (name → function) in turn, round after round, and resolves to the median time of each in nanoseconds a call: a ratio of
 * two of them holds when the machine's speed drifts.
 */
async function time(candidates) {
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

const { name, run, steady = false } = await import(pathToFileURL(process.argv[2]).href);
process.send({ name, steady, rows: await run({ time }) });
process.disconnect();
