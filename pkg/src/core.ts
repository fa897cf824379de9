import { __wbg_reset_state, ask as askCore, check, initSync, input, parse_page, prepare, quota } from "./generated/wasm/core.js";
import { CoreStoppedError, NotInitializedError } from "./errors.js";

/** What is called through `call`. Named one by one, so that the rest, above all the bindings' own loader, is left out of what is built. */
const core = { ask: askCore, check, parse_page, prepare, quota };

let loaded = false;
let instances = 0;
/** Stopped, and not started anew yet: a full JavaScript stack may have no room even for that. */
let stopped = false;
let failure: unknown;

/** Whether the core can be called. */
export const isLoaded = (): boolean => loaded;

/**
 * Which instance of the core answers now; another number means another memory.
 * @internal
 */
export const instance = (): number => instances;

/** For the loaders: why there is no core, for those who call it all the same. */
export function fail(error: unknown): never {
  failure = error;
  throw error;
}

/** For the loaders: compiled wasm in, core ready. */
export function load(module: WebAssembly.Module): void {
  if (loaded) return;
  initSync({ module });
  loaded = true;
}

/**
 * Gives the core a fresh memory, for when one call took so much that keeping it would be a waste: wasm memory grows and never shrinks.
 * Nothing of value lives in it between calls.
 * @internal
 */
export function restart(): void {
  stopped = true;
  instances++;
  __wbg_reset_state();
  seen = unseen;
  short = unseen.bytes;
  stopped = false;
}

/** The core's memory, seen as bytes and as doubles. */
export interface Memory {
  readonly bytes: Uint8Array;
  readonly doubles: Float64Array;
}

const unseen: Memory = { bytes: new Uint8Array(), doubles: new Float64Array() };
let seen = unseen;

/**
 * The core's memory as it is now: what was seen of it dies when it grows and when the core is restarted.
 * @internal
 */
export function memory(): Memory {
  if (seen.bytes.byteLength === 0) {
    // Once loaded, this only answers what there is.
    const { buffer } = initSync(undefined as never).memory;
    seen = { bytes: new Uint8Array(buffer), doubles: new Float64Array(buffer) };
  }
  return seen;
}

const encoder = new TextEncoder();
/**
 * A text may begin with a byte order mark, which is a character of it like any other.
 * @internal
 */
export const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Writes `text` where the core reads what is hot or long: how much of it was read, in UTF-16 units, and how much written, in bytes. For use
 * within `call`; see `src/wasm/input.rs`.
 * @internal
 */
export function write(text: string): TextEncoderEncodeIntoResult {
  // One byte a character, until the first one that needs more.
  const done = encoder.encodeInto(text, room(text.length + 16));
  return done.read === text.length ? done : encoder.encodeInto(text, room(3 * text.length));
}

/** What the core has room for at least, in bytes. */
const SHORT = 1 << 16;
/** The room that short texts share: seeing it anew takes as long as writing one. */
let short = unseen.bytes;

/**
 * At least `length` bytes that the core reads.
 * @internal
 */
export function room(length: number): Uint8Array {
  if (length < short.length) return short;
  const size = Math.max(length, SHORT);
  const place = input(size);
  const bytes = memory().bytes.subarray(place, place + size);
  // What is long may have moved it.
  short = size === SHORT ? bytes : unseen.bytes;
  return bytes;
}

/**
 * The answer whose place and length stand at `place`, or nothing; see `src/wasm/answer.rs`.
 * @internal
 */
export function kept(place: number): string {
  if (place === 0) return "";
  const { bytes, doubles } = memory();
  const start = doubles[place >>> 3] as number;
  return decoder.decode(bytes.subarray(start, start + (doubles[(place >>> 3) + 1] as number)));
}

/**
 * Asks the core for what is not hot; `src/wasm/mod.rs` has the list. `fields` are joined text.
 * @internal
 */
export const ask = (name: string, fields = "", ...numbers: number[]): string =>
  call((core) => kept(core.ask(write(`${name}\0${fields}`).written, numbers)));

/**
 * Every call into the core goes through here, so that a trap never leaves a poisoned instance behind: nothing of value lives in wasm
 * memory between calls, so a fresh instance of the same module is as good as the old one.
 * @internal
 */
export function call<T>(work: (bindings: typeof core) => T): T {
  if (!loaded) throw new NotInitializedError(failure);
  if (stopped) restart();
  try {
    return work(core);
  } catch (error) {
    stopped = true;
    restart();
    // A full JavaScript stack is the caller's, and says so itself.
    throw error instanceof RangeError ? error : new CoreStoppedError(error);
  }
}
