import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { styled } from "./styled.js";
import type { Summary as Counts, TaskPage, TaskView } from "../index.js";
import { stateIcon } from "./icons.js";
import { inert } from "./prose.js";
import { ReadingElement } from "./reading-element.js";
import { stateColours } from "./states.styles.js";
import { basics, tokens } from "./styles.js";
import { summaryStyles } from "./summary.styles.js";
import { columnTime, relativeTime } from "./time.js";
import type { SummaryElement } from "./types.js";

export const STATES = ["succeeded", "running", "failed", "canceled", "unknown"] as const satisfies readonly TaskView["state"][];

/** Counts by name, whatever the service calls it: an ordinary object has a `constructor` before anything is counted. */
const byName = (): Record<string, number> => Object.create(null) as Record<string, number>;

const nothingYet = (): Counts => ({
  rows: 0,
  byState: { running: 0, succeeded: 0, failed: 0, canceled: 0, unknown: 0 },
  byStatus: byName(),
  byType: byName(),
  byFailure: byName(),
  meanProgress: null,
  oldestUnfinished: null,
  newest: null,
  oldest: null,
});

/** The summary of rows that are no page. */
export function tally(tasks: readonly TaskView[]): Counts {
  const all = nothingYet();
  let progress = 0;
  let weight = 0;
  const count = (group: Record<string, number>, name: string) => (group[name] = (group[name] ?? 0) + 1);
  for (const task of tasks) {
    all.rows += 1;
    all.byState[task.state] += 1;
    count(all.byStatus, task.status);
    count(all.byType, task.objectType);
    if (task.failure !== null) count(all.byFailure, task.failure.reason);
    if (task.progress !== null) {
      progress += task.progress;
      weight += 1;
    }
    if (task.state === "running") all.oldestUnfinished = pick(Math.min, all.oldestUnfinished, task.creationTime);
    all.oldest = pick(Math.min, all.oldest, task.creationTime);
    all.newest = pick(Math.max, all.newest, task.creationTime);
  }
  all.meanProgress = weight > 0 ? progress / weight : null;
  return all;
}

/** The summaries of several pages as one. */
export function united(pages: readonly TaskPage[]): Counts {
  const all = nothingYet();
  let progress = 0;
  let weight = 0;
  for (const page of pages) {
    const one = page.summary();
    all.rows += one.rows;
    for (const group of ["byState", "byStatus", "byType", "byFailure"] as const) {
      const sums = all[group] as Record<string, number>;
      for (const [name, count] of Object.entries(one[group])) sums[name] = (sums[name] ?? 0) + count;
    }
    if (one.meanProgress !== null) {
      progress += one.meanProgress * one.rows;
      weight += one.rows;
    }
    all.oldestUnfinished = pick(Math.min, all.oldestUnfinished, one.oldestUnfinished);
    all.oldest = pick(Math.min, all.oldest, one.oldest);
    all.newest = pick(Math.max, all.newest, one.newest);
  }
  all.meanProgress = weight > 0 ? progress / weight : null;
  return all;
}

const pick = (choose: (a: number, b: number) => number, a: number | null, b: number | null) => (a === null ? b : b === null ? a : choose(a, b));

export class Summary extends ReadingElement implements SummaryElement {
  static override styles = [tokens, basics, stateColours, summaryStyles];

  @property({ attribute: false }) accessor pages: readonly TaskPage[] = [];
  @property({ attribute: false }) accessor tasks: readonly TaskView[] | null = null;

  protected override render() {
    if (this.tasks === null ? this.pages.length === 0 : this.tasks.length === 0) return nothing;
    const { t } = this;
    const counts = this.tasks === null ? united(this.pages) : tally(this.tasks);
    const now = Date.now();
    const total = (this.tasks === null ? this.pages : []).reduce<number | null>((most, { totalCount }) => pick(Math.max, most, totalCount), null);
    const missing = total === null ? 0 : total - counts.rows;
    return html`<div class="share" role="img" aria-label="${t.summary.share}${t.colon}${this.shares(counts)}">
        ${STATES.map((state) => (counts.byState[state] > 0 ? html`<span class=${state} ${styled({ "flex-grow": String(counts.byState[state]) })}></span>` : nothing))}
      </div>
      <ul class="states">
        ${STATES.map((state) =>
          counts.byState[state] === 0 && state !== "succeeded" && state !== "failed" && state !== "running"
            ? nothing
            : html`<li class=${state}>${stateIcon[state]} <b>${this.count(counts.byState[state])}</b> ${t.summary.states[state]}</li>`,
        )}
      </ul>
      <dl>
        <div><dt>${t.summary.rows}</dt><dd>${total === null ? this.count(counts.rows) : t.summary.ofTotal(counts.rows, total)}</dd></div>
        ${counts.meanProgress === null ? nothing : html`<div><dt>${t.summary.progress}</dt><dd>${Math.floor(counts.meanProgress * 10) / 10}%</dd></div>`}
        ${counts.oldestUnfinished === null
          ? nothing
          : html`<div><dt>${t.summary.oldestUnfinished}</dt><dd>${relativeTime(counts.oldestUnfinished, now, this.language)}</dd></div>`}
        ${counts.oldest === null || counts.newest === null
          ? nothing
          : html`<div><dt>${t.summary.span}</dt><dd>${columnTime(counts.oldest, now)}${counts.newest === counts.oldest ? nothing : html` – ${columnTime(counts.newest, now)}`} ${t.utc}</dd></div>`}
        <div><dt>${t.summary.types}</dt><dd>${this.list(counts.byType)}</dd></div>
        ${Object.keys(counts.byFailure).length === 0 ? nothing : html`<div><dt>${t.summary.failures}</dt><dd>${this.list(counts.byFailure, t.summary.reasons)}</dd></div>`}
      </dl>
      ${missing > 0 ? html`<p class="partial">${t.summary.partial(missing)}</p>` : nothing}`;
  }

  private count(n: number): string {
    return n.toLocaleString(this.language);
  }

  private shares(counts: Counts): string {
    return STATES.filter((state) => counts.byState[state] > 0)
      .map((state) => `${this.count(counts.byState[state])} ${this.t.summary.states[state]}`)
      .join(this.t.list);
  }

  private list(groups: Record<string, number>, names: Record<string, string> = {}) {
    const sorted = Object.entries(groups).sort(([, a], [, b]) => b - a);
    return sorted.slice(0, 8).map(([name, count], index) => html`${index > 0 ? " · " : ""}${Object.hasOwn(names, name) ? names[name] : inert(name, 60)} ${this.count(count)}`);
  }
}
