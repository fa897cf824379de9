import { VirtualizerController } from "@tanstack/lit-virtual";
import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { styled } from "./styled.js";
import { type TaskPage, type TaskView, contract } from "../index.js";
import { copying } from "./copying.styles.js";
import { stateIcon } from "./icons.js";
import { ReadingElement } from "./reading-element.js";
import { stateColours } from "./states.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { STATES, tally, united } from "./summary.js";
import { type SortKey, TaskRows } from "./task-rows.js";
import { detailView, rowView } from "./task-view.js";
import { tasksStyles } from "./tasks.styles.js";
import type { TasksElement, TasksSelection } from "./types.js";

const ROW_HEIGHT = 37;
/** More than that are not printed: a browser that has to lay out a hundred thousand rows hangs. */
const PRINTED = 2000;
/** Typing goes on while rows are searched. */
const FILTER_PAUSE_MS = 120;
/** Sorting rows that keep coming takes at most this share of the time. */
const SORTING_SHARE = 0.1;
/** Rows made ready for sorting and filtering between two keys: a few milliseconds of work. */
const EXTRACTED = 1000;
const UNSORTED: TasksSelection = { sort: null, descending: false, states: [], filter: "" };
const COLUMNS: { name: "state" | "progress" | "path" | "type" | "created" | "reason"; key: SortKey | null }[] = [
  { name: "state", key: "state" },
  { name: "progress", key: "progress" },
  { name: "path", key: "path" },
  { name: "type", key: "type" },
  { name: "created", key: "created" },
  { name: "reason", key: null },
];

export class Tasks extends ReadingElement implements TasksElement {
  static override styles = [tokens, basics, controls, copying, stateColours, tasksStyles];

  @property({ attribute: false }) accessor pages: readonly TaskPage[] = [];
  @property({ attribute: false }) accessor tasks: readonly TaskView[] | null = null;
  @property({ attribute: false }) accessor selection: TasksSelection = UNSORTED;
  @property() accessor mark = "";
  @state() private accessor open: ReadonlySet<number> = new Set();

