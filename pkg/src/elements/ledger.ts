import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type Contract, type Ledger, type LedgerWindow, contract, explain } from "../index.js";
import { RefreshElement } from "./element.js";
import { severityIcon, stateIcon } from "./icons.js";
import { ledgerStyles } from "./ledger.styles.js";
import { ROWS, paged, pager } from "./pager.js";
import { inert, prose } from "./prose.js";
import { readable } from "./readable.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { texts as commonTexts } from "./text/index.js";
import { type Texts, texts } from "./text/ledger/index.js";
import { texts as planTexts } from "./text/plan/index.js";
import { clockTime, localRange, localTime, spanOf, zoneOffset } from "./time.js";
import type { LedgerElement } from "./types.js";

/** How many gaps and ids stand outside the table. */
const SHOWN = 8;

/** Whether a result is whole, in one sentence; then everything that the sentence rests on. */
export class LedgerView extends RefreshElement implements LedgerElement {
  static override styles = [tokens, basics, controls, readable, paged, ledgerStyles];

  @property({ attribute: false }) accessor ledger: Ledger | null = null;
  @state() private accessor first = 0;

  protected override get t(): Texts {
    return { ...commonTexts[this.language], plan: planTexts[this.language], ledger: texts[this.language] };
  }

  get sentence(): string {
    return this.ledger === null ? "" : sentenceOf(this.ledger, this.language);
  }

  protected override render() {
    const { ledger } = this;
    if (ledger === null) return nothing;
    const icon = ledger.verdict === "proven" ? stateIcon.succeeded : isOpen(ledger) ? stateIcon.running : severityIcon.warning;
    return html`<p class="sentence ${isOpen(ledger) ? "open" : ledger.verdict}">${icon} <span>${this.sentence}</span></p>
      ${this.renderMissing(ledger)} ${this.renderDetails(ledger)}`;
  }

  private renderMissing({ windows, unreachable, ids }: Ledger) {
    const { t, language } = this;
    const time = (text: string) => localTime(Date.parse(text), language);
    const names = contract(language).ledger.gaps;
    const gaps = windows.filter(({ state }) => state === "gap");
    const lists = (["absent", "aged", "unread"] as const).filter((name) => ids[name].length > 0);
    if (gaps.length + unreachable.length + lists.length === 0) return nothing;
    return html`<ul class="missing">
      ${gaps.slice(0, SHOWN).map(({ window, filter, gap }) => html`<li>${t.ledger.gap(time(window.start), time(window.end))}${filter === "" ? nothing : html` <code translate="no">${inert(filter, 200)}</code>`}${t.colon}${this.reason(gap, names)}</li>`)}
      ${gaps.length > SHOWN ? html`<li class="muted">${t.ledger.more(gaps.length - SHOWN)}</li>` : nothing}
      ${unreachable.map(({ start, end, reason }) => html`<li>${t.ledger.unreachable(time(start), time(end), reason)}</li>`)}
      ${lists.map((name) => html`<li>${t.ledger.lists[name]}${t.colon}<span translate="no" class="mono">${ids[name].slice(0, SHOWN).map((id, at) => html`${at > 0 ? t.list : ""}${inert(id, 40)}`)}</span> ${ids[name].length > SHOWN ? html`<span class="muted">${t.ledger.more(ids[name].length - SHOWN)}</span>` : nothing}</li>`)}
    </ul>`;
  }

  /** A name of the table in words; anything else is the code of a call that kept failing. */
  private reason(gap: string | null, names: Contract["ledger"]["gaps"]) {
    const known = names.find(({ name }) => name === gap);
    if (known) return prose(known.text);
    if (gap === null || gap === "") return nothing;
    const { known: explained, cause } = explain(gap, this.language);
    return html`<code translate="no">${inert(gap, 100)}</code>${explained ? html` ${prose(cause)}` : nothing}`;
  }

