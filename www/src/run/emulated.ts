import { createClient, createQuota } from "cdn-refresh-tasks";
import { type Emulator, createEmulator, init, testAccessKey } from "cdn-refresh-tasks/emulator";
import { SimulatedClock } from "./clock.js";
import { FAULTS, type RunSettings } from "./settings.js";
import type { Source } from "./source.js";

/** What a client waits for an answer at most. */
const PATIENCE_MS = 10_000;

/** The emulated service in this page: nothing leaves it. */
export async function emulated(settings: RunSettings): Promise<Source & { clock: SimulatedClock }> {
  await init("emulator.wasm");
  const clock = new SimulatedClock(Date.now(), settings.speed);
  const names = settings.faults.flatMap((kind) => FAULTS[kind] as readonly string[]);
  const emulator = createEmulator({
    scenario: settings.scenario,
    faults: Object.fromEntries(names.map((name) => [name, settings.share / names.length])),
    now: clock.now,
  });
  const quota = createQuota({ clock });
  const client = createClient({
    accessKeyId: testAccessKey.id,
    accessKeySecret: testAccessKey.secret,
    fetch: (address, init) => answered(emulator, clock, String(address), init ?? {}),
    clock,
    quota: { ...quota, acquire: (kind, signal) => clock.outside(() => quota.acquire(kind, signal)) },
  });
  return {
    kind: "emulated",
    ...{ clock, inFlight: 8 },
    send: (request, _operation, signal) => clock.during(() => client.send(request, signal === undefined ? {} : { signal })),
    pause: () => clock.stop(),
    resume: () => clock.start(),
  };
}

/** One exchange in the emulated service's time. The answer is read at once, so that no time passes over it. */
async function answered(emulator: Emulator, clock: SimulatedClock, url: string, { method = "GET", headers, signal }: RequestInit): Promise<Response> {
  const { status, headers: answer, body, delayMs, cut } = emulator.handle({ method, url, headers: headers as Record<string, string> });
  await clock.outside(() => clock.sleep(Math.min(delayMs, PATIENCE_MS), signal ?? undefined));
  if (delayMs > PATIENCE_MS) throw new TypeError(`no answer within ${PATIENCE_MS / 1000} s`);
  if (cut !== undefined) throw new TypeError(cut === "reset" ? "the connection was reset" : "the connection ended in the middle of the answer");
  const read = { status, headers: new Headers(answer), body: null, arrayBuffer: async () => body.buffer };
  return read as unknown as Response;
}
