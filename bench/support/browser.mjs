// The parse bench for a page: bundled and started by tools/bench-browser.mjs.
import { init, parse } from "cdn-refresh-tasks/inline";
import { bodies, readAll } from "./bodies.mjs";

const decoder = new TextDecoder();
const ROUNDS = 31;

/** Medians in microseconds a call, interleaved. Browsers' clocks are coarse, so a round is some milliseconds. */
function medians(candidates) {
  const entries = Object.entries(candidates).map(([name, candidate]) => {
    const started = performance.now();
    let calls = 0;
    while (performance.now() - started < 40) {
      candidate();
      calls += 1;
    }
    return { name, candidate, calls: Math.max(1, Math.round(calls / 5)), samples: [] };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { candidate, calls, samples } of entries) {
      const started = performance.now();
      for (let call = 0; call < calls; call += 1) candidate();
      samples.push(((performance.now() - started) * 1000) / calls);
    }
  }
  return Object.fromEntries(entries.map(({ name, samples }) => [name, samples.sort((a, b) => a - b)[ROUNDS >> 1]]));
}

globalThis.bench = async () => {
  await init();
  const rows = [];
  for (const [what, body] of Object.entries(bodies(false))) {
    const times = medians({
      "JSON.parse": () => JSON.parse(decoder.decode(body)),
      "summary()": () => parse(body).summary(),
      "every field read": () => readAll(parse(body)),
    });
    for (const [name, us] of Object.entries(times)) {
      rows.push({ what: `${what}: ${name}`, "µs": us.toFixed(1), "× JSON.parse": (us / times["JSON.parse"]).toFixed(3) });
    }
  }
  return rows;
};
