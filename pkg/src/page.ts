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
  /** How many counts the header has, unknown statuses and types aside. */
  counts: number;
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
      counts: statuses + types + reasons + states,
    };
  }
  return known;
}

// The layout of `src/wasm/parse.rs`: where each number of the header stands.
const [RECORDS, ROWS, TEXT, TEXT_LENGTH, STRINGS, STRINGS_LENGTH, DIAGNOSTICS] = [0, 1, 2, 3, 4, 5, 6];
const [HAS_REQUEST_ID, PAGE_NUMBER, PAGE_SIZE, TOTAL_COUNT] = [7, 8, 9, 10];
const [MEAN_PROGRESS, OLDEST_UNFINISHED, NEWEST, OLDEST, STATUSES, TYPES, COUNTS] = [11, 12, 13, 14, 15, 16, 17];
// The layout of a record, in words (`reader/src/columns.rs`), and its two doubles, in doubles.
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
export function pageOf(core: typeof bindings, memory: Uint8Array, header: number): TaskPage {
  const { counts } = (known ?? names());
  const buffer = memory.buffer;
  // A view on the first numbers says how long everything is; the memory is little endian, as every engine's typed arrays are.
  const fixed = new Float64Array(buffer, header, COUNTS);
  const numbers = COUNTS + counts + (fixed[STATUSES] as number) + (fixed[TYPES] as number);
  const rows = fixed[ROWS] as number;
  const records = fixed[RECORDS] as number;
  const text = fixed[TEXT] as number;
  const textLength = fixed[TEXT_LENGTH] as number;
  const strings = fixed[STRINGS] as number;
  // One block: numbers, records, texts.
  const recordsAt = numbers * 8;
  const textAt = recordsAt + rows * WORDS * 4;
  const stringsAt = textAt + textLength;
  const length = stringsAt + (fixed[STRINGS_LENGTH] as number);
  let block = slab;
  let base = used;
  if (base + length > SLAB) {
    if (length > SLAB / 8) {
      block = new ArrayBuffer(length);
      base = 0;
    } else {
      block = slab = new ArrayBuffer(SLAB);
      base = 0;
    }
  }
  if (block === slab) used = (base + length + 7) & ~7;
  const bytes = new Uint8Array(block);
  bytes.set(memory.subarray(header, header + recordsAt), base);
  bytes.set(memory.subarray(records, records + textAt - recordsAt), base + recordsAt);
  bytes.set(memory.subarray(text, text + textLength), base + textAt);
  bytes.set(memory.subarray(strings, strings + length - stringsAt), base + stringsAt);
  const diagnostics = fixed[DIAGNOSTICS] === 0 ? [] : (core.parse_diagnostics() as Diagnostic[]);
  return new Page(bytes, base, numbers, rows, textAt, stringsAt, length, diagnostics);
}

/**
 * Small pages share blocks of this size: making a block for each costs more than reading it. A kept page keeps its block, so this is also
 * what one page may cost at most beyond its own size.
 */
const SLAB = 1 << 17;
let slab = new ArrayBuffer(0);
let used = SLAB;

class Page implements TaskPage {
  readonly kind = "page";
  readonly length: number;
  readonly diagnostics: Diagnostic[];
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #numbersLength: number;
  readonly #textAt: number;
  readonly #stringsAt: number;
  readonly #end: number;
  #columns: Columns | undefined;
  #strings: string[] | undefined;

  constructor(
    bytes: Uint8Array,
    base: number,
    numbers: number,
    rows: number,
    textAt: number,
    stringsAt: number,
    end: number,
    diagnostics: Diagnostic[],
  ) {
    this.length = rows;
    this.diagnostics = diagnostics;
    this.#bytes = bytes;
    this.#base = base;
    this.#numbersLength = numbers;
    this.#textAt = textAt;
    this.#stringsAt = stringsAt;
    this.#end = end;
  }

