/** How browsers load the core and its languages. Apart from what the core offers, so that a page can load less than all of it. */
import { type WasmInput, initFrom } from "./init.js";
import { speak } from "./language.js";
import type { Locale } from "./terms.js";

export interface InitOptions {
  /** The languages to load; default: both, because every call may name its own. A call in one that is not loaded is answered in one that is. */
  locales?: readonly Locale[];
}

/**
 * Loads the core; repeated and concurrent calls load it once, and may add a language. Without `input` the wasm beside this file is
 * fetched. Where the page's policy forbids compiling, `script-src 'wasm-unsafe-eval'` is what it lacks.
 */
export async function init(input?: WasmInput, { locales = ["en", "zh"] }: InitOptions = {}): Promise<void> {
  await Promise.all([initFrom(() => input ?? new URL("./core.wasm", import.meta.url)), ...locales.map(learn)]);
  speak((locale) => learnt.get(locale) ?? learnt.values().next().value);
}

const learnt = new Map<Locale, unknown>();

async function learn(locale: Locale): Promise<void> {
  const { texts } = await (locale === "zh" ? import("./languages/zh.js") : import("./languages/en.js"));
  learnt.set(locale, texts);
}
