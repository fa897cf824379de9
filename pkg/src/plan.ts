/** A question over any range, domains, types, ids becomes the cheapest set of valid calls, priced before anything is sent. */
import { type CheckOptions, type Diagnostic, type ObjectType, type Operation, type Status, type TaskRequest, brand } from "./check.js";
import { ask } from "./core.js";
import { operations, params } from "./generated/contract.js";
import { split } from "./joined.js";
import { language, wordDiagnostics, worded } from "./language.js";
import { tagged } from "./tagged.js";
import { type Instant, type Locale, crossing, isChinese } from "./terms.js";

/** The time range of one paged question: half-open, whole seconds, UTC. */
export interface Window {
  start: string;
  end: string;
  /** What to send: one second wider at the start where that is allowed, because the service does not say whether its ends count. */
  request: { StartTime: string; EndTime: string };
}

/** A part of a range that cannot be asked for: half-open, whole seconds, UTC. */
export interface Unreachable {
  start: string;
  end: string;
  reason: "retention" | "future";
}

/** What is asked. Every condition must hold of a task; within a list, one of its values. */
export interface Query {
  taskIds?: string[];
  /** Compared exactly, as the service does. */
  objectPaths?: string[];
  /** `.example.com` is the wildcard domain of that name. */
  domainNames?: string[];
  objectTypes?: ObjectType[];
  statuses?: Status[];
  /** The first moment of creation. Absent: everything the service still holds. */
  from?: Instant;
  /** The first moment after it. Absent: up to now. */
  to?: Instant;
  resourceGroupId?: string;
}

/**
 * A way to answer a question. `by-id`: ten ids a call; `by-path`: one list per path; `scan`: one list of the whole account, filtered
 * here; `fan-out`: one list per domain and type, or per type.
 */
export type Route = "by-id" | "by-path" | "scan" | "fan-out";

export interface PlanOptions extends CheckOptions {
  /** Rows per hour in the account, if known; prices routes and sizes windows. */
  rowsPerHour?: number;
  /** Calls per second; default 80 % of the service's limits, because the account's quota is shared. */
  callsPerSecond?: number;
  callsPerSecondById?: number;
  /** Default `auto`: the cheapest that is safe. */
  route?: "auto" | Route;
  /** The width of the windows; default one window, or as many as hold about 2,000 rows each where the volume is known. */
  windowSeconds?: number;
  /** Which window is asked for first; default the oldest, because it is the first to age out. */
  order?: "oldest" | "newest";
  /** How many rows are wanted at most. */
  limit?: number;
}

export interface Plan {
  ok: boolean;
  diagnostics: Diagnostic[];
  route: Route;
  /** Every candidate with its price and why it was chosen or not. Prices are for one pass, without retries. */
  routes: {
    route: Route;
    /** Whether its answer can be proven whole. */
    safe: boolean;
    /**
     * `least` however few rows there are; `expected` at the stated volume, null where nothing is known of it; `most` if there are no
     * more, however they are spread, null where nothing bounds them.
     */
    calls: { least: number; expected: number | null; most: number | null };
    /** From the first call to the last, at the given rate. */
    seconds: { least: number; expected: number | null };
    because: string;
  }[];
  /** Oldest first, whatever the order; none by id, where nothing is paged. */
  windows: Window[];
  unreachable: Unreachable[];
  /** The first page of every window and filter, or every batch of ids, in the order of sending. Made when asked for. */
  calls: PlannedCalls;
}

export interface PlannedCall {
  operation: Operation;
  request: TaskRequest;
  /** Index into windows; null by id. */
  window: number | null;
  /** ms: not to be sent earlier. */
  notBefore: number;
  /** ms; the request is valid until then, because the retention slides. Null by id. */
  notAfter: number | null;
}

/** Planned calls, made when asked for: a long list costs nothing until it is read. */
export interface PlannedCalls extends Iterable<PlannedCall> {
  readonly length: number;
  at(index: number): PlannedCall | undefined;
  toJSON(): PlannedCall[];
}

/**
 * Splits any range into valid windows, oldest first: half-open, contiguous, together exactly the reachable part of the range. `from`
 * null means all that the service still holds, `to` null up to now. One window, unless `windowSeconds` forces a width.
 */
export function splitRange(
  from: Instant | null,
  to: Instant | null,
  options?: { now?: Instant; windowSeconds?: number; locale?: Locale },
): { ok: boolean; windows: Window[]; unreachable: Unreachable[]; diagnostics: Diagnostic[] } {
  const fields = tagged(from) + tagged(to) + optionFields(options, ["windowSeconds"]);
  const answer = new Answer(ask("split-range", fields), options?.locale);
  const { diagnostics, windows, unreachable } = answer.common();
  return { ok: windows.length > 0, windows, unreachable, diagnostics };
}

