/** A question over any range, domains, types, ids becomes the cheapest set of valid calls, priced before anything is sent. */
import { type CheckOptions, type Diagnostic, type ObjectType, type Operation, type Status, type TaskRequest, brand } from "./check.js";
import { call } from "./core.js";
import { params } from "./generated/contract.js";
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
     * `least` however few rows there are; `expected` at the stated volume, null where nothing is known of it; `most` if there are up to
     * twice as many rows, however they are spread, null where nothing bounds them.
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
  const answer = call((core) => core.split_range(fields)) as string | SplitTold;
  const told = typeof answer === "string" ? { windows: answer, unreachable: [], diagnostics: [] } : answer;
  const windows = windowsOf(told.windows);
  const diagnostics = wordDiagnostics(told.diagnostics, options?.locale);
  return { ok: windows.length > 0, windows, unreachable: told.unreachable, diagnostics };
}

interface SplitTold {
  windows: string;
  unreachable: Unreachable[];
  diagnostics: Diagnostic[];
}

/** Plans how to answer a question. Answers for any input and never throws for it. */
export function plan(query: Query, options?: PlanOptions): Plan {
  const fields = questionFields(query, options);
  const told = call((core) => core.plan(fields)) as PlanTold;
  const windows = windowsOf(told.windows);
  const { ok, route, unreachable } = told;
  const diagnostics = wordDiagnostics(told.diagnostics, options?.locale);
  const texts = language(options?.locale);
  const routes = told.routes.map(({ route, safe, calls, ms, because }) => ({
    route,
    safe,
    calls,
    seconds: { least: ms.least / 1000, expected: ms.expected === null ? null : ms.expected / 1000 },
    because: worded(because, texts),
  }));
  const made: Plan = { ok, diagnostics, route, routes, windows, unreachable, calls: new Calls(told, windows) };
  questions.set(made, fields);
  return made;
}

interface PlanTold extends SplitTold {
  ok: boolean;
  route: Route;
  routes: {
    route: Route;
    safe: boolean;
    calls: { least: number; expected: number | null; most: number | null };
    ms: { least: number; expected: number | null };
    because: string;
  }[];
  operation: Operation;
  axes: Part[];
  fixed: Part[];
  calls: number;
  newestFirst: boolean;
  now: number;
  retention: number;
}

/** A parameter and its values, one a line. */
interface Part {
  param: string;
  values: string;
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
  let fields = `${optionFields(options, OPTIONS)}\0`;
  if (typeof query !== "object" || query === null || Array.isArray(query)) return `${fields}query\0o${typeof query}\0`;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
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

/** Every time has this many characters. */
const TIME = "yyyy-MM-ddTHH:mm:ssZ".length;

/** `times`: the end points of all windows, one more than there are windows, then the StartTime of each. */
function windowsOf(times: string): Window[] {
  const count = (times.length / TIME - 1) / 2;
  const windows: Window[] = [];
  let start = times.slice(0, TIME);
  for (let index = 0; index < count; index += 1) {
    const end = times.slice((index + 1) * TIME, (index + 2) * TIME);
    const StartTime = times.slice((index + count + 1) * TIME, (index + count + 2) * TIME);
    windows.push({ start, end, request: { StartTime, EndTime: end } });
    start = end;
  }
  return windows;
}

/** Makes each call from the parts that the core told: a value of every axis, the last fastest, in one window. */
class Calls implements PlannedCalls {
  readonly length: number;
  readonly #axes: { place: number; values: string[] }[];
  readonly #fixed: string[];
  readonly #lists: number;
  readonly #windows: { StartTime: string; EndTime: string; notBefore: number; notAfter: number }[];
  readonly #told: PlanTold;

  constructor(told: PlanTold, windows: Window[]) {
    this.length = told.calls;
    this.#told = told;
    this.#axes = told.axes.map(({ param, values }) => ({ place: placeOf(param), values: values.split("\n") }));
    this.#fixed = params.map((param) => told.fixed.find((part) => part.param === param)?.values ?? "");
    this.#lists = this.#axes.reduce((lists, { values }) => lists * values.length, 1);
    this.#windows = windows.map(({ request }) => ({
      ...request,
      notBefore: Math.max(told.now, Date.parse(request.EndTime)),
      notAfter: Date.parse(request.StartTime) + told.retention,
    }));
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
    const { operation, newestFirst, now } = this.#told;
    const values = this.#fixed.slice();
    let rest = index % this.#lists;
    for (let axis = this.#axes.length - 1; axis >= 0; axis -= 1) {
      const { place, values: along } = this.#axes[axis]!;
      values[place] = along[rest % along.length]!;
      rest = Math.floor(rest / along.length);
    }
    const turn = Math.floor(index / this.#lists);
    const number = newestFirst ? this.#windows.length - 1 - turn : turn;
    const window = this.#windows[number];
    if (window === undefined) {
      return { operation, request: brand(joined(values), operation), window: null, notBefore: now, notAfter: null };
    }
    values[PAGE_NUMBER] = "1";
    values[START_TIME] = window.StartTime;
    values[END_TIME] = window.EndTime;
    const { notBefore, notAfter } = window;
    return { operation, request: brand(joined(values), operation), window: number, notBefore, notAfter };
  }
}

const placeOf = (param: string): number => (params as readonly string[]).indexOf(param);
const PAGE_NUMBER = placeOf("PageNumber");
const START_TIME = placeOf("StartTime");
const END_TIME = placeOf("EndTime");

/** Joined text of values none of which can hold a separator: the core took none that does. */
const joined = (values: string[]): string => `${values.join("\0")}\0`;
