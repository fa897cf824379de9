/** A page of tasks: columns on this side, rows made when asked for. */
import type * as bindings from "./generated/wasm/core.js";
import type { Diagnostic, ObjectType, Status } from "./check.js";
import { call } from "./core.js";
import { split } from "./joined.js";

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
  /** Members of the envelope that no document names. */
  readonly extra: Readonly<Record<string, unknown>>;
  toArray(): TaskView[];
  toJSON(): unknown;
}

/** What the core's codes mean. */
interface Names {
  retention: number;
  statuses: string[];
  states: TaskView["state"][];
  types: string[];
  reasons: NonNullable<TaskView["failure"]>["reason"][];
  allStates: TaskView["state"][];
  headers: string[];
}

let known: Names | undefined;

/**
 * Asked for once; the same in every instance of the core.
 * @internal
 */
export function names(): Names {
  if (known === undefined) {
    const fields = split(call((core) => core.parse_names()));
    const [retention = 0, statuses = 0, types = 0, reasons = 0, states = 0] = fields.splice(0, 5).map(Number);
    const pairs = fields.splice(0, 2 * statuses);
    known = {
      retention,
      statuses: pairs.filter((_, at) => at % 2 === 0),
      states: pairs.filter((_, at) => at % 2 === 1) as Names["states"],
      types: fields.splice(0, types),
      reasons: fields.splice(0, reasons) as Names["reasons"],
      allStates: fields.splice(0, states) as Names["allStates"],
      headers: fields,
    };
  }
  return known;
}

// The layout of `src/wasm/parse.rs`: where each number of the header stands. Before these: place and number of the records, place and length
// of their texts and of the page's own strings, number of diagnostics.
const [HAS_REQUEST_ID, PAGE_NUMBER, PAGE_SIZE, TOTAL_COUNT] = [7, 8, 9, 10];
const [MEAN_PROGRESS, OLDEST_UNFINISHED, NEWEST, OLDEST, STATUSES, TYPES, COUNTS] = [11, 12, 13, 14, 15, 16, 17];
// The layout of a record, in words (`src/response/columns.rs`), and its two doubles, in doubles.
const WORDS = 16;
const [START, STATUS, TYPE, EXTRA, TASK_ID, OBJECT_PATH, DESCRIPTION, RAW_PROGRESS] = [0, 1, 2, 3, 4, 6, 8, 10];
const [PROGRESS, CREATION_TIME] = [6, 7];
/** In place of a length: the text is the progress and a percent sign. -1: there is no text. */
const CANONICAL = -2;
const STATUS_BITS = 20;
const CODE = (1 << STATUS_BITS) - 1;

/**
 * How many bytes of text are decoded in one go. A slice of a text keeps the whole text alive: so much a kept row may hold beside its own,
 * and no more.
 */
const CHUNK = 1024;

const decoder = new TextDecoder();
const none: TaskView["extra"] = Object.freeze({});
const percentages = Array.from({ length: 101 }, (_, percent) => `${percent}%`);

/**
 * The page that lies in the core's memory, copied out.
 * @internal
 */
export function pageOf(core: typeof bindings, memory: ArrayBufferLike, header: number): TaskPage {
  const { statuses, types, reasons, allStates } = names();
  const fixed = new Float64Array(memory, header, COUNTS);
  const numbers = COUNTS + allStates.length + reasons.length + statuses.length + (fixed[STATUSES] as number) + types.length + (fixed[TYPES] as number);
  const [records, rows, text, textLength, strings, stringsLength, diagnostics] = fixed as unknown as [number, number, number, number, number, number, number];
  // One block: numbers, records, texts.
  const recordsAt = numbers * 8;
  const textAt = recordsAt + rows * WORDS * 4;
  const stringsAt = textAt + textLength;
  const block = new Uint8Array(stringsAt + stringsLength);
  block.set(new Uint8Array(memory, header, recordsAt));
  block.set(new Uint8Array(memory, records, textAt - recordsAt), recordsAt);
  block.set(new Uint8Array(memory, text, textLength), textAt);
  block.set(new Uint8Array(memory, strings, stringsLength), stringsAt);
  return new Page(block, numbers, rows, textAt, stringsAt, diagnostics === 0 ? [] : (core.parse_diagnostics() as Diagnostic[]));
}

