import { type Draft, check } from "../index.js";

/** What a pasted query string, address or JSON object gives: the draft, and the names that belong to signing and were left out. */
export function draftFromText(text: string): { draft: Draft; leftOut: string[] } | null {
  const pairs = fromJson(text) ?? fromQuery(text);
  if (pairs === null) return null;
  const draft: Draft = {};
  const leftOut: string[] = [];
  for (const [name, value] of pairs) {
    if (belongsToSigning(name)) leftOut.push(name);
    // Of two values none is dropped without a word: `check` finds a list, and says so.
    else draft[name] = Object.hasOwn(draft, name) ? [draft[name], value].flat() : value;
  }
  return { draft, leftOut };
}

function fromJson(text: string): [string, string][] | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.entries(value).map(([name, item]) => [name, typeof item === "string" ? item : item === null ? "" : JSON.stringify(item)]);
  } catch {
    return null;
  }
}

function fromQuery(text: string): [string, string][] | null {
  const query = text.trim().replace(/^[^?]*\?/, "").replace(/#.*$/s, "");
  if (!/^[^=&\s]+=/.test(query)) return null;
  return [...new URLSearchParams(query.replaceAll(/[\r\n]+/g, ""))];
}

/** The core tells parameters of signing from mere mistakes; by what it says of this one, the others are known. */
const helpOn = (name: string) => check({ [name]: "x" }).diagnostics.find(({ code }) => code === "UnknownParameter")?.help;
const belongsToSigning = (name: string): boolean => helpOn(name) !== undefined && helpOn(name) === helpOn("Signature");
