import { isLoaded, load } from "./core.js";
import { assertSupported } from "./engine.js";
import { RefreshTasksError } from "./errors.js";

/** Where the wasm comes from: an address, a response, its bytes, or the compiled module. */
export type WasmInput =
  | string
  | URL
  | { arrayBuffer(): Promise<ArrayBuffer> }
  | ArrayBuffer
  | ArrayBufferView
  | WebAssembly.Module
  | object;

let loading: Promise<void> | undefined;

/** Loads the core once, however often and concurrently it is called; a failed attempt can be repeated. */
export function initFrom(input: () => WasmInput): Promise<void> {
  if (isLoaded()) return Promise.resolve();
  loading ??= compile(input)
    .then(load)
    .finally(() => (loading = undefined));
  return loading;
}

async function compile(input: () => WasmInput): Promise<WebAssembly.Module> {
  assertSupported();
  let source = input();
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) source = await fetchWasm(source);
  if ("arrayBuffer" in source && typeof source.arrayBuffer === "function") {
    return WebAssembly.compile((await source.arrayBuffer()) as ArrayBuffer);
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source as BufferSource);
  throw new RefreshTasksError("InvalidWasmInput", "`init` takes a URL, a Response, the bytes of core.wasm or a WebAssembly.Module");
}

async function fetchWasm(address: string | URL): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new RefreshTasksError("WasmNotFound", `core.wasm was answered with HTTP ${response.status}; hand its address to \`init\``);
  }
  return response;
}