/** Plans how to answer a question. Answers for any input and never throws for it. */
export function plan(query: Query, options?: PlanOptions): Plan {
  const fields = questionFields(query, options);
  const answer = new Answer(ask("plan", fields), options?.locale);
  const { diagnostics, windows, unreachable } = answer.common();
  const route = answer.text() as Route;
  const parts: Parts = {
    operation: answer.text() as Operation,
    lists: answer.number(),
    newestFirst: answer.flag(),
    now: answer.number(),
    retention: answer.number(),
    windows,
    axes: [],
    fixed: [],
  };
  const routes = answer.list(() => ({
    route: answer.text() as Route,
    safe: answer.flag(),
    calls: { least: answer.number(), expected: answer.perhaps(), most: answer.perhaps() },
    seconds: { least: answer.number() / 1000, expected: seconds(answer.perhaps()) },
    because: answer.words(),
  }));
  parts.axes = answer.list(() => answer.part());
  while (answer.goesOn) parts.fixed.push(answer.part());
  const ok = !diagnostics.some(({ severity }) => severity === "error");
  const made: Plan = { ok, diagnostics, route, routes, windows, unreachable, calls: new Calls(parts) };
  questions.set(made, fields);
  return made;
}

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** What calls are made of; see `plan` in `src/wasm/plan.rs`. */
interface Parts {
  operation: Operation;
  /** Lists in each window, or batches of ids; none where the question cannot be answered. */
  lists: number;
  newestFirst: boolean;
  now: number;
  retention: number;
  windows: Window[];
  axes: Part[];
  fixed: Part[];
}

/** A parameter and its values, one a line. */
interface Part {
  param: string;
  values: string;
}

/** An answer of the core, field by field. */
class Answer {
  readonly #fields: string[];
  readonly #texts: ReturnType<typeof language>;
  #position = 0;

  constructor(joined: string, private readonly locale: unknown) {
    this.#fields = split(joined);
    this.#texts = language(locale);
  }

  get goesOn(): boolean {
    return this.#position < this.#fields.length;
  }

  text(): string {
    return this.#fields[this.#position++] ?? "";
  }

  words(): string {
    return worded(this.text(), this.#texts);
  }

  flag(): boolean {
    return this.text() !== "";
  }

  number(): number {
    return Number(this.text());
  }

  perhaps(): number | null {
    const text = this.text();
    return text === "" ? null : Number(text);
  }

  part(): Part {
    return { param: this.text(), values: this.text() };
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.number() }, item);
  }

  common(): { diagnostics: Diagnostic[]; windows: Window[]; unreachable: Unreachable[] } {
    const json = this.text();
    const diagnostics = json === "" ? [] : wordDiagnostics(JSON.parse(json) as Diagnostic[], this.locale);
    const [start, end, startTime, width] = [this.perhaps(), this.perhaps(), this.perhaps(), this.number()];
    const windows = start === null || end === null || startTime === null ? [] : windowsOf(start, end, startTime, width);
    const unreachable = this.list(() => ({
      start: this.text(),
      end: this.text(),
      reason: this.text() as Unreachable["reason"],
    }));
    return { diagnostics, windows, unreachable };
  }
}

const questions = new WeakMap<Plan, string>();

/**
 * The question behind a plan, as the core reads it; undefined for an object that `plan` did not make.
 * @internal
 */
export const questionOf = (made: Plan): string | undefined => questions.get(made);

const OPTIONS = ["rowsPerHour", "callsPerSecond", "callsPerSecondById", "route", "windowSeconds", "order", "limit"] as const;

/**
 * A question with its options as the core reads it; see `question` in `src/wasm/plan.rs`.
 * @internal
 */
export function questionFields(query: Query, options?: PlanOptions): string {
  const fields = `${optionFields(options, OPTIONS)}\0`;
  try {
    return fields + conditionFields(query);
  } catch {
    return `${fields}\0ounreadable\0`;
  }
}

function conditionFields(query: unknown): string {
  if (query === undefined || query === null) return "";
  if (typeof query !== "object" || Symbol.iterator in query || query instanceof Date) {
    return `\0o${typeof query === "object" ? Object.prototype.toString.call(query).slice(8, -1) : typeof query}\0`;
  }
  let fields = "";
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || name === "") continue;
    fields += `${crossing(name).text}\0`;
    if (Array.isArray(value)) {
      fields += `l${value.length}\0`;
      for (let index = 0; index < value.length; index += 1) fields += tagged(value[index]);
    } else {
      fields += tagged(value);
    }
  }
  return fields;
}

