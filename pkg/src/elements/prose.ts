import { type TemplateResult, html } from "lit";
import type { Source } from "../index.js";

/** A message of the core: what stands in backticks is what was typed or is to be typed, and looks like it. */
export function prose(text: string): (string | TemplateResult)[] {
  // An odd backtick out belongs to the text itself.
  return text.split(/`([^`]*)`/).map((piece, index) => (index % 2 === 1 ? html`<code>${inert(piece)}</code>` : piece));
}

/** Controls, marks that reorder text, and characters of no width: all that could make a text look like another. */
const ODD = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]/u;
const ODDITIES = new RegExp(`(${ODD.source})`, "u");

/** A foreign text that cannot turn round or hide: odd characters are shown by their code points. */
export function inert(text: string, limit = 2000): string | (string | TemplateResult)[] {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  if (!ODD.test(cut)) return cut;
  return cut.split(ODDITIES).map((piece) => (piece.length === 1 && ODD.test(piece) ? html`<span class="oddity">${codePoint(piece)}</span>` : piece));
}

const codePoint = (character: string) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The same as plain text, for attributes. */
export const inertText = (text: string, limit = 300): string =>
  (text.length > limit ? `${text.slice(0, limit)}…` : text).replace(new RegExp(ODD.source, "gu"), codePoint);

/** Where a fact was read: a document goes by its English name in every language. */
export const sourceView = ({ page, seen }: Source) => html`<span lang="en" translate="no">${page}, ${seen}</span>`;
