/** Words that every stage uses. */
import { escape } from "./joined.js";

/** Milliseconds since the epoch, a Date, or RFC 3339 text with an offset. Text without an offset is never guessed: it is diagnosed. */
export type Instant = number | Date | string;

/** The language of messages; language tags such as `zh-CN` are understood, other languages get English. */
export type Locale = "en" | "zh";

/** One of the known words, or any other: the service may know more than its documents. */
export type Open<T extends string> = T | (string & {});

/** Whether texts are wanted in Chinese. */
export const isChinese = (locale: unknown): boolean => typeof locale === "string" && /^zh\b/i.test(locale);

/** What has no UTF-8 form (a lone surrogate), and what joined text must escape. */
const special = /[\0\u0001\p{Cs}]/u;

/** Text as it crosses into the core: escaped as in joined text, lone surrogates replaced as crossing would replace them. */
export function crossing(text: string): { text: string; illFormed: boolean } {
  if (!special.test(text)) return { text, illFormed: false };
  const replaced = text.toWellFormed();
  return { text: escape(replaced), illFormed: replaced !== text };
}
