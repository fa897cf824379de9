import { css, html, nothing } from "lit";
import type { Texts } from "./text/plan/index.js";

export const paged = css`
  .pager {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    font-variant-numeric: tabular-nums;
  }
  .pager label {
    font-weight: 400;
  }
  .pager input:not([type="radio"]) {
    inline-size: 8em;
    min-block-size: 28px;
  }
  .pager button:disabled {
    opacity: 0.5;
    cursor: default;
  }
`;

/** How many rows of a long list stand in the document at once. */
export const ROWS = 10;

/** Which part of a long list is shown, told, with the way to every other part. */
export function pager(t: Texts, label: string, first: number, length: number, go: (first: number) => void) {
  if (length <= ROWS) return nothing;
  const last = Math.min(first + ROWS, length);
  const jump = (event: Event) => {
    const number = Math.trunc(Number((event.target as HTMLInputElement).value));
    if (number >= 1) go(Math.floor((Math.min(number, length) - 1) / ROWS) * ROWS);
  };
  return html`<div class="pager" role="group" aria-label=${label}>
    <span role="status">${t.plan.shown(first + 1, last, length)}</span>
    <button type="button" class="earlier" ?disabled=${first === 0} @click=${() => go(Math.max(0, first - ROWS))}>${t.plan.earlier}</button>
    <button type="button" class="later" ?disabled=${last >= length} @click=${() => go(first + ROWS)}>${t.plan.later}</button>
    <label>${t.plan.goTo} <input inputmode="numeric" autocomplete="off" @change=${jump} /></label>
  </div>`;
}
