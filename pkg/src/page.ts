/** A page of tasks: columns on this side, rows made when asked for. */
import type { Diagnostic, ObjectType, Status } from "./check.js";
import {
  COUNTS,
  Columns,
  HAS_REQUEST_ID,
  MEAN_PROGRESS,
  NEWEST,
  OLDEST,
  OLDEST_UNFINISHED,
  PAGE_NUMBER,
  PAGE_SIZE,
  STATUSES,
  TOTAL_COUNT,
  TYPES,
  extraOf,
  names,
} from "./columns.js";
import { type Memory, ask } from "./core.js";

/** A plain frozen object: spread, JSON, structuredClone and framework state work, for as long as you keep it. */
export interface TaskView {
  /** Every digit kept, whatever the JSON type was; empty where missing. */
  readonly taskId: string;
  readonly objectPath: string;
  readonly objectType: ObjectType;
  readonly status: Status;
  readonly state: "running" | "succeeded" | "failed" | "canceled" | "unknown";
  /** 0..100, fractions kept; null where absent or unreadable (the text is in rawProgress). */
  readonly progress: number | null;
  readonly rawProgress: string | null;
  /** ms since the epoch; null where unreadable (then what was sent is in extra). */
  readonly creationTime: number | null;
  readonly description: string | null;
  /** Only on failed tasks; text on a Complete task stays in description. */
  readonly failure: { readonly reason: "InternalError" | "OriginTimeout" | "OriginReturnStatusCode" | "Other"; readonly httpStatus: number | null; readonly text: string } | null;
  /** When the task leaves the service's memory: creation + 3 days. */
  readonly expiresAt: number | null;
  /** Members that no document names, and values that could not be read, under their own names. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Summary {
  rows: number;
  byState: Record<TaskView["state"], number>;
  /** Only those that occur, as they were sent. */
  byStatus: Record<string, number>;
  byType: Record<string, number>;
  byFailure: Record<string, number>;
  /** Over the tasks whose progress could be read. */
  meanProgress: number | null;
  /** Creation time of the oldest task whose state is running. */
  oldestUnfinished: number | null;
  newest: number | null;
  oldest: number | null;
}

/** Columns on the JS side; nothing stays in wasm memory, nothing needs freeing. Rows are made when asked for. */
export interface TaskPage extends Iterable<TaskView> {
  readonly kind: "page";
  readonly requestId: string | null;
  /** Null by id. */
  readonly pageNumber: number | null;
  readonly pageSize: number | null;
  readonly totalCount: number | null;
  readonly length: number;
  /** Like an array's `at`: negative indexes count from the end. */
  at(index: number): TaskView | undefined;
  /** Counts, progress, oldest unfinished, failure reasons; makes no row. */
  summary(): Summary;
  /** Values that could not be read, unknown values, unusual shapes; at most 100, the rest counted by the last one. */
  readonly diagnostics: Diagnostic[];
  /** Members of the envelope that no document names; under `Tasks`, the entries of the list that are no tasks. */
  readonly extra: Readonly<Record<string, unknown>>;
  toArray(): TaskView[];
  toJSON(): unknown;
}

/** So many rows are made at once when a page is iterated. */
const AT_ONCE = 1000;

/**
 * The page that lies in the core's memory.
 * @internal
 */
export const pageOf = (memory: Memory, header: number): TaskPage => new Page(new Columns(memory, header));

class Page implements TaskPage {
  readonly kind = "page";
  readonly length: number;
  readonly diagnostics: Diagnostic[];
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.length = columns.length;
    this.diagnostics = columns.hasDiagnostics ? (JSON.parse(ask("diagnostics")) as Diagnostic[]) : [];
    this.#columns = columns;
  }

  get requestId(): string | null {
    return this.#columns.count(HAS_REQUEST_ID) === 0 ? null : this.#columns.text(0);
  }
  get pageNumber(): number | null {
    return this.#columns.number(PAGE_NUMBER);
  }
  get pageSize(): number | null {
    return this.#columns.number(PAGE_SIZE);
  }
  get totalCount(): number | null {
    return this.#columns.number(TOTAL_COUNT);
  }
  get extra(): Readonly<Record<string, unknown>> {
    return extraOf(this.#columns.text(1));
  }

  at(index: number): TaskView | undefined {
    const at = Math.trunc(index) || 0;
    const row = at < 0 ? at + this.length : at;
    if (row < 0 || row >= this.length) return undefined;
    const rows: TaskView[] = [];
    this.#columns.add(rows, row, row + 1);
    return rows[0];
  }

  toArray(): TaskView[] {
    const rows: TaskView[] = [];
    while (rows.length < this.length) this.#columns.add(rows, rows.length, this.length);
    return rows;
  }

  [Symbol.iterator](): Iterator<TaskView> {
    // A page of usual size is made at once, which engines iterate fastest; a huge one chunk by chunk.
    return this.length <= AT_ONCE ? this.toArray().values() : this.#chunks();
  }

  *#chunks(): Generator<TaskView, void, undefined> {
    let next = 0;
    while (next < this.length) {
      const rows: TaskView[] = [];
      this.#columns.add(rows, next, this.length);
      next += rows.length;
      yield* rows;
    }
  }

  summary(): Summary {
    const { statuses, types, reasons } = names();
    const columns = this.#columns;
    // In the order of the contract's states.
    const byState: Summary["byState"] = {
      running: columns.count(COUNTS),
      succeeded: columns.count(COUNTS + 1),
      failed: columns.count(COUNTS + 2),
      canceled: columns.count(COUNTS + 3),
      unknown: columns.count(COUNTS + 4),
    };
    let at = COUNTS + 5;
    const byFailure = this.#counts(at, reasons, 0, 0);
    at += reasons.length;
    const unknownStatuses = columns.count(STATUSES);
    const byStatus = this.#counts(at, statuses, unknownStatuses, 2);
    at += statuses.length + unknownStatuses;
    const byType = this.#counts(at, types, columns.count(TYPES), 2 + unknownStatuses);
    return {
      rows: this.length,
      byState,
      byStatus,
      byType,
      byFailure,
      meanProgress: columns.number(MEAN_PROGRESS),
      oldestUnfinished: columns.number(OLDEST_UNFINISHED),
      newest: columns.number(NEWEST),
      oldest: columns.number(OLDEST),
    };
  }

  /** Those of the counts from `at` on that are not 0, by name; `unknown` names follow the known ones, in the texts from `first` on. */
  #counts(at: number, known: string[], unknown: number, first: number): Record<string, number> {
    const columns = this.#columns;
    const counts: Record<string, number> = {};
    for (let code = 0; code < known.length; code++) {
      const rows = columns.count(at + code);
      if (rows !== 0) counts[known[code] as string] = rows;
    }
    for (let code = 0; code < unknown; code++) {
      const rows = columns.count(at + known.length + code);
      if (rows !== 0) put(counts, columns.text(first + code), rows);
    }
    return counts;
  }

  toJSON(): unknown {
    const { kind, requestId, pageNumber, pageSize, totalCount, diagnostics } = this;
    return { kind, requestId, pageNumber, pageSize, totalCount, tasks: this.toArray(), diagnostics };
  }
}

/** A key of the service may be `__proto__`. */
function put(record: Record<string, number>, key: string, value: number): void {
  if (key === "__proto__") Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  else record[key] = value;
}
