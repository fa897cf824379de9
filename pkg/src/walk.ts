/** walk and wait: the machines, without IO. The host signs, paces, sends, and hands replies in. */
import { type Operation, brand } from "./check.js";
import { ask, instance } from "./core.js";
import { RefreshTasksError } from "./errors.js";
import { withoutAnswer } from "./fault.js";
import { split } from "./joined.js";
import { language, refusal, worded } from "./language.js";
import { type Ledger, type LedgerTold, ledgerOf } from "./ledger.js";
import { type About, type Fault, type Summary, type TaskPage, type TaskView, parse } from "./parse.js";
import { type Plan, type PlanOptions, type PlannedCall, type Query, questionFields, questionOf } from "./plan.js";
import { type Locale, isChinese } from "./terms.js";

export type { Ledger, LedgerWindow } from "./ledger.js";

/** How a walk is to go. */
export interface WalkOptions {
  /** ms */
  now: number;
  /** For jitter; the same seed and the same replies give the same run. */
  seed?: number;
  /** How many calls may be under way at once; default 8. */
  inFlight?: number;
  /** How long a task may take to become visible; default 120,000 ms. What is younger is delivered, but not proven. */
  settleMs?: number;
}

export interface WaitOptions extends Omit<PlanOptions, "now">, WalkOptions {
  /** ms: the moment at which waiting ends. */
  deadline: number;
  /** How long a just-submitted id may be absent; default 120,000 ms. */
  graceMs?: number;
}

/** What to do next. */
export type WalkStep =
  | { do: "send"; id: number; call: PlannedCall }
  | { do: "wait"; /** ms; null: only a reply helps */ until: number | null }
  | { do: "done"; stop: "finished" | "cancelled" | "deadline" | "failed" };

/** What came back for a call. */
export type WalkReply = { id: number; body: Uint8Array; about: About } | { id: number; fault: "network" | "timeout" };

/** What became of a reply. */
export type WalkHandled =
  | { page: TaskPage; /** asked-for rows not delivered before */ fresh: TaskView[] }
  | { fault: Fault; /** ms; null: this call is not sent again */ retryAt: number | null }
  | { ignored: "unknown" | "repeated" | "late" };

/** How far a walk is. */
export interface Progress {
  /** Rows delivered; while waiting, rows found. */
  rows: number;
  expectedRows: number | null;
  calls: number;
  expectedCalls: number | null;
  byState: Summary["byState"];
  etaMs: number | null;
}

type Stop = Extract<WalkStep, { do: "done" }>["stop"];
/** What happened since the last text that the machine can be made anew from. */
type Event = { next: number } | { reply: WalkReply; now: number } | { ask: string; numbers: number[] };

const IGNORED = { 3: "unknown", 4: "repeated", 5: "late" } as const;
/** So many events are kept before the machine is written down anew: a reply, and the step that sent its call. */
const KEPT_EVENTS = 64;

/**
 * After every `handle`, call `next` until it says wait or done. `now` (ms) is an argument, jitter comes from the seed; nothing inside reads
 * a clock. The machine lives in the core and is freed with this object, or by `free`; a core that had to be restarted does not harm it.
 */
export class Walk {
  #held: Held;
  /** From this text and what happened since, the machine is made anew where a restarted core has lost it. */
  #written: string;
  #since: Event[] = [];
  readonly #fields: string;
  readonly #locale: Locale | undefined;

  private constructor(place: string, fields: string, locale: Locale | undefined) {
    this.#held = hold(this, place);
    this.#fields = fields;
    this.#locale = locale;
    this.#written = this.#ask("checkpoint", "", 1);
  }

  /** A walk over a plan. Where the plan is not ok, there is nothing to do, and the ledger proves nothing. */
  static start(made: Plan, options?: WalkOptions): Walk {
    const fields = questionOf(made);
    if (fields === undefined) throw new RefreshTasksError("NoPlan", "the plan must be one that `plan` made, not a copy of it");
    const now = moment("now", options?.now ?? Date.now());
    return new Walk(ask("walk-start", fields, now, ...numbers(options)), fields, undefined);
  }

  /** Until every task is final. Of a query, `statuses` are left out: they are what is waited for. Rows are fresh once their end is confirmed. */
  static wait(what: string[] | Query, options: WaitOptions): Walk {
    const query = Array.isArray(what) ? { taskIds: what } : what;
    const now = moment("now", options?.now ?? Date.now());
    const fields = questionFields(query, { ...options, now });
    const deadline = moment("deadline", options?.deadline);
    const grace = whole("graceMs", options?.graceMs, 120_000);
    return new Walk(ask("walk-wait", fields, now, ...numbers(options), deadline, grace), fields, options?.locale);
  }

