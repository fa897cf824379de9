/** A page of tasks: columns on this side, rows made when asked for. */
import type { Diagnostic, ObjectType, Status } from "./check.js";
import { type Memory, ask } from "./core.js";
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
    const fields = split(ask("names"));
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
const CHUNK = 1280;
/** So many rows are made at once when a page is iterated. */
const AT_ONCE = 1000;

const decoder = new TextDecoder();
const none: TaskView["extra"] = Object.freeze({});
const percentages = Array.from({ length: 101 }, (_, percent) => `${percent}%`);

/** A block of memory that pages lie in, seen in the three ways it is read. */
class Block {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  used = 0;
  constructor(size: number) {
    const memory = new ArrayBuffer(size);
    this.bytes = new Uint8Array(memory);
    this.words = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
  }
}

/**
 * Small pages share blocks of this size: making a block for each costs more than reading it. A kept page keeps its block, so this is also
 * what one page may cost at most beyond its own size.
 */
const SHARED = 1 << 17;
let shared = new Block(0);

/**
 * The page that lies in the core's memory, copied out. Memory is little endian, as every engine's typed arrays are.
 * @internal
 */
export function pageOf(memory: Memory, header: number): TaskPage {
  const { counts } = known ?? names();
  const { bytes, doubles } = memory;
  const at = header >>> 3;
  const numbers = COUNTS + counts + (doubles[at + STATUSES] as number) + (doubles[at + TYPES] as number);
  const rows = doubles[at + ROWS] as number;
  const records = doubles[at + RECORDS] as number;
  const text = doubles[at + TEXT] as number;
  const textLength = doubles[at + TEXT_LENGTH] as number;
  const strings = doubles[at + STRINGS] as number;
  const stringsLength = doubles[at + STRINGS_LENGTH] as number;
  const recordsAt = numbers * 8;
  const textAt = recordsAt + rows * WORDS * 4;
  const stringsAt = textAt + textLength;
  const length = (stringsAt + stringsLength + 7) & ~7;
  let block = shared;
  if (block.used + length > block.bytes.length) {
    if (length > SHARED / 8) block = new Block(length);
    else block = shared = new Block(SHARED);
  }
  const base = block.used;
  block.used += length;
  const into = block.bytes;
  into.set(bytes.subarray(header, header + recordsAt), base);
  into.set(bytes.subarray(records, records + textAt - recordsAt), base + recordsAt);
  into.set(bytes.subarray(text, text + textLength), base + textAt);
  into.set(bytes.subarray(strings, strings + stringsLength), base + stringsAt);
  const diagnostics = doubles[at + DIAGNOSTICS] === 0 ? [] : (JSON.parse(ask("diagnostics")) as Diagnostic[]);
  return new Page(block, base, recordsAt, rows, textLength, stringsLength, diagnostics);
}

class Page implements TaskPage {
  readonly kind = "page";
  readonly length: number;
  readonly diagnostics: Diagnostic[];
  readonly #block: Block;
  /** Where the page begins in its block, in doubles. */
  readonly #numbers: number;
  /** Where its records begin, in bytes. */
  readonly #records: number;
  readonly #textLength: number;
  readonly #stringsLength: number;
  #strings: string[] | undefined;

  constructor(
    block: Block,
    base: number,
    recordsAt: number,
    rows: number,
    textLength: number,
    stringsLength: number,
    diagnostics: Diagnostic[],
  ) {
    this.length = rows;
    this.diagnostics = diagnostics;
    this.#block = block;
    this.#numbers = base >>> 3;
    this.#records = base + recordsAt;
    this.#textLength = textLength;
    this.#stringsLength = stringsLength;
  }

  get requestId(): string | null {
    return this.#number(HAS_REQUEST_ID) === 0 ? null : (this.#texts()[0] ?? "");
  }
  get pageNumber(): number | null {
    return this.#number(PAGE_NUMBER);
  }
  get pageSize(): number | null {
    return this.#number(PAGE_SIZE);
  }
  get totalCount(): number | null {
    return this.#number(TOTAL_COUNT);
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

  [Symbol.iterator](): Iterator<TaskView> {
    // A page of usual size is made at once, which engines iterate fastest; a huge one chunk by chunk.
    return this.length <= AT_ONCE ? this.toArray().values() : this.#chunks();
  }

  *#chunks(): Generator<TaskView, void, undefined> {
    let next = 0;
    while (next < this.length) {
      const rows = this.#chunk(next, this.length);
      next += rows.length;
      yield* rows;
    }
  }

  summary(): Summary {
    const { statuses, types, reasons } = known ?? names();
    const { doubles } = this.#block;
    let at = this.#numbers + COUNTS;
    // In the order of the contract's states.
    const byState: Summary["byState"] = {
      running: doubles[at] as number,
      succeeded: doubles[at + 1] as number,
      failed: doubles[at + 2] as number,
      canceled: doubles[at + 3] as number,
      unknown: doubles[at + 4] as number,
    };
    at += 5;
    const byFailure = this.#count(at, reasons, 0, 0);
    at += reasons.length;
    const unknownStatuses = doubles[this.#numbers + STATUSES] as number;
    const byStatus = this.#count(at, statuses, unknownStatuses, 2);
    at += statuses.length + unknownStatuses;
    const byType = this.#count(at, types, doubles[this.#numbers + TYPES] as number, 2 + unknownStatuses);
    return {
      rows: this.length,
      byState,
      byStatus,
      byType,
      byFailure,
      meanProgress: this.#number(MEAN_PROGRESS),
      oldestUnfinished: this.#number(OLDEST_UNFINISHED),
      newest: this.#number(NEWEST),
      oldest: this.#number(OLDEST),
    };
  }

  /** A number of the header; not a number is null. */
  #number(at: number): number | null {
    const number = this.#block.doubles[this.#numbers + at] as number;
    return number === number ? number : null;
  }