  private renderDetails(ledger: Ledger) {
    const { t } = this;
    const numbers = { ...ledger, found: ledger.ids.found };
    const shown = (["calls", "retries", "throttled", "rows", "duplicates", "changed", "found"] as const).filter((name) => name === "calls" || name === "rows" || numbers[name] > 0);
    return html`<details>
      <summary>${t.ledger.details}</summary>
      <dl>
        ${shown.map((name) => html`<div><dt>${t.ledger.numbers[name]}</dt><dd class="number">${numbers[name].toLocaleString(this.language)}</dd></div>`)}
      </dl>
      ${ledger.windows.length === 0 ? nothing : this.renderWindows(ledger.windows)}
      <h3>${t.ledger.assumptions}</h3>
      <ul class="assumptions">
        ${ledger.assumptions.map((name) => html`<li>${this.assumption(name)}</li>`)}
      </ul>
    </details>`;
  }

  private renderWindows(windows: readonly LedgerWindow[]) {
    const { t, language } = this;
    const first = this.first < windows.length ? this.first : 0;
    const title = t.ledger.windows(windows.length);
    const { columns } = t.ledger;
    const number = (n: number) => html`<td class="number">${n.toLocaleString(language)}</td>`;
    const total = ({ totalFirst, totalLast }: LedgerWindow) => {
      const told = (n: number | null) => (n === null ? "–" : n.toLocaleString(language));
      return totalFirst === totalLast ? told(totalLast) : t.ledger.totals(told(totalFirst), told(totalLast));
    };
    return html`<h3>${title}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label=${title}>
        <table>
          <thead>
            <tr>
              ${(["window", "filter", "state", "total", "rows", "pages", "passes", "outside"] as const).map((name) => html`<th scope="col">${columns[name]}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${windows.slice(first, first + ROWS).map(
              (read) =>
                html`<tr class=${read.state}>
                  <th scope="row" class="number">${localRange(Date.parse(read.window.start), Date.parse(read.window.end), language)}</th>
                  <td>${read.filter === "" ? html`<span class="muted">${t.ledger.everything}</span>` : html`<code translate="no">${inert(read.filter, 200)}</code>`}</td>
                  <td class="state">${t.ledger.states[read.state]}</td>
                  <td class="number">${total(read)}</td>
                  ${number(read.rows)} ${number(read.pages)} ${number(read.passes)} ${number(read.outside)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pager(t, title, first, windows.length, (at) => (this.first = at))}
      ${windows.some(({ outside }) => outside > 0) ? html`<p class="hint muted">${t.ledger.outsideNote}</p>` : nothing}`;
  }

  private assumption(name: string) {
    const number = /\d+/.exec(name)?.[0];
    const found = contract(this.language).ledger.assumptions.find((row) => row.name === name || row.name === name.replace(/\d+/, "*"));
    if (!found) return html`<code translate="no">${inert(name, 100)}</code>`;
    return html`${prose(found.text)}${found.name.includes("*") && number !== undefined ? this.t.ledger.seconds(number) : nothing}`;
  }
}

/** Nothing failed, it is only not over. */
const isOpen = (ledger: Ledger): boolean => ledger.verdict === "unproven" && ledger.windows.some(({ state }) => state === "open");

/** The ledger in one sentence, its time the reader's own. */
export function sentenceOf(ledger: Ledger, language: "en" | "zh"): string {
  const t = texts[language];
  const { rows, provenUntil, windows, ids, unreachable } = ledger;
  const parts: string[] = [];
  if (ledger.complete) {
    const end = windows.reduce((last, { window }) => Math.max(last, Date.parse(window.end)), 0);
    const young = provenUntil === null ? 0 : end - provenUntil;
    const whole = provenUntil === null || windows.length === 0 ? t.completeAll(rows) : t.complete(clockTime(provenUntil, language), zoneOffset(provenUntil), rows);
    parts.push(young >= 1000 ? whole + t.young(spanOf(Math.round(young / 1000), language)) : whole);
  } else if (ledger.verdict === "gaps") {
    parts.push(t.gaps(rows));
    const gaps = windows.filter(({ state }) => state === "gap").length;
    if (gaps > 0) parts.push(t.ofWindows(gaps, windows.length));
    if (ids.unread.length > 0) parts.push(t.idsUnread(ids.unread.length));
  } else parts.push(isOpen(ledger) ? t.open(rows) : t.unproven(rows));
  if (unreachable.length > 0) parts.push(t.outOfReach(unreachable.length));
  if (ids.absent.length > 0) parts.push(t.absent(ids.absent.length));
  if (ids.aged.length > 0) parts.push(t.aged(ids.aged.length));
  return parts.join(t.join) + t.end;
}
