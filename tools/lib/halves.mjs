// The texts of a language in two halves: what the console says until a question is planned, and the larger rest, which can come later.
import { readFileSync } from "node:fs";
import { at } from "./run.mjs";

function* strings(node) {
  if (typeof node === "string") yield node;
  else if (typeof node === "object" && node !== null) for (const value of Object.values(node)) yield* strings(value);
}

/** All that a language says: what is generated from the table, and what errors say. */
export function textsOf(language) {
  const read = (...path) => JSON.parse(readFileSync(at("pkg", "src", ...path, `${language}.json`), "utf8"));
  return { ...read("generated"), errors: read("languages", "errors") };
}

/** `asking` or `reading`; a text that only errors of the service, conflicts or ledgers are told with is of the second. */
export function half(language, name) {
  const { texts, contract, ...others } = textsOf(language);
  const { params, limits, ...tables } = contract;
  // Rules, and what explains those of a plan, are what a question is answered with.
  const { rules, ...rest } = tables;
  const [told, asked] = [new Set(strings(rest)), new Set(strings([rules, others.explanations]))];
  const later = ([, text]) => told.has(text) && !asked.has(text);
  const pairs = Object.entries(texts);
  return name === "asking"
    ? { texts: Object.fromEntries(pairs.filter((pair) => !later(pair))), contract: { params, limits } }
    : { texts: Object.fromEntries(pairs.filter(later)), contract: tables, ...others };
}
