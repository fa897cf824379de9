/** The two languages of the command line, side by side where they are used. */

export type Language = "en" | "zh";

let language: Language = "en";

export const speak = (chosen: Language): void => void (language = chosen);
export const spoken = (): Language => language;

/** The text in the language of this run. */
export const say = (en: string, zh: string): string => (language === "zh" ? zh : en);

/** A number with its English word: `1 row`, `2 rows`, `3/8 rows`. */
export const many = (count: number | string, one: string): string => `${count} ${String(count) === "1" ? one : `${one}s`}`;

/** `--lang` before everything else, then the locale in the order POSIX gives it. */
export function languageOf(argv: readonly string[], env: Record<string, string | undefined>): Language {
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const given = at < 0 ? undefined : argv[at]?.includes("=") ? argv[at]?.slice("--lang=".length) : argv[at + 1];
  // Windows sets none of the variables.
  const ofSystem = process.platform === "win32" ? Intl.DateTimeFormat().resolvedOptions().locale : "";
  const tag = given || env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || ofSystem;
  return /^zh/i.test(tag) ? "zh" : "en";
}
