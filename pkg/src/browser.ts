/** The package in browsers and workers: `await init()` once, then everything is synchronous. */
import { type WasmInput, initFrom } from "./init.js";

/**
 * Loads the core; repeated and concurrent calls load it once. Without `input` the wasm beside this file is fetched.
 * Where the page's policy forbids compiling, `script-src 'wasm-unsafe-eval'` is what it lacks.
 */
export function init(input?: WasmInput): Promise<void> {
  return initFrom(() => input ?? new URL("./core.wasm", import.meta.url));
}

export * from "./index.js";