class Page implements TaskPage {
  readonly kind = "page";
  readonly length: number;
  readonly diagnostics: Diagnostic[];
  readonly #block: Uint8Array;
  readonly #numbers: Float64Array;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #textAt: number;
  readonly #stringsAt: number;
  #strings: string[] | undefined;

  constructor(block: Uint8Array, numbers: number, rows: number, textAt: number, stringsAt: number, diagnostics: Diagnostic[]) {
    this.length = rows;
    this.diagnostics = diagnostics;
    this.#block = block;
    this.#numbers = new Float64Array(block.buffer, 0, numbers);
    this.#words = new Int32Array(block.buffer, numbers * 8, rows * WORDS);
    this.#doubles = new Float64Array(block.buffer, numbers * 8, rows * (WORDS / 2));
    this.#textAt = textAt;
    this.#stringsAt = stringsAt;
  }

  get requestId(): string | null {
    return this.#numbers[HAS_REQUEST_ID] === 0 ? null : (this.#texts()[0] ?? "");
  }
  get pageNumber(): number | null {
    return numberOrNull(this.#numbers[PAGE_NUMBER]);
  }
  get pageSize(): number | null {
    return numberOrNull(this.#numbers[PAGE_SIZE]);
  }
  get totalCount(): number | null {
    return numberOrNull(this.#numbers[TOTAL_COUNT]);
  }
  get extra(): Readonly<Record<string, unknown>> {
    return extraOf(this.#texts()[1] ?? "");
  }

  at(index: number): TaskView | undefined {
    const at = Math.trunc(index) || 0;
    const row = at < 0 ? at + this.length : at;
    if (row < 0 || row >= this.length) return undefined;
    const start = this.#start(row);
    const chunk = decoder.decode(this.#block.subarray(this.#textAt + start, this.#textAt + this.#start(row + 1)));
    return this.#row(row, chunk, start);
  }

  toArray(): TaskView[] {
    const rows: TaskView[] = new Array<TaskView>(this.length);
    let next = 0;
    while (next < this.length) next = this.#chunk(next, rows, next);
    return rows;
  }

  *[Symbol.iterator](): Iterator<TaskView> {
    let next = 0;
    while (next < this.length) {
      const rows: TaskView[] = [];
      next = this.#chunk(next, rows, 0);
      yield* rows;
    }
  }

  summary(): Summary {
    const { statuses, types, reasons, allStates, states } = names();
    void states;
    const numbers = this.#numbers;
    let at = COUNTS;
    const byState = {} as Summary["byState"];
    for (const state of allStates) byState[state] = numbers[at++] as number;
    const count = (into: Record<string, number>, known: string[], unknown: number, first: number): void => {
      for (let code = 0; code < known.length + unknown; code++) {
        const rows = numbers[at++] as number;
        if (rows === 0) continue;
        put(into, known[code] ?? this.#texts()[first + code - known.length] ?? "", rows);
      }
    };
    const byFailure: Record<string, number> = {};
    count(byFailure, reasons, 0, 0);
    const byStatus: Record<string, number> = {};
    const unknownStatuses = numbers[STATUSES] as number;
    count(byStatus, statuses, unknownStatuses, 2);
    const byType: Record<string, number> = {};
    count(byType, types, numbers[TYPES] as number, 2 + unknownStatuses);
    return {
      rows: this.length,
      byState,
      byStatus,
      byType,
      byFailure,
      meanProgress: numberOrNull(numbers[MEAN_PROGRESS]),
      oldestUnfinished: numberOrNull(numbers[OLDEST_UNFINISHED]),
      newest: numberOrNull(numbers[NEWEST]),
      oldest: numberOrNull(numbers[OLDEST]),
    };
  }

  toJSON(): unknown {
    const { kind, requestId, pageNumber, pageSize, totalCount, diagnostics } = this;
    return { kind, requestId, pageNumber, pageSize, totalCount, tasks: this.toArray(), diagnostics };
  }

  /** Request id, extra, unknown statuses, unknown types. */
  #texts(): string[] {
    return (this.#strings ??= split(decoder.decode(this.#block.subarray(this.#stringsAt))));
  }

  /** Where the text of a row begins. */
  #start(row: number): number {
    return row < this.length ? (this.#words[row * WORDS + START] as number) >>> 0 : this.#stringsAt - this.#textAt;
  }

  #isWide(row: number): boolean {
    return (this.#words[row * WORDS + TYPE] as number) < 0;
  }

  /** Makes rows from `first` on until a chunk of text is used up; gives the first row not made. */
  #chunk(first: number, rows: TaskView[], into: number): number {
    const start = this.#start(first);
    let next = first + 1;
    if (!this.#isWide(first)) {
      while (next < this.length && !this.#isWide(next) && this.#start(next + 1) - start <= CHUNK) next++;
    }
    const chunk = decoder.decode(this.#block.subarray(this.#textAt + start, this.#textAt + this.#start(next)));
    for (let row = first; row < next; row++) rows[into++] = this.#row(row, chunk, start);
    return next;
  }

  /** `chunk` is text from `start` on. In it a wide row is alone, and its texts stand in the order of the record. */
  #row(row: number, chunk: string, start: number): TaskView {
    const words = this.#words;
    const at = row * WORDS;
    const wide = (words[at + TYPE] as number) < 0;
    let position = 0;
    const text = (field: number): string | null => {
      const length = words[at + field + 1] as number;
      if (length < 0) return null;
      const from = wide ? position : ((words[at + field] as number) >>> 0) - start;
      position = from + length;
      return chunk.slice(from, position);
    };
    const taskId = text(TASK_ID) ?? "";
    const objectPath = text(OBJECT_PATH) ?? "";
    const description = text(DESCRIPTION);
    const progress = this.#doubles[row * 8 + PROGRESS] as number;
    const creationTime = this.#doubles[row * 8 + CREATION_TIME] as number;
    const rawProgress = words[at + RAW_PROGRESS + 1] === CANONICAL ? (percentages[progress] as string) : text(RAW_PROGRESS);
    const extra = words[at + EXTRA] as number;
    const { statuses, states, types, reasons, retention } = names();
    const bits = words[at + STATUS] as number;
    const code = bits & CODE;
    const type = (words[at + TYPE] as number) & 0x7fffffff;
    const state = states[code] ?? "unknown";
    const end = wide ? chunk.length : this.#start(row + 1) - start;
    return Object.freeze({
      taskId,
      objectPath,
      objectType: types[type] ?? this.#texts()[2 + (this.#numbers[STATUSES] as number) + type - types.length] ?? "",
      status: statuses[code] ?? this.#texts()[2 + code - statuses.length] ?? "",
      state,
      progress: progress !== progress ? null : progress,
      rawProgress,
      creationTime: creationTime !== creationTime ? null : creationTime,
      description,
      failure:
        state === "failed"
          ? Object.freeze({
              reason: reasons[(bits >>> STATUS_BITS) & 3] ?? "Other",
              httpStatus: bits >>> (STATUS_BITS + 2) || null,
              text: description ?? "",
            })
          : null,
      expiresAt: creationTime !== creationTime ? null : creationTime + retention,
      extra: extra === 0 ? none : extraOf(chunk.slice(end - extra, end)),
    });
  }
}

const numberOrNull = (value: number | undefined): number | null => (value === undefined || value !== value ? null : value);

/** Kept members, as the core wrote them: valid JSON, numbers that would lose digits as text. */
const extraOf = (json: string): Readonly<Record<string, unknown>> => (json === "" ? none : freeze(JSON.parse(json) as Record<string, unknown>));

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const key of Object.keys(value)) freeze((value as Record<string, unknown>)[key]);
  }
  return value;
}

/** A key of the service may be `__proto__`. */
function put(record: Record<string, number>, key: string, value: number): void {
  if (key === "__proto__") Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  else record[key] = value;
}
