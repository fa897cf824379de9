/** The service, emulated: what `cdn-refresh-tasks/emulator` offers in every host. The entries differ in how they load the wasm and in `listen`. */
import { RefreshTasksError } from "./errors.js";
import type { EmulatorFaults, EmulatorWorld } from "./generated/emulator-types.js";
import { EmulatedService, initSync, known } from "./generated/emulator/emulator.js";

export type { EmulatorFaults, EmulatorWorld } from "./generated/emulator-types.js";

/** What an emulator is made from. Plain data but for `now` and `sleep`; an unknown name anywhere is refused with the list of known ones. */
export interface EmulatorOptions {
  /** The name of a scenario (see `emulatorChoices()`); a small shop by default. */
  scenario?: string;
  /** Everything that is drawn is drawn from it: a whole number, 0 by default. */
  seed?: number;
  /** Secrets by access key id; `testAccessKey` by default. Test secrets only: they enter wasm memory. */
  accessKeys?: Record<string, string>;
  /** Security tokens of temporary keys, by access key id; `expiresAt` in milliseconds since the epoch. */
  securityTokens?: Record<string, { token: string; expiresAt?: number }>;
  /** Access key ids without permission: every call is answered with Forbidden.RAM. */
  forbidden?: string[];
  /** Faults by name, each with the share of calls it strikes, 0 to 1. */
  faults?: Partial<EmulatorFaults> | Record<string, number>;
  /** Behaviours that no document settles, by name; what is not named is as the scenario or the default has it. */
  world?: Partial<EmulatorWorld> | Record<string, unknown>;
  /** The caller's clock, in milliseconds since the epoch; `Date.now` by default. The scenario starts at its first reading. */
  now?(): number;
  /** How `fetch` and `listen` spend a delay; timers by default. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface EmulatorRequest {
  method: string;
  /** An absolute address, or path and query. */
  url: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

export interface EmulatorResponse {
  status: number;
  headers: Record<string, string>;
  /** Already shortened where the connection is to be cut. */
  body: Uint8Array<ArrayBuffer>;
  /** The answer is due after so many milliseconds. */
  delayMs: number;
  /** How the connection ends early: before anything comes, or in the middle of the body. */
  cut?: "reset" | "truncate";
}

/** A task with its whole fate. Times are milliseconds since the epoch by the service's clock. */
export interface TaskTruth {
  taskId: string;
  objectPath: string;
  objectType: string;
  /** When it was, or will be, created. */
  created: number;
  /** When queries begin to show it; null: never (made by OSS's automatic refresh). */
  visibleFrom: number | null;
  /** When it ends, and how. */
  ends: number;
  finalStatus: string;
  description: string;
  /** What an answer would show now; states move on only when they are asked for. */
  shownStatus: string;
  resourceGroup: string;
}

/** An exchange as the service saw it. */
export interface RequestTruth {
  /** The caller's clock. */
  at: number;
  action: string;
  /** Query and form, without signature and security token. */
  params: Record<string, string>;
  /** As it was meant, before faults on the way back. */
  status: number;
  code: string | null;
  faults: string[];
  rows: number;
  total: number | null;
  requestId: string;
}

export interface Emulator {
  /** One HTTP exchange, as data: usable behind any server, a fetch stub, or in a page. */
  handle(request: EmulatorRequest): EmulatorResponse;
  /** Stands in for `globalThis.fetch`: delays pass, AbortSignals abort, resets reject with a TypeError. */
  fetch: typeof fetch;
  /** Node only: the same over HTTP on 127.0.0.1, with real resets and cut bodies. Port 0, the default, takes a free one. */
  listen(port?: number): Promise<{ port: number; close(): Promise<void> }>;
  /** What it knows, for assertions. */
  truth(): { tasks: TaskTruth[]; requests: RequestTruth[] };
}

export interface EmulatorChoices {
  scenarios: { name: string; about: { en: string; zh: string } }[];
  /** Names of faults for `faults`. */
  faults: (keyof EmulatorFaults)[];
  /** Every switch of `world` with its default. */
  world: EmulatorWorld;
}

/** The access key of an emulator that was given none: the pair of the signature documents' own examples. */
export const testAccessKey = Object.freeze({ id: "testid", secret: "testsecret" });

let loaded = false;

/** For the loaders: compiled wasm in, emulators ready. */
export function load(module: WebAssembly.Module): void {
  if (loaded) return;
  initSync({ module });
  loaded = true;
}

export const isLoaded = (): boolean => loaded;

function ready(): void {
  if (!loaded) throw new RefreshTasksError("NotInitialized", "the emulator is not loaded yet: `await init()` of this entry once");
}

/** What there is to choose from: scenarios with a sentence on each (the first is the default), faults, and the default world. */
export function emulatorChoices(): EmulatorChoices {
  ready();
  return known() as EmulatorChoices;
}

type Listen = (emulator: Emulator, sleep: Sleep, port: number) => ReturnType<Emulator["listen"]>;
type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const LINE_END = 10;
const decoder = new TextDecoder();

/** Makes `createEmulator` for a host; `listen` is the host's. */
export function emulatorFor(listen: Listen): (options?: EmulatorOptions) => Emulator {
  return (options = {}) => {
    ready();
    const { now = Date.now, sleep = timer, ...data } = options;
    const clock = () => wholeMilliseconds(now());
    const service = create(JSON.stringify(data), clock());
    const handle = (request: EmulatorRequest): EmulatorResponse => {
      const headers = JSON.stringify(Object.entries(request.headers));
      const answered = service.handle(request.method, request.url, headers, request.body ?? new Uint8Array(), clock());
      const end = answered.indexOf(LINE_END);
      const head = JSON.parse(decoder.decode(answered.subarray(0, end))) as [number, [string, string][], number, "reset" | "truncate" | null];
      const [status, pairs, delayMs, cut] = head;
      const response: EmulatorResponse = { status, headers: Object.fromEntries(pairs), body: answered.slice(end + 1) as Uint8Array<ArrayBuffer>, delayMs };
      if (cut !== null) response.cut = cut;
      return response;
    };
    const emulator: Emulator = {
      handle,
      fetch: (input, init) => emulatedFetch(handle, sleep, input, init),
      listen: (port = 0) => listen(emulator, sleep, port),
      truth: () => service.truth(clock()) as ReturnType<Emulator["truth"]>,
    };
    return emulator;
  };
}

function create(options: string, now: bigint): EmulatedService {
  try {
    return new EmulatedService(options, now);
  } catch (error) {
    if (typeof error !== "string") throw error;
    throw new RefreshTasksError("InvalidEmulatorOptions", error);
  }
}

function wholeMilliseconds(now: number): bigint {
  if (!Number.isFinite(now)) throw new RefreshTasksError("InvalidEmulatorOptions", `\`now\` is to give milliseconds since the epoch, found \`${now}\``);
  return BigInt(Math.floor(now));
}

async function emulatedFetch(
  handle: Emulator["handle"],
  sleep: Sleep,
  input: Parameters<typeof fetch>[0],
  init: Parameters<typeof fetch>[1],
): Promise<Response> {
  const request = new Request(input, init);
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  signal?.throwIfAborted();
  const body = new Uint8Array(await request.arrayBuffer());
  signal?.throwIfAborted();
  const answer = handle({ method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body });
  if (answer.delayMs > 0) await sleep(answer.delayMs, signal);
  signal?.throwIfAborted();
  if (answer.cut === "reset") throw new TypeError("fetch failed", { cause: connectionReset() });
  const content = answer.cut === "truncate" ? cutShort(answer.body) : answer.body;
  const response = new Response(content, { status: answer.status, headers: answer.headers });
  return Object.defineProperty(response, "url", { value: request.url });
}

const connectionReset = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

/** A body that breaks off after these bytes. */
function cutShort(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError("terminated", { cause: new Error("other side closed") }));
      sent = true;
      if (bytes.length > 0) controller.enqueue(bytes);
    },
  });
}

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(handle);
      reject(signal?.reason);
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