function optionFields(options: PlanOptions | undefined, names: readonly (keyof PlanOptions)[]): string {
  let fields = `now\0${tagged(options?.now ?? Date.now())}`;
  if (isChinese(options?.locale)) fields += "locale\0tzh\0";
  for (const name of names) {
    const value = options?.[name];
    if (value !== undefined && value !== null) fields += `${name}\0${tagged(value)}`;
  }
  return fields;
}

const DAY = 86_400_000;
const SECOND = 1000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
let day = Number.NaN;
let date = "";

/** As the service reads it. The date is worked out once a day: three days in windows of a second are half a million times. */
function utc(ms: number): string {
  const at = Math.floor(ms / DAY);
  if (at !== day) {
    day = at;
    date = new Date(ms).toISOString().slice(0, 11);
  }
  const second = Math.floor((ms - at * DAY) / SECOND);
  const minute = Math.floor(second / 60);
  return `${date}${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:${TWO_DIGITS[second % 60]}Z`;
}

/** Windows of `width` milliseconds from `start` to `end`; only the first may not be a second wider at its start. */
function windowsOf(first: number, end: number, startTime: number, width: number): Window[] {
  const windows: Window[] = [];
  let start = utc(first);
  let before = start;
  for (let at = first; at < end; at += width) {
    const next = utc(Math.min(at + width, end));
    const StartTime = at === first ? utc(startTime) : width === SECOND ? before : utc(at - SECOND);
    windows.push({ start, end: next, request: { StartTime, EndTime: next } });
    before = start;
    start = next;
  }
  return windows;
}

/** Makes each call from the parts that the core told: a value of every axis, the last fastest, in one window. */
class Calls implements PlannedCalls {
  readonly length: number;
  readonly #parts: Parts;
  readonly #axes: { place: number; values: string[] }[];
  readonly #fixed: string[];
  /** The window of the last call: the next one mostly has the same. */
  #last: { index: number; StartTime: string; EndTime: string; notBefore: number; notAfter: number } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#axes = parts.axes.map(({ param, values }) => ({ place: placeOf(param), values: values.split("\n") }));
    this.#fixed = params.map((param) => parts.fixed.find((part) => part.param === param)?.values ?? "");
    this.length = parts.operation === operations[1] ? parts.lists : parts.lists * parts.windows.length;
  }

  at(index: number): PlannedCall | undefined {
    const at = Math.trunc(index) + (index < 0 ? this.length : 0);
    return at >= 0 && at < this.length ? this.#make(at) : undefined;
  }

  *[Symbol.iterator](): Iterator<PlannedCall> {
    for (let index = 0; index < this.length; index += 1) yield this.#make(index);
  }

  toJSON(): PlannedCall[] {
    return [...this];
  }

  #make(index: number): PlannedCall {
    const { operation, lists, now } = this.#parts;
    const values = this.#fixed.slice();
    let rest = index % lists;
    for (let axis = this.#axes.length - 1; axis >= 0; axis -= 1) {
      const { place, values: along } = this.#axes[axis]!;
      values[place] = along[rest % along.length]!;
      rest = Math.floor(rest / along.length);
    }
    if (operation === operations[1]) {
      return { operation, request: brand(values, operation), window: null, notBefore: now, notAfter: null };
    }
    const { index: window, StartTime, EndTime, notBefore, notAfter } = this.#window(Math.floor(index / lists));
    values[PAGE_NUMBER] = "1";
    values[START_TIME] = StartTime;
    values[END_TIME] = EndTime;
    return { operation, request: brand(values, operation), window, notBefore, notAfter };
  }

  #window(turn: number) {
    const { windows, newestFirst, now, retention } = this.#parts;
    const index = newestFirst ? windows.length - 1 - turn : turn;
    if (this.#last?.index !== index) {
      const { StartTime, EndTime } = windows[index]!.request;
      const notBefore = Math.max(now, Date.parse(EndTime));
      this.#last = { index, StartTime, EndTime, notBefore, notAfter: Date.parse(StartTime) + retention };
    }
    return this.#last!;
  }
}

const placeOf = (param: string): number => (params as readonly string[]).indexOf(param);
const PAGE_NUMBER = placeOf("PageNumber");
const START_TIME = placeOf("StartTime");
const END_TIME = placeOf("EndTime");