  /** Those of the counts from `at` on that are not 0, by name. */
  #count(at: number, known: string[], unknown: number, first: number): Record<string, number> {
    const { doubles } = this.#block;
    const counts: Record<string, number> = {};
    for (let code = 0; code < known.length; code++) {
      const rows = doubles[at + code] as number;
      if (rows !== 0) counts[known[code] as string] = rows;
    }
    for (let code = 0; code < unknown; code++) {
      const rows = doubles[at + known.length + code] as number;
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
    if (this.#strings === undefined) {
      const from = this.#records + this.length * WORDS * 4 + this.#textLength;
      this.#strings = split(decoder.decode(this.#block.bytes.subarray(from, from + this.#stringsLength)));
    }
    return this.#strings;
  }

  /** Adds the rows from `first` on, up to `end` or until a chunk of text is used up. */
  #chunk(first: number, end: number, rows: TaskView[] = []): TaskView[] {
    const { bytes, words, doubles } = this.#block;
    const { statuses, states, types, reasons, retention } = known ?? names();
    const records = this.#records >>> 2;
    const length = this.length;
    const textLength = this.#textLength;
    const start = (words[records + first * WORDS + START] as number) >>> 0;
    let next = first + 1;
    let stop = next < length ? (words[records + next * WORDS + START] as number) >>> 0 : textLength;
    while (next < end) {
      const further = next + 1 < length ? (words[records + (next + 1) * WORDS + START] as number) >>> 0 : textLength;
      if (further - start > CHUNK) break;
      stop = further;
      next++;
    }
    const text = this.#records + length * WORDS * 4;
    const chunk = decoder.decode(bytes.subarray(text + start, text + stop));
    // Where the row begins in the chunk, in UTF-16 units.
    let begin = 0;
    for (let row = first; row < next; row++) {
      const at = records + row * WORDS;
      // Lengths count UTF-16 units, starts count bytes. They differ in wide rows; there the texts stand in the order of the record.
      const wide = (words[at + TYPE] as number) < 0;
      const rowStart = (words[at + START] as number) >>> 0;
      const shift = begin - rowStart;
      let position = begin;
      let size = words[at + TASK_ID + 1] as number;
      let from = wide ? position : ((words[at + TASK_ID] as number) >>> 0) + shift;
      let taskId = "";
      if (size >= 0) taskId = chunk.substring(from, (position = from + size));
      size = words[at + OBJECT_PATH + 1] as number;
      from = wide ? position : ((words[at + OBJECT_PATH] as number) >>> 0) + shift;
      let objectPath = "";
      if (size >= 0) objectPath = chunk.substring(from, (position = from + size));
      size = words[at + DESCRIPTION + 1] as number;
      let description: string | null = null;
      if (size >= 0) {
        from = wide ? position : ((words[at + DESCRIPTION] as number) >>> 0) + shift;
        description = chunk.substring(from, (position = from + size));
      }
      const progress = doubles[(at >>> 1) + PROGRESS] as number;
      size = words[at + RAW_PROGRESS + 1] as number;
      let rawProgress: string | null = null;
      if (size === CANONICAL) rawProgress = percentages[progress] as string;
      else if (size >= 0) {
        from = wide ? position : ((words[at + RAW_PROGRESS] as number) >>> 0) + shift;
        rawProgress = chunk.substring(from, (position = from + size));
      }
      const creationTime = doubles[(at >>> 1) + CREATION_TIME] as number;
      const bits = words[at + STATUS] as number;
      const code = bits & CODE;
      const type = (words[at + TYPE] as number) & 0x7fffffff;
      const state = code < states.length ? (states[code] as TaskView["state"]) : "unknown";
      const extra = words[at + EXTRA] as number;
      const rowStop = row + 1 < length ? (words[at + WORDS + START] as number) >>> 0 : textLength;
      const until = wide ? position + extra : rowStop + shift;
      begin = until;
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
          extra: extra === 0 ? none : extraOf(chunk.substring(until - extra, until)),
        }),
      );
    }
    return rows;
  }

  #unknownType(code: number): string {
    return this.#texts()[2 + (this.#block.doubles[this.#numbers + STATUSES] as number) + code] ?? "";
  }
}

/** Kept members, as the core wrote them: valid JSON, numbers that would lose digits as text. */
function extraOf(json: string): Readonly<Record<string, unknown>> {
  if (json === "") return none;
  // Frozen to its depth, so rows that say the same may share it; unknown members of a page mostly do.
  if (json !== lastJson) {
    lastExtra = freeze(JSON.parse(json) as Record<string, unknown>);
    // A copy of its own: the slice at hand keeps a chunk of its page alive.
    lastJson = json.length > CHUNK ? "" : `${json} `.trimEnd();
  }
  return lastExtra;
}
let lastJson = "";
let lastExtra: TaskView["extra"] = none;

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
