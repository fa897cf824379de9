import { assertSupported } from "./engine.js";
import { RefreshTasksError } from "./errors.js";

/** Where a wasm comes from: an address, a response, its bytes, or the compiled module. */
export type WasmInput =
  | string
  | URL
  | { arrayBuffer(): Promise<ArrayBuffer> }
  | ArrayBuffer
  | ArrayBufferView
  | WebAssembly.Module
  | object;

/** Compiles what `input` gives; `file` is how messages name it. */
export async function compile(input: () => WasmInput, file: string): Promise<WebAssembly.Module> {
  assertSupported();
  let source = input();
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) source = await fetchWasm(source, file);
  if ("arrayBuffer" in source && typeof source.arrayBuffer === "function") {
    return WebAssembly.compile((await source.arrayBuffer()) as ArrayBuffer);
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source as BufferSource);
  throw new RefreshTasksError("InvalidWasmInput", `\`init\` takes a URL, a Response, the bytes of ${file} or a WebAssembly.Module`);
}

async function fetchWasm(address: string | URL, file: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new RefreshTasksError("WasmNotFound", `${file} was answered with HTTP ${response.status}; hand its address to \`init\``);
  }
  return response;
}
