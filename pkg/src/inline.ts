/** The package with the wasm inside the script, for bundlers and test runners without assets. */
import en from "./generated/en.json" with { type: "json" };
import base64 from "./generated/wasm/core.wasm";
import zh from "./generated/zh.json" with { type: "json" };
import enErrors from "./languages/errors/en.json" with { type: "json" };
import zhErrors from "./languages/errors/zh.json" with { type: "json" };
import { load } from "./core.js";
import { assertSupported } from "./engine.js";
import { initFrom } from "./init.js";
import { speak } from "./language.js";

// `fromBase64` where there is one; the detour otherwise takes some milliseconds.
const bytes = Uint8Array.fromBase64?.(base64) ?? Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));

assertSupported();
speak((locale) => (locale === "zh" ? { ...zh, errors: zhErrors } : { ...en, errors: enErrors }));
try {
  load(new WebAssembly.Module(bytes));
} catch (error) {
  // Older Chromium compiles modules of this size only asynchronously on its main thread: `init` does.
  if (!(error instanceof RangeError)) throw error;
}

/** Only needed where importing could not compile synchronously (older Chromium's main thread); harmless elsewhere. */
export function init(): Promise<void> {
  return initFrom(() => bytes);
}

export * from "./index.js";