  /** Views on the block, made when first asked for. */
  get #views(): Columns {
    if (this.#columns === undefined) {
      const { buffer } = this.#bytes;
      const base = this.#base;
      const records = base + this.#numbersLength * 8;
      this.#columns = {
        numbers: new Float64Array(buffer, base, this.#numbersLength),
        words: new Int32Array(buffer, records, this.length * WORDS),
        doubles: new Float64Array(buffer, records, this.length * (WORDS / 2)),
      };
    }
    return this.#columns;
  }

  get requestId(): string | null {
    return this.#views.numbers[HAS_REQUEST_ID] === 0 ? null : (this.#texts()[0] ?? "");
  }
  get pageNumber(): number | null {
    return numberOrNull(this.#views.numbers[PAGE_NUMBER]);
  }
  get pageSize(): number | null {
    return numberOrNull(this.#views.numbers[PAGE_SIZE]);
  }
  get totalCount(): number | null {
    return numberOrNull(this.#views.numbers[TOTAL_COUNT]);
  }
  get extra(): Readonly<Record<string, unknown>> {
    return extraOf(this.#texts()[1] ?? "");
  }

  at(index: number): TaskView | undefined {
    const at = Math.trunc(index) || 0;
    const row = at < 0 ? at + this.length : at;
    if (row < 0 || row >= this.length) return undefined;
    return this.#chunk(row, row + 1)[0];
  }

  toArray(): TaskView[] {
    const rows: TaskView[] = [];
    let next = 0;
    while (next < this.length) next = this.#chunk(next, this.length, rows).length;
    return rows;
  }

  *[Symbol.iterator](): Iterator<TaskView> {
    let next = 0;
    while (next < this.length) {
      const rows = this.#chunk(next, this.length);
      next += rows.length;
      yield* rows;
    }
  }

  summary(): Summary {
    const { statuses, types, reasons, allStates } = names();
    const { numbers } = this.#views;
    let at = COUNTS;
    const byState = {} as Summary["byState"];
    for (const state of allStates) byState[state] = numbers[at++] as number;
    const byFailure = this.#count(at, reasons, 0, 0);
    at += reasons.length;
    const unknownStatuses = numbers[STATUSES] as number;
    const byStatus = this.#count(at, statuses, unknownStatuses, 2);
    at += statuses.length + unknownStatuses;
    const byType = this.#count(at, types, numbers[TYPES] as number, 2 + unknownStatuses);
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

  /** Those of the counts from `at` on that are not 0, by name. */
  #count(at: number, known: string[], unknown: number, first: number): Record<string, number> {
    const { numbers } = this.#views;
    const counts: Record<string, number> = {};
    for (let code = 0; code < known.length; code++) {
      const rows = numbers[at + code] as number;
      if (rows !== 0) counts[known[code] as string] = rows;
    }
    for (let code = 0; code < unknown; code++) {
      const rows = numbers[at + known.length + code] as number;
      if (rows !== 0) put(counts, this.#texts()[first + code] ?? "", rows);
    }
    return counts;
  }

  toJSON(): unknown {
    const { kind, requestId, pageNumber, pageSize, totalCount, diagnostics } = this;
    return { kind, requestId, pageNumber, pageSize, totalCount, tasks: this.toArray(), diagnostics };
  }

  /** Request id, extra, unknown statuses, unknown types. */
  #texts(): string[] {
    return (this.#strings ??= split(this.#decode(this.#stringsAt, this.#end)));
  }

  #decode(from: number, to: number): string {
    return decoder.decode(this.#bytes.subarray(this.#base + from, this.#base + to));
  }

  /** Adds the rows from `first` on, up to `end` or until a chunk of text is used up. */
  #chunk(first: number, end: number, rows: TaskView[] = []): TaskView[] {
    const { words, doubles } = this.#views;
    const { statuses, states, types, reasons, retention } = known ?? names();
    const textEnd = this.#stringsAt - this.#textAt;
    const startOf = (row: number): number => (row < this.length ? (words[row * WORDS + START] as number) >>> 0 : textEnd);
    const start = startOf(first);
    // A row with wide text stands alone: its lengths count UTF-16 units, and its texts stand in the order of the record.
    const wide = (words[first * WORDS + TYPE] as number) < 0;
    let next = first + 1;
    let stop = startOf(next);
    while (!wide && next < end && (words[next * WORDS + TYPE] as number) >= 0) {
      const further = startOf(next + 1);
      if (further - start > CHUNK) break;
      stop = further;
      next++;
    }
    const chunk = this.#decode(this.#textAt + start, this.#textAt + stop);
    let position = 0;
    for (let row = first; row < next; row++) {
      const at = row * WORDS;
      let length = words[at + TASK_ID + 1] as number;
      let from = wide ? position : ((words[at + TASK_ID] as number) >>> 0) - start;
      let taskId = "";
      if (length >= 0) taskId = chunk.slice(from, (position = from + length));
      length = words[at + OBJECT_PATH + 1] as number;
      from = wide ? position : ((words[at + OBJECT_PATH] as number) >>> 0) - start;
      let objectPath = "";
      if (length >= 0) objectPath = chunk.slice(from, (position = from + length));
      length = words[at + DESCRIPTION + 1] as number;
      let description: string | null = null;
      if (length >= 0) {
        from = wide ? position : ((words[at + DESCRIPTION] as number) >>> 0) - start;
        description = chunk.slice(from, (position = from + length));
      }
      const progress = doubles[row * 8 + PROGRESS] as number;
      length = words[at + RAW_PROGRESS + 1] as number;
      let rawProgress: string | null = null;
      if (length === CANONICAL) rawProgress = percentages[progress] as string;
      else if (length >= 0) {
        from = wide ? position : ((words[at + RAW_PROGRESS] as number) >>> 0) - start;
        rawProgress = chunk.slice(from, (position = from + length));
      }
      const creationTime = doubles[row * 8 + CREATION_TIME] as number;
      const bits = words[at + STATUS] as number;
      const code = bits & CODE;
      const type = (words[at + TYPE] as number) & 0x7fffffff;
      const state = code < states.length ? (states[code] as TaskView["state"]) : "unknown";
      const extra = words[at + EXTRA] as number;
      const until = extra === 0 ? 0 : wide ? chunk.length : startOf(row + 1) - start;
      rows.push(
        Object.freeze({
          taskId,
          objectPath,
          objectType: type < types.length ? (types[type] as string) : this.#unknownType(type - types.length),
          status: code < statuses.length ? (statuses[code] as string) : (this.#texts()[2 + code - statuses.length] ?? ""),
          state,
          progress: progress === progress ? progress : null,
          rawProgress,
          creationTime: creationTime === creationTime ? creationTime : null,
          description,
          failure:
            state === "failed"
              ? Object.freeze({
                  reason: reasons[(bits >>> STATUS_BITS) & 3] ?? "Other",
                  httpStatus: bits >>> (STATUS_BITS + 2) || null,
                  text: description ?? "",
                })
              : null,
          expiresAt: creationTime === creationTime ? creationTime + retention : null,
          extra: extra === 0 ? none : extraOf(chunk.slice(until - extra, until)),
        }),
      );
    }
    return rows;
  }

  #unknownType(code: number): string {
    return this.#texts()[2 + (this.#views.numbers[STATUSES] as number) + code] ?? "";
  }
}

interface Columns {
  numbers: Float64Array;
  words: Int32Array;
  doubles: Float64Array;
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
