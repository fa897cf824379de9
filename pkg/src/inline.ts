/** The package with the wasm inside the script, for bundlers and test runners without assets. */
import en from "./generated/en.json" with { type: "json" };
import bytes from "./generated/wasm/core.wasm";
import zh from "./generated/zh.json" with { type: "json" };
import { load } from "./core.js";
import { assertSupported } from "./engine.js";
import { initFrom } from "./init.js";
import { speak } from "./language.js";

assertSupported();
speak((locale) => (locale === "zh" ? zh : en));
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
