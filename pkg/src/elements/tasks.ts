import { VirtualizerController } from "@tanstack/lit-virtual";
import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { styled } from "./styled.js";
import { type TaskPage, type TaskView, contract } from "../index.js";
import { RefreshElement } from "./element.js";
import { stateIcon } from "./icons.js";
import { STATES, united } from "./summary.js";
import { basics, controls, copying, tokens } from "./styles.js";
import { detailView, rowView } from "./task-view.js";
import { type Order, type SortKey, TaskRows } from "./task-rows.js";
import { tasksStyles } from "./tasks.styles.js";
import type { TasksElement } from "./types.js";

const ROW_HEIGHT = 37;
/** Typing goes on while rows are searched. */
const FILTER_PAUSE_MS = 120;
const COLUMNS: { name: "state" | "progress" | "path" | "type" | "created" | "reason"; key: SortKey | null }[] = [
  { name: "state", key: "state" },
  { name: "progress", key: "progress" },
  { name: "path", key: "path" },
  { name: "type", key: "type" },
  { name: "created", key: "created" },
  { name: "reason", key: null },
];

export class Tasks extends RefreshElement implements TasksElement {
  static override styles = [tokens, basics, controls, copying, tasksStyles];

  @property({ attribute: false }) accessor pages: readonly TaskPage[] = [];
  @state() private accessor order: Order = { key: null, descending: false };
  @state() private accessor states: ReadonlySet<TaskView["state"]> = new Set();
  @state() private accessor filter = "";
  @state() private accessor open: ReadonlySet<number> = new Set();

  private rows = new TaskRows([]);
  private usual: ReadonlySet<string> = new Set();
  private shown: Uint32Array = new Uint32Array();
  private counts = united([]).byState;
  private pause: ReturnType<typeof setTimeout> | undefined;
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

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("pages")) {
      this.rows = new TaskRows(this.pages);
      this.usual = new Set(contract().params.find(({ name }) => name === "Status")?.choices);
      this.counts = united(this.pages).byState;
      this.open = new Set();
      this.states = new Set();
      this.filter = "";
      this.order = { key: null, descending: false };
    }
    if (["pages", "order", "states", "filter"].some((name) => changed.has(name))) {
      this.shown = this.rows.arrange(this.order, this.states, this.filter);
      const virtualizer = this.virtual.getVirtualizer();
      virtualizer.setOptions({
        ...virtualizer.options,
        count: this.shown.length,
        getItemKey: (index) => this.shown[index] ?? index,
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
  }

  protected override render() {
    const { t, rows, shown } = this;
    if (this.pages.length === 0) return nothing;
    if (rows.length === 0) return html`<p class="empty">${t.tasks.empty}</p>`;
    return html`${this.renderBar()}
      <div class="scroller" part="scroller" ${ref(this.scroller)} tabindex="0" role="region" aria-label=${t.tasks.scroll}>
        <table part="table" role="table" aria-label=${t.tasks.caption} aria-rowcount=${shown.length + 1}>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">${COLUMNS.map(({ name, key }) => this.renderHead(name, key))}</tr>
          </thead>
          ${this.renderBody()}
        </table>
        ${shown.length === 0 ? html`<p class="empty">${t.tasks.noMatch}</p>` : nothing}
      </div>`;
  }

  private renderBar() {
    const { t, rows, shown } = this;
    const typed = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => (this.filter = value.trim()), FILTER_PAUSE_MS);
    };
    return html`<div class="bar">
      <label class="sr" for="filter">${t.tasks.filter}</label>
      <input id="filter" part="control" type="search" placeholder=${t.tasks.filter} autocomplete="off" spellcheck="false" @input=${typed} />
      <div class="chips" role="group" aria-label=${t.tasks.states}>
        ${STATES.map((name) => {
          if (this.counts[name] === 0) return nothing;
          return html`<button type="button" class=${name} aria-pressed=${this.states.has(name)} @click=${() => this.toggleState(name)}>
            ${stateIcon[name]} ${t.summary.states[name]} <span class="number">${this.counts[name].toLocaleString(this.language)}</span>
          </button>`;
        })}
      </div>
      <label class="narrow-sort"
        ><span class="sr">${t.tasks.sort}</span>
        <select @change=${(event: Event) => this.sortByName((event.target as HTMLSelectElement).value)}>
          <option value="">${t.tasks.asSent}</option>
          ${COLUMNS.map(({ name, key }) => (key === null ? nothing : html`<option value=${key} ?selected=${this.order.key === key}>${t.tasks[name]}</option>`))}
        </select></label
      >
      <p class="count" role="status">${t.tasks.shown(shown.length, rows.length)}</p>
    </div>`;
  }

  private renderHead(name: (typeof COLUMNS)[number]["name"], key: SortKey | null) {
    const { t, order } = this;
    const title = t.tasks[name];
    if (key === null) return html`<th role="columnheader" scope="col" class=${name}>${title}</th>`;
    const sorted = order.key === key ? (order.descending ? "descending" : "ascending") : "none";
    return html`<th role="columnheader" scope="col" class=${name} aria-sort=${sorted}>
      <button type="button" title=${t.tasks.sortBy(title)} @click=${() => this.sortBy(key)}>
        ${title}<span class="arrow" aria-hidden="true">${sorted === "none" ? "" : order.descending ? "↓" : "↑"}</span>
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
        const row = this.shown[item.index] ?? 0;
        const task = this.rows.at(row);
        const gap = item.start - at;
        at = item.end;
        if (!task) return nothing;
        const view = { usual: this.usual, t: this.t, language: this.language, now, task, remarks: this.rows.about(row), open: this.open.has(row), toggle: () => this.toggle(row, item.index) };
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
    const states = new Set(this.states);
    if (!states.delete(name)) states.add(name);
    this.states = states;
    this.scroller.value?.scrollTo({ top: 0 });
  }

  private sortBy(key: SortKey): void {
    const { order } = this;
    // Up, down, and back to the order of the answer.
    this.order = order.key !== key ? { key, descending: key === "created" } : order.descending === (key === "created") ? { key, descending: !order.descending } : { key: null, descending: false };
    this.scroller.value?.scrollTo({ top: 0 });
  }

  private sortByName(name: string): void {
    const found = COLUMNS.find(({ key }) => key === name)?.key ?? null;
    this.order = { key: found, descending: found === "created" };
  }
}

/** Room for the rows that are not in the document. */
const spacer = (height: number) =>
  height > 0 ? html`<tbody class="spacer" role="presentation" aria-hidden="true"><tr><td ${styled({ height: `${height}px` })}></td></tr></tbody>` : nothing;
