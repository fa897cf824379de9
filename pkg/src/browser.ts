/** The package in browsers and workers: `await init()` once, then everything is synchronous. */
import { type WasmInput, initFrom } from "./init.js";
import { speak } from "./language.js";

/**
 * Loads the core; repeated and concurrent calls load it once. Without `input` the wasm beside this file is fetched.
 * Where the page's policy forbids compiling, `script-src 'wasm-unsafe-eval'` is what it lacks.
 */
export async function init(input?: WasmInput): Promise<void> {
  await Promise.all([initFrom(() => input ?? new URL("./core.wasm", import.meta.url)), languages()]);
}

/** Both languages, because every call may name its own. */
async function languages(): Promise<void> {
  const [en, zh] = await Promise.all([import("./languages/en.js"), import("./languages/zh.js")]);
  speak((locale) => (locale === "zh" ? zh : en).texts);
}

export * from "./index.js";
