// The emulated service in simulated time: a clock that goes on to the next timer whenever nothing else is left to do.
import { createHmac } from "node:crypto";
import { createClient } from "../../pkg/dist/node.js";

export const START = Date.UTC(2026, 10, 24, 4);
/** What an answer takes to come back: a call from a pipeline in the same country. */
const LATENCY_MS = 80;

function simulatedClock() {
  const timers = [];
  let time = START;
  let running = false;
  let activity = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  async function run() {
    running = true;
    for (;;) {
      // Promises, streams and the like are done when a few turns of the event loop have started no timer.
      for (let quiet = 0, seen = activity; quiet < 4; quiet += 1) {
        await turn();
        if (seen !== activity) [quiet, seen] = [0, activity];
      }
      const next = timers.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) break;
      time = Math.max(time, next.at);
      next.resolve();
    }
    running = false;
  }
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        activity += 1;
        const aborted = () => {
          const place = timers.indexOf(timer);
          if (place >= 0) timers.splice(place, 1);
          reject(signal.reason);
        };
        const timer = {
          at: time + ms,
          resolve() {
            signal?.removeEventListener("abort", aborted);
            resolve();
          },
        };
        timers.push(timer);
        signal?.addEventListener("abort", aborted, { once: true });
        if (!running) void run();
      }),
  };
}

/** The package's default rates, 80 % of the service's, in simulated time. */
function simulatedQuota(clock) {
  const interval = { "list": 250, "by-id": 1000 / 24 };
  const next = { "list": 0, "by-id": 0 };
  return {
    async acquire(kind, signal) {
      const at = Math.max(clock.now(), next[kind]);
      next[kind] = at + interval[kind];
      await clock.sleep(at - clock.now(), signal);
    },
    penalize(kind, ms) {
      next[kind] = Math.max(next[kind], clock.now() + ms);
    },
  };
}

const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** One service with its clock. `ask`: one call as a script makes it; `client`: this package. */
export async function simulation(options) {
  const { createEmulator, testAccessKey } = await import("../../pkg/dist/emulator-node.js");
  const clock = simulatedClock();
  const emulator = createEmulator({ ...options, now: clock.now, world: { latencyMs: LATENCY_MS, ...options.world } });
  const fetch = async (url, { method, headers, signal }) => {
    const { status, headers: answered, body, delayMs } = emulator.handle({ method, url: String(url), headers: { ...headers, host: new URL(url).host } });
    await clock.sleep(delayMs, signal);
    return new Response(body, { status, headers: answered });
  };
  let nonce = 0;
  /** Paced to the documented rate and sent again when throttled, which neither the command line nor the SDKs do by themselves. */
  let free = 0;
  async function ask(Action, params, perSecond = 5) {
    for (;;) {
      await clock.sleep(Math.max(0, free - clock.now()));
      free = clock.now() + 1000 / perSecond;
      const Timestamp = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
      const common = { Action, Version: "2018-05-10", Format: "JSON", AccessKeyId: testAccessKey.id, SignatureMethod: "HMAC-SHA1", SignatureVersion: "1.0" };
      const all = Object.entries({ ...common, Timestamp, SignatureNonce: String((nonce += 1)), ...params }).sort(([a], [b]) => (a < b ? -1 : 1));
      const query = all.map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join("&");
      const signature = createHmac("sha1", `${testAccessKey.secret}&`).update(`GET&%2F&${encode(query)}`).digest("base64");
      const response = await fetch(`http://127.0.0.1/?${query}&Signature=${encode(signature)}`, { method: "GET", headers: {} });
      const answer = await response.json();
      if (response.status === 200) return answer;
      if (!/^(TooManyRequests|Throttling)/.test(answer.Code)) throw new Error(`${answer.Code}: ${answer.Message}`);
      await clock.sleep(1000);
    }
  }
  const { id: accessKeyId, secret: accessKeySecret } = testAccessKey;
  const client = createClient({ accessKeyId, accessKeySecret, endpoint: "http://127.0.0.1", fetch, clock, quota: simulatedQuota(clock) });
  return { clock, emulator, ask, client };
}
