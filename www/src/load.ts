/** How the page loads: what a question is asked with; then the core, which plans it; then the rest of the language. */
import type { Contract, Locale } from "cdn-refresh-tasks";
import { initFrom } from "cdn-refresh-tasks/init";
import { type Language, speak } from "cdn-refresh-tasks/language";
import { halves } from "./halves.js";

export type Half = Partial<Language> & { texts: Language["texts"] };

const learnt = new Map<Locale, Half>();

/** What is said while a question is asked and planned. */
export const loadAsking = (locale: Locale): Promise<void> => learn(locale, "asking");

/** By far the largest part of the page, and nothing that typing a question needs. */
export const loadCore = (): Promise<void> => initFrom(() => "core.wasm");

/** The rest of a language. */
export const loadReading = (locale: Locale): Promise<void> => learn(locale, "reading");

async function learn(locale: Locale, name: "asking" | "reading"): Promise<void> {
  const { default: half } = await halves[locale][name]();
  const known = learnt.get(locale);
  learnt.set(locale, { ...known, ...half, texts: { ...known?.texts, ...half.texts }, contract: { ...known?.contract, ...half.contract } as Contract });
  speak((asked) => learnt.get(asked) ?? learnt.values().next().value);
}
