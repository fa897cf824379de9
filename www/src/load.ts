/** How the page loads: the core, with what is said while a question is asked; then the rest of the language. */
import type { Contract, Locale } from "cdn-refresh-tasks";
import { initFrom } from "cdn-refresh-tasks/init";
import { type Language, speak } from "cdn-refresh-tasks/language";

export type Half = Partial<Language> & { texts: Language["texts"] };

const halves = {
  en: { asking: () => import("cdn-refresh-tasks/languages/en-asking"), reading: () => import("cdn-refresh-tasks/languages/en-reading") },
  zh: { asking: () => import("cdn-refresh-tasks/languages/zh-asking"), reading: () => import("cdn-refresh-tasks/languages/zh-reading") },
};
const learnt = new Map<Locale, Half>();

/** Everything that a question and its plan need. */
export async function loadAsking(locale: Locale): Promise<void> {
  await Promise.all([initFrom(() => "core.wasm"), learn(locale, "asking")]);
}

/** The rest of a language. */
export const loadReading = (locale: Locale): Promise<void> => learn(locale, "reading");

async function learn(locale: Locale, name: "asking" | "reading"): Promise<void> {
  const { default: half } = await halves[locale][name]();
  const known = learnt.get(locale);
  learnt.set(locale, { ...known, ...half, texts: { ...known?.texts, ...half.texts }, contract: { ...known?.contract, ...half.contract } as Contract });
  speak((asked) => learnt.get(asked) ?? learnt.values().next().value);
}