  private rows = TaskRows.ofPages([]);
  private usual: ReadonlySet<string> = new Set();
  private order: Uint32Array = new Uint32Array();
  private counts = united([]).byState;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private later: ReturnType<typeof setTimeout> | undefined;
  private extracting: ReturnType<typeof setTimeout> | undefined;
  private nextSorting = 0;
  private focused: number | null = null;
  private readonly measured = new WeakSet<HTMLElement>();
  private readonly scroller = createRef<HTMLElement>();
  /** TanStack Virtual: the most used virtualiser that brings no markup of its own, so the table stays a table. */
  private readonly virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    getScrollElement: () => this.scroller.value ?? null,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });

  get loaded(): number {
    return this.rows.length;
  }

  get shown(): readonly TaskView[] {
    return Array.from(this.order, (row) => this.rows.at(row)).filter((task) => task !== undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
    clearTimeout(this.later);
    clearTimeout(this.extracting);
    // They say whether one is pending, for an element that was only moved.
    this.pause = undefined;
    this.later = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    let now = changed.has("selection");
    if (changed.has("pages") || changed.has("tasks")) {
      const grown = this.tasks === null ? undefined : this.rows.grown(this.tasks);
      const before = this.rows.length;
      this.rows = grown ?? (this.tasks === null ? TaskRows.ofPages(this.pages) : TaskRows.ofTasks(this.tasks));
      this.counts = (this.tasks === null ? united(this.pages) : tally(this.tasks)).byState;
      if (grown === undefined) {
        this.usual = new Set(contract().params.find(({ name }) => name === "Status")?.choices);
        this.open = new Set();
        // Other rows are seen whole first; rows that come to an empty table are what its selection waits for.
        if (before > 0 && !changed.has("selection")) this.selection = UNSORTED;
      }
      this.extractSoon();
      now ||= grown === undefined || performance.now() >= this.nextSorting;
      if (!now) this.arrangeLater();
    }
    if (now) this.arrange();
  }

  /** A little at a time, so that the first search among many rows holds nothing up. */
  private extractSoon(): void {
    clearTimeout(this.extracting);
    this.extracting = setTimeout(() => this.rows.extract(EXTRACTED) || this.extractSoon());
  }

  /** Rows that come while much is sorted wait for their place; the others stay where they are. */
  private arrangeLater(): void {
    this.later ??= setTimeout(() => {
      this.arrange();
      this.requestUpdate();
    }, this.nextSorting - performance.now());
  }

  private arrange(): void {
    clearTimeout(this.later);
    this.later = undefined;
    const started = performance.now();
    this.order = this.rows.arrange(this.selection);
    const ended = performance.now();
    this.nextSorting = ended + (ended - started) / SORTING_SHARE;
    const virtualizer = this.virtual.getVirtualizer();
    virtualizer.setOptions({
      ...virtualizer.options,
      count: this.order.length,
      getItemKey: (index) => this.order[index] ?? index,
      // The row that holds the focus is kept, wherever the reader scrolls.
      rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
        const first = Math.max(0, startIndex - overscan);
        const last = Math.min(count - 1, endIndex + overscan);
        const list = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
        const kept = this.focused;
        if (kept === null || kept >= count || (kept >= first && kept <= last)) return list;
        return kept < first ? [kept, ...list] : [...list, kept];
      },
    });
    virtualizer.measure();
  }

  private select(change: Partial<TasksSelection>): void {
    this.selection = { ...this.selection, ...change };
    this.send("refresh-select", this.selection);
  }

  protected override render() {
    const { t, rows, order } = this;
    if (this.pages.length === 0 && this.tasks === null) return nothing;
    if (rows.length === 0) return html`<p class="empty">${t.tasks.empty}</p>`;
    return html`${this.renderBar()}
      ${order.length > PRINTED ? html`<p class="unprinted">${t.tasks.unprinted(order.length)}</p>` : nothing}
      <div class="scroller ${order.length > PRINTED ? "long" : ""}" part="scroller" ${ref(this.scroller)} tabindex="0" role="region" aria-label=${t.tasks.scroll}>
        <table part="table" role="table" aria-label=${t.tasks.caption} aria-rowcount=${order.length + 1}>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">${COLUMNS.map(({ name, key }) => this.renderHead(name, key))}</tr>
          </thead>
          ${this.renderBody()}
        </table>
        ${order.length === 0 ? html`<p class="empty">${t.tasks.noMatch}</p>` : nothing}
      </div>`;
  }

  private renderBar() {
    const { t, rows, order, selection } = this;
    const typed = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => {
        this.pause = undefined;
        this.select({ filter: value.trim() });
      }, FILTER_PAUSE_MS);
    };
    return html`<div class="bar">
      <label class="sr" for="filter">${t.tasks.filter}</label>
      <input id="filter" part="control" type="search" placeholder=${t.tasks.filter} autocomplete="off" spellcheck="false" @input=${typed} />
      <div class="chips" role="group" aria-label=${t.tasks.states}>
        ${STATES.map((name) => {
          if (this.counts[name] === 0) return nothing;
          return html`<button type="button" class=${name} aria-pressed=${selection.states.includes(name)} @click=${() => this.toggleState(name)}>
            ${stateIcon[name]} ${t.summary.states[name]} <span class="number">${this.counts[name].toLocaleString(this.language)}</span>
          </button>`;
        })}
      </div>
      <label class="narrow-sort"
        ><span class="sr">${t.tasks.sort}</span>
        <select @change=${(event: Event) => this.sortByName((event.target as HTMLSelectElement).value)}>
          <option value="">${t.tasks.asSent}</option>
          ${COLUMNS.map(({ name, key }) => (key === null ? nothing : html`<option value=${key} ?selected=${selection.sort === key}>${t.tasks[name]}</option>`))}
        </select></label
      >
      <p class="count" role="status">${t.tasks.shown(order.length, rows.length)}</p>
    </div>`;
  }

  private renderHead(name: (typeof COLUMNS)[number]["name"], key: SortKey | null) {
    const { t, selection } = this;
    const title = t.tasks[name];
    if (key === null) return html`<th role="columnheader" scope="col" class=${name}>${title}</th>`;
    const sorted = selection.sort === key ? (selection.descending ? "descending" : "ascending") : "none";
    return html`<th role="columnheader" scope="col" class=${name} aria-sort=${sorted}>
      <button type="button" title=${t.tasks.sortBy(title)} @click=${() => this.sortBy(key)}>
        ${title}<span class="arrow" aria-hidden="true">${sorted === "none" ? "" : selection.descending ? "↓" : "↑"}</span>
      </button>
    </th>`;
  }

  private renderBody() {
    const virtualizer = this.virtual.getVirtualizer();
    const items = virtualizer.getVirtualItems();
    const now = Date.now();
    let at = 0;
    const bodies = repeat(
      items,
      (item) => item.key,
      (item) => {
        const row = this.order[item.index] ?? 0;
        const task = this.rows.at(row);
        const gap = item.start - at;
        at = item.end;
        if (!task) return nothing;
        const view = { mark: this.mark, usual: this.usual, t: this.t, language: this.language, now, task, remarks: this.rows.about(row), open: this.open.has(row), toggle: () => this.toggle(row, item.index) };
        return html`${spacer(gap)}
          <tbody
            role="rowgroup"
            data-index=${item.index}
            class=${task.state}
            @focusin=${() => (this.focused = item.index)}
            @focusout=${() => (this.focused = null)}
          >
            ${rowView(view, item.index + 2)} ${view.open ? detailView(view, COLUMNS.length) : nothing}
          </tbody>`;
      },
    );
    return html`${bodies}${spacer(virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0))}`;
  }

  /** A row is measured once it stands in the document, and then watched; not with every render, which could go round in circles. */
  protected override updated(): void {
    const filter = this.renderRoot.querySelector<HTMLInputElement>("#filter");
    // Never while it says the same: a space just typed at its end would go.
    if (filter && filter.value.trim() !== this.selection.filter && this.pause === undefined) filter.value = this.selection.filter;
    const virtualizer = this.virtual.getVirtualizer();
    virtualizer.measureElement(null);
    for (const row of this.renderRoot.querySelectorAll<HTMLElement>("tbody[data-index]")) {
      if (this.measured.has(row)) continue;
      this.measured.add(row);
      virtualizer.measureElement(row);
    }
  }

  private toggle(row: number, index: number): void {
    const open = new Set(this.open);
    if (!open.delete(row)) open.add(row);
    this.open = open;
    this.focused = index;
  }

  private toggleState(name: TaskView["state"]): void {
    const { states } = this.selection;
    this.select({ states: states.includes(name) ? states.filter((other) => other !== name) : [...states, name] });
    this.scroller.value?.scrollTo({ top: 0 });
  }

  private sortBy(key: SortKey): void {
    const { sort, descending } = this.selection;
    // Up, down, and back to the order of the answer.
    if (sort !== key) this.select({ sort: key, descending: key === "created" });
    else if (descending === (key === "created")) this.select({ descending: !descending });
    else this.select({ sort: null, descending: false });
    this.scroller.value?.scrollTo({ top: 0 });
  }

  private sortByName(name: string): void {
    const found = COLUMNS.find(({ key }) => key === name)?.key ?? null;
    this.select({ sort: found, descending: found === "created" });
  }
}

/** Room for the rows that are not in the document. */
const spacer = (height: number) =>
  height > 0 ? html`<tbody class="spacer" role="presentation" aria-hidden="true"><tr><td ${styled({ height: `${height}px` })}></td></tr></tbody>` : nothing;
