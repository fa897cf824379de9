import { html } from "lit";

/** The pairs of a canonical query string, decoded again. */
export function queryPairs(query: string): [string, string][] {
  if (query === "") return [];
  return query.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [decoded(name), decoded(value)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A query string with names and separators set apart; its text is the query string, byte for byte. */
export function queryView(query: string) {
  return query.split("&").map((pair, index) => {
    const cut = pair.indexOf("=");
    const name = cut < 0 ? pair : pair.slice(0, cut);
    return html`${index > 0 ? html`<span class="sign">&amp;</span><wbr />` : ""}<span class="name">${name}</span>${cut < 0 ? "" : html`<span class="sign">=</span>${pair.slice(cut + 1)}`}`;
  });
}

/** A canonical request, its header names set apart. */
export function canonicalLines(text: string) {
  return text.split("\n").map((line, index) => {
    const cut = /^[a-z0-9-]+:/.exec(line)?.[0].length ?? 0;
    return html`${index > 0 ? "\n" : ""}${cut > 0 ? html`<span class="name">${line.slice(0, cut)}</span>` : ""}${line.slice(cut)}`;
  });
}