  /**
   * Goes on from a checkpoint. Refuses, by an error whose code says why, a damaged or foreign one (`CheckpointDamaged`, `CheckpointForeign`,
   * `CheckpointVersion`) and another query if one is given (`CheckpointOtherQuery`); a very long query, or one whose paths hold a `?`, must
   * be given again (`CheckpointQueryNeeded`). What has aged out since shows in the ledger. A wait whose time was up goes on if `deadline` (ms)
   * gives it more.
   */
  static resume(checkpoint: string, options: { now: number; query?: Query; deadline?: number; locale?: Locale | undefined }): Walk {
    const now = moment("now", options?.now ?? Date.now());
    const fields = options?.query === undefined ? "" : questionFields(options.query, { now });
    const text = typeof checkpoint === "string" ? checkpoint : "";
    const deadline = options?.deadline === undefined ? Number.NaN : moment("deadline", options.deadline);
    return new Walk(resumed(text, fields, options?.locale, now, 0, deadline), fields, options?.locale);
  }

  /** What to do at `now`. */
  next(now: number): WalkStep {
    const at = moment("now", now);
    const fields = split(this.#ask("next", "", at));
    const [kind, first = "", operation = "", window = "", notBefore = "", notAfter = ""] = fields;
    // Waiting changes nothing but the clock, and the next step tells the time again.
    if (kind === "w") return { do: "wait", until: first === "" ? null : Number(first) };
    this.#since.push({ next: at });
    if (kind === "d") return { do: "done", stop: first as Stop };
    return {
      do: "send",
      id: Number(first),
      call: {
        operation: operation as Operation,
        request: brand(fields.slice(6), operation as Operation),
        window: window === "" ? null : Number(window),
        notBefore: Number(notBefore),
        notAfter: notAfter === "" ? null : Number(notAfter),
      },
    };
  }

  /** Hands a reply in. */
  handle(reply: WalkReply, now: number): WalkHandled {
    const at = moment("now", now);
    const before = instance();
    const handled = this.#handle(reply, at);
    this.#since.push({ reply, now: at });
    // What restarted the core when it was read would do so again, whenever the machine is made anew, and so without end.
    if (this.#since.length >= KEPT_EVENTS || instance() !== before) this.#write();
    return handled;
  }

  #handle(reply: WalkReply, now: number): WalkHandled {
    const id = Number.isInteger(reply.id) && reply.id >= 0 && reply.id < 2 ** 32 ? reply.id : 2 ** 32 - 1;
    // Before the body is read, because making the machine anew reads others.
    this.#revive();
    if ("fault" in reply) {
      const kind = reply.fault === "timeout" ? "timeout" : "network";
      const told = this.#tell("fault", kind, id, Number.NaN, now, 1, 0, 1);
      return ignored(told) ?? { fault: withoutAnswer(kind, this.#locale), retryAt: told[1] ?? null };
    }
    const about = reply.about ?? {};
    const read = parse(reply.body, this.#locale === undefined ? about : { locale: this.#locale, ...about });
    const date = dateOf(about);
    if (read.kind === "page") {
      const told = this.#tell("page", "", id, date, now, about.status ?? 0);
      if (told[0] === 2) return { fault: withoutAnswer("unexpected", this.#locale), retryAt: told[1] ?? null };
      return ignored(told) ?? { page: read, fresh: told.slice(1).map((place) => read.at(place) as TaskView) };
    }
    const { code, retryable, throttled, retryAfterMs, explanation } = read;
    const aboutParams = explanation.params.length > 0 || !explanation.known;
    const flags = [retryable, throttled, aboutParams].map(Number);
    const told = this.#tell("fault", code, id, date, now, ...flags, retryAfterMs ?? Number.NaN);
    return ignored(told) ?? { fault: read, retryAt: told[1] ?? null };
  }

  ledger(): Ledger {
    return ledgerOf(JSON.parse(this.#ask("ledger")) as LedgerTold);
  }

  /** The ledger in one sentence. */
  sentence(locale: Locale = this.#locale ?? "en"): string {
    return worded(this.#ask("sentence", "", Number(isChinese(locale))), language(locale));
  }

  /** Versioned, secret-free, at most 64 KB + 32 B per awaited id. */
  checkpoint(): string {
    return this.#ask("checkpoint");
  }

  progress(): Progress {
    const told = split(this.#ask("progress")).map((count) => (count === "" ? null : Number(count)));
    const [rows, expectedRows, calls, expectedCalls, etaMs, running, succeeded, failed, canceled, unknown] = told as number[];
    return { rows, expectedRows, calls, expectedCalls, byState: { running, succeeded, failed, canceled, unknown }, etaMs } as Progress;
  }

  /** The ids that a wait still waits for. */
  unfinished(): string[] {
    return split(this.#ask("unfinished"));
  }

  /** Whether it waits until its tasks are over, or lists them; of a checkpoint it is not seen. */
  waits(): boolean {
    return this.#ask("waits") === "1";
  }

  cancel(): void {
    this.#change("cancel");
  }

  /** The call of this id was never sent, because the walk was left before its turn came: it does not count. */
  unsent(id: number): void {
    this.#change("unsent", id);
  }

  /** So many calls were made besides those that were to be sent; `retries` of them repeat others. */
  besides(calls: number, retries: number): void {
    this.#change("besides", calls, retries);
  }

  /** Gives the machine's memory back at once, instead of when this object is collected. It is made anew if it is used after all. */
  free(): void {
    this.#write();
    const held = this.#held;
    machines.unregister(held);
    this.#held = { place: 0, instance: -1 };
    letGo(held);
  }

  #write(): void {
    this.#written = this.#ask("checkpoint", "", 1);
    this.#since = [];
  }

  #change(ask: string, ...numbers: number[]): void {
    this.#ask(ask, "", ...numbers);
    this.#since.push({ ask, numbers });
  }

  #ask(what: string, fields = "", ...numbers: number[]): string {
    this.#revive();
    return ask(`walk-${what}`, fields, this.#held.place, ...numbers);
  }

  #tell(what: string, fields: string, ...numbers: number[]): number[] {
    return split(this.#ask(what, fields, ...numbers)).map(Number);
  }

  /** Where the core was restarted, the machine is gone with its memory: it is made anew and taken through what happened since. */
  #revive(): void {
    if (this.#held.instance === instance()) return;
    this.#held = hold(this, resumed(this.#written, this.#fields, this.#locale, 0, 1));
    for (const event of this.#since) {
      if ("next" in event) this.#ask("next", "", event.next);
      else if ("reply" in event) this.#handle(event.reply, event.now);
      else this.#ask(event.ask, "", ...event.numbers);
    }
  }
}

/** Where a machine lives in the core, and in which instance of it. */
interface Held {
  place: number;
  instance: number;
}

/** Machines are freed when their walks are collected. */
const machines = new FinalizationRegistry<Held>(letGo);

function hold(walk: Walk, place: string): Held {
  const held = { place: Number(place), instance: instance() };
  machines.register(walk, held, held);
  return held;
}

function letGo(held: Held): void {
  if (held.instance === instance()) ask("walk-free", "", held.place);
}

const ignored = ([kind = 3]: number[]): { ignored: "unknown" | "repeated" | "late" } | undefined =>
  kind === 3 || kind === 4 || kind === 5 ? { ignored: IGNORED[kind] } : undefined;

function resumed(text: string, fields: string, locale: Locale | undefined, ...numbers: number[]): string {
  const told = ask("walk-resume", `${text}\0${fields}`, ...numbers);
  if (!/^\d/.test(told)) throw refusal(told, locale);
  return told;
}

/** The moment of a reply's `date` header. */
function dateOf(about: About): number {
  const headers = about.headers;
  if (headers === undefined || headers === null) return Number.NaN;
  if (typeof headers.get === "function") return Date.parse((headers as Headers).get("date") ?? "");
  const date = Object.entries(headers as Record<string, string>).find(([name]) => name.toLowerCase() === "date");
  return Date.parse(String(date?.[1] ?? ""));
}

function moment(name: string, value: unknown): number {
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms !== "number" || !Number.isFinite(ms)) {
    throw new RefreshTasksError("InvalidMoment", `\`${name}\` must be milliseconds since the epoch`);
  }
  return ms;
}

function whole(name: string, value: unknown, absent: number): number {
  if (value === undefined || value === null) return absent;
  if (typeof value !== "number" || !(value >= 0)) throw new RefreshTasksError("InvalidOption", `\`${name}\` must be a number of at least 0`);
  return Math.min(Math.round(value), 2 ** 32 - 1);
}

/** Seed, calls under way at once, settle time. */
const numbers = (options: WalkOptions | undefined): number[] => [
  Number(options?.seed ?? 0),
  whole("inFlight", options?.inFlight, 8),
  whole("settleMs", options?.settleMs, 120_000),
];
