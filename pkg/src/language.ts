/**
 * The texts of one language. The wasm answers with keys: U+0002, the key, `name=value` of each place after U+0004, U+0003. User input
 * within is quoted there, which makes control characters visible, so nothing typed can pass for a key. See `src/contract/text.rs`.
 */
import type { Diagnostic } from "./check.js";
import type { Contract, Explanation } from "./contract.js";
import { NotInitializedError, RefreshTasksError } from "./errors.js";
import { type Locale, isChinese } from "./terms.js";

/** A file of `generated/`, written from the table, and what is beside it. */
export interface Language {
  texts: Record<string, string>;
  contract: Contract;
  /** Of the codes of this package; those of the service stand in the contract. */
  explanations: Record<string, Explanation>;
  /** Of a code that nobody knows, and of one of the throttling family. */
  unknown: [Explanation, Explanation];
  /** What errors of this package say that a program's own users meet, by code; written by hand, `languages/errors/`. */
  errors: Record<string, string>;
  /** The programs of `sample`, with places for what depends on the request. */
  samples: Record<string, string>;
}

const spoken = new Map<Locale, Language>();
let reader: ((locale: Locale) => unknown) | undefined;

/** For the loaders: how a language is read when it is first asked for. */
export function speak(read: (locale: Locale) => unknown): void {
  reader = read;
  // What was answered in another language for want of the right one is asked for again.
  spoken.clear();
}

export function language(locale: unknown): Language {
  const asked = isChinese(locale) ? "zh" : "en";
  let found = spoken.get(asked);
  if (found === undefined) {
    if (reader === undefined) throw new NotInitializedError();
    spoken.set(asked, (found = reader(asked) as Language));
  }
  return found;
}

/** An error in words of a language, which stand there under `key`. */
export const refusal = (code: string, locale: unknown, key = code): RefreshTasksError => new RefreshTasksError(code, language(locale).errors?.[key] ?? code);

const special = /[\u0002-\u0004]/g;

/** An answer of the core, with its keys replaced by texts. */
export function worded(answer: string, { texts }: Language): string {
  if (!answer.includes("\u0002")) return answer;
  let position = 0;
  const plain = (): string => {
    let read = "";
    while (position < answer.length) {
      special.lastIndex = position;
      const next = special.exec(answer)?.index ?? answer.length;
      read += answer.slice(position, next);
      position = next;
      if (answer[position] !== "\u0002") break;
      position++;
      read += text();
    }
    return read;
  };
  const text = (): string => {
    const key = plain();
    const values = new Map<string, string>();
    while (answer[position] === "\u0004") {
      position++;
      const [name = "", ...value] = plain().split("=");
      values.set(name, value.join("="));
    }
    position++;
    return (texts[key] ?? key).replace(/\{([\w-]+)\}/g, (place, name: string) => values.get(name) ?? place);
  };
  let read = "";
  while (position < answer.length) read += plain() + (answer[position++] ?? "");
  return read;
}

/** Puts the texts into diagnostics that came from the core. */
export function wordDiagnostics(diagnostics: Diagnostic[], locale: unknown): Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const texts = language(locale);
  for (const diagnostic of diagnostics) {
    diagnostic.message = worded(diagnostic.message, texts);
    if (diagnostic.help !== null) diagnostic.help = worded(diagnostic.help, texts);
    for (const fix of diagnostic.fixes) fix.title = worded(fix.title, texts);
  }
  return diagnostics;
}

/** User input as a message shows it: in backticks, what cannot be seen made visible, cut after 80 characters. As in the core. */
export function quote(input: string): string {
  const characters = [...input];
  const shown = characters
    .slice(0, 80)
    .join("")
    .replace(/[\p{Cc}\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return `\`${shown}${characters.length > 80 ? "…" : ""}\``;
}
