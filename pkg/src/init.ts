import { type WasmInput, compile } from "./compile.js";
import { fail, isLoaded, load } from "./core.js";

export type { WasmInput } from "./compile.js";

let loading: Promise<void> | undefined;

/** Loads the core once, however often and concurrently it is called; a failed attempt can be repeated. */
export function initFrom(input: () => WasmInput): Promise<void> {
  if (isLoaded()) return Promise.resolve();
  loading ??= compile(input, "core.wasm")
    .then(load)
    .catch(fail)
    .finally(() => (loading = undefined));
  return loading;
}
