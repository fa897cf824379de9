/**
 * The columns of a page on this side, and rows made of them.
 * @internal
 */
import { type Memory, ask, decoder } from "./core.js";
import { split } from "./joined.js";
import type { TaskView } from "./page.js";

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
const RECORDS = 0;
const ROWS = 1;
const TEXT = 2;
const TEXT_LENGTH = 3;
const STRINGS = 4;
const STRINGS_LENGTH = 5;
const DIAGNOSTICS = 6;
export const HAS_REQUEST_ID = 7;
export const PAGE_NUMBER = 8;
export const PAGE_SIZE = 9;
export const TOTAL_COUNT = 10;
export const MEAN_PROGRESS = 11;
export const OLDEST_UNFINISHED = 12;
export const NEWEST = 13;
export const OLDEST = 14;
export const STATUSES = 15;
export const TYPES = 16;
export const COUNTS = 17;
// The layout of a record, in words (`reader/src/columns.rs`), and its two doubles, in doubles.
const WORDS = 16;
const START = 0;
const STATUS = 1;
const TYPE = 2;
const EXTRA = 3;
const TASK_ID = 4;
const OBJECT_PATH = 6;
const DESCRIPTION = 8;
const RAW_PROGRESS = 10;
const PROGRESS = 6;
const CREATION_TIME = 7;
/** In place of a length: the text is the progress and a percent sign. -1: there is no text. */
const CANONICAL = -2;
const STATUS_BITS = 20;
const CODE = (1 << STATUS_BITS) - 1;

/**
 * How many bytes of text are decoded in one go. A slice of a text keeps the whole text alive: so much a kept row may hold beside its own,
 * and no more.
 */
const CHUNK = 1280;

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
const SHARED = 1 << 18;
let shared = new Block(0);

/** The columns of one page. */
export class Columns {
  readonly length: number;
  /** Whether the core has diagnostics of it. */
  readonly hasDiagnostics: boolean;
  readonly #block: Block;
  /** Where the page begins in its block, in doubles. */
  readonly #numbers: number;
  /** Where its records begin, in words. */
  readonly #records: number;
  readonly #textLength: number;
  readonly #stringsLength: number;
  #strings: string[] | undefined;

  /** The page whose header lies in the core's memory, copied out. Memory is little endian, as every engine's typed arrays are. */
  constructor(memory: Memory, header: number) {
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
    this.length = rows;
    this.hasDiagnostics = doubles[at + DIAGNOSTICS] !== 0;
    this.#block = block;
    this.#numbers = base >>> 3;
    this.#records = (base + recordsAt) >>> 2;
    this.#textLength = textLength;
    this.#stringsLength = stringsLength;
  }

  /** A number of the header; not a number is null. */
  number(at: number): number | null {
    const number = this.#block.doubles[this.#numbers + at] as number;
    return number === number ? number : null;
  }

  /** A number of the header that is always there. */
  count(at: number): number {
    return this.#block.doubles[this.#numbers + at] as number;
  }

  /** Request id, extra, unknown statuses, unknown types. */
  text(at: number): string {
    if (this.#strings === undefined) {
      const from = (this.#records + this.length * WORDS) * 4 + this.#textLength;
      this.#strings = split(decoder.decode(this.#block.bytes.subarray(from, from + this.#stringsLength)));
    }
    return this.#strings[at] ?? "";
  }

  /** Adds the rows from `first` on to `rows`, up to `end` or until a chunk of text is used up. */
  add(rows: TaskView[], first: number, end: number): void {
    const { bytes, words, doubles } = this.#block;
    const { statuses, states, types, reasons, retention } = known ?? names();
    const records = this.#records;
    const length = this.length;
    const textLength = this.#textLength;
    // Where a row begins and a text in it are unsigned; of their differences, which are small, the lower half is all.
    const start = words[records + first * WORDS + START] as number;
    let next = first + 1;
    let stop = next < length ? (words[records + next * WORDS + START] as number) : textLength;
    while (next < end) {
      const further = next + 1 < length ? (words[records + (next + 1) * WORDS + START] as number) : textLength;
      if (((further - start) | 0) > CHUNK) break;
      stop = further;
      next++;
    }
    const text = (records + length * WORDS) * 4;
    const chunk = decoder.decode(bytes.subarray(text + (start >>> 0), text + (stop >>> 0)));
    // Where the row begins in the chunk, in UTF-16 units.
    let begin = 0;
    for (let row = first; row < next; row++) {
      const at = records + row * WORDS;
      // Lengths count UTF-16 units, starts count bytes. They differ in wide rows; there the texts stand in the order of the record.
      const wide = (words[at + TYPE] as number) < 0;
      const rowStart = words[at + START] as number;
      let position = begin;
      let size = words[at + TASK_ID + 1] as number;
      let taskId = "";
      if (size >= 0) {
        if (!wide) position = begin + (((words[at + TASK_ID] as number) - rowStart) | 0);
        taskId = chunk.substring(position, (position += size));
      }
      size = words[at + OBJECT_PATH + 1] as number;
      let objectPath = "";
      if (size >= 0) {
        if (!wide) position = begin + (((words[at + OBJECT_PATH] as number) - rowStart) | 0);
        objectPath = chunk.substring(position, (position += size));
      }
      size = words[at + DESCRIPTION + 1] as number;
      let description: string | null = null;
      if (size >= 0) {
        if (!wide) position = begin + (((words[at + DESCRIPTION] as number) - rowStart) | 0);
        description = chunk.substring(position, (position += size));
      }
      const progress = doubles[(at >>> 1) + PROGRESS] as number;
      size = words[at + RAW_PROGRESS + 1] as number;
      let rawProgress: string | null = null;
      if (size >= 0) {
        if (!wide) position = begin + (((words[at + RAW_PROGRESS] as number) - rowStart) | 0);
        rawProgress = chunk.substring(position, (position += size));
      } else if (size === CANONICAL) rawProgress = percentages[progress | 0] as string;
      const creationTime = doubles[(at >>> 1) + CREATION_TIME] as number;
      const bits = words[at + STATUS] as number;
      const code = bits & CODE;
      const type = (words[at + TYPE] as number) & 0x7fffffff;
      const state = code < states.length ? (states[code] as TaskView["state"]) : "unknown";
      const extra = words[at + EXTRA] as number;
      const rowStop = row + 1 < length ? (words[at + WORDS + START] as number) : textLength;
      begin = wide ? position + extra : begin + ((rowStop - rowStart) | 0);
      rows.push(
        Object.freeze({
          taskId,
          objectPath,
          objectType: type < types.length ? (types[type] as string) : this.text(2 + this.count(STATUSES) + type - types.length),
          status: code < statuses.length ? (statuses[code] as string) : this.text(2 + code - statuses.length),
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
          extra: extra === 0 ? none : extraOfRow(chunk.substring(begin - extra, begin)),
        }),
      );
    }
    // What was kept last is a slice of this chunk. It may keep a usual one alive, not one of a huge row.
    if (chunk.length > 2 * CHUNK) lastJson = "";
  }
}

/** Kept members, as the core wrote them: valid JSON, numbers that would lose digits as text. */
export const extraOf = (json: string): TaskView["extra"] => (json === "" ? none : freeze(JSON.parse(json) as Record<string, unknown>));

/** The same for rows: frozen to its depth, those that say the same may share it, and unknown members of a page mostly do. */
function extraOfRow(json: string): TaskView["extra"] {
  if (json !== lastJson) {
    lastExtra = extraOf(json);
    lastJson = json;
  }
  return lastExtra;
}
let lastJson = "";
let lastExtra = none;

/** Freezes what JSON.parse made, to its depth. */
function freeze<T extends object>(value: T): Readonly<T> {
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === "object" && inner !== null) freeze(inner as object);
  }
  return Object.freeze(value);
}
