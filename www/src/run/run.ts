import { type Fault, type Ledger, type PlanOptions, type Progress, type Query, type TaskView, Walk, plan } from "cdn-refresh-tasks";
import { drive } from "cdn-refresh-tasks/client/drive";
import { redact } from "cdn-refresh-tasks/client/redact";
import type { Source } from "./source.js";

export type Phase = "running" | "paused" | "finished" | "cancelled" | "deadline" | "failed";

export interface RunQuestion {
  /** With absolute times: what is read stays the same after a pause. */
  query: Query;
  options: PlanOptions;
  /** Null: the list is read once. Else: until every task is final, at most so many milliseconds. */
  waitMs: number | null;
}

/** A fault that came instead of a page. */
export interface Met {
  at: number;
  fault: Fault;
  retryAt: number | null;
}

const FAULTS_KEPT = 50;
/** Rows are shown as they come, but not oftener than this; long tables cost more to show. */
const SHOW_MS = 200;
const SHOW_LONG_MS = 1000;
const LONG = 20_000;

/** One question on its way: a walk, who answers it, and what has come. */
export class Run {
  phase: Phase = "running";
  /** Every row that was delivered. A new list each time it is shown; the same rows at its start. */
  tasks: readonly TaskView[] = [];
  /** Of a wait, when each row was seen to have ended: the source's clock, in the order of `tasks`. */
  readonly endings: number[] = [];
  readonly met: Met[] = [];
  faults = 0;
  progress: Progress;
  ledger: Ledger;
  sentFirst: number;
  /** What stopped it, where that was neither the service nor the reader. */
  error: unknown = null;

  private readonly rows: TaskView[] = [];
  private walk: Walk;
  private stop: AbortController | undefined;
  private shownAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private idle = 0;
  private idleSince: number | null = null;

  constructor(
    readonly question: RunQuestion,
    readonly source: Source,
    private readonly changed: () => void,
  ) {
    const now = source.clock.now();
    const { query, options, waitMs } = question;
    const seed = Math.floor(Math.random() * 2 ** 32);
    this.walk =
      waitMs === null
        ? Walk.start(plan(query, { ...options, now }), { now, seed, inFlight: source.inFlight })
        : Walk.wait(query, { ...options, now, seed, inFlight: source.inFlight, deadline: now + waitMs });
    this.progress = this.walk.progress();
    this.ledger = this.walk.ledger();
    this.sentFirst = now;
    void this.go();
  }

  /** Milliseconds of the source's time that were spent, pauses left out. */
  elapsed(): number {
    const now = this.source.clock.now();
    return (this.idleSince ?? now) - this.sentFirst - this.idle;
  }

  /** Secret-free text from which the command line, too, goes on. */
  checkpoint(): string {
    return this.walk.checkpoint();
  }

  pause(): void {
    if (this.phase === "running") this.end("paused");
  }

  /** Goes on from the checkpoint, as after a restart. */
  resume(): void {
    if (this.phase !== "paused") return;
    const now = this.source.clock.now();
    const checkpoint = this.walk.checkpoint();
    this.walk.free();
    this.walk = Walk.resume(checkpoint, { now, query: this.question.query });
    this.idle += now - (this.idleSince ?? now);
    this.idleSince = null;
    this.phase = "running";
    this.source.resume?.();
    void this.go();
    this.show();
  }

  cancel(): void {
    if (this.phase === "running" || this.phase === "paused") this.end("cancelled");
  }

  private end(phase: Phase): void {
    this.phase = phase;
    if (phase === "cancelled") this.walk.cancel();
    this.source.pause?.();
    this.idleSince ??= this.source.clock.now();
    this.stop?.abort();
    this.show();
  }

  private async go(): Promise<void> {
    const stop = (this.stop = new AbortController());
    const { source } = this;
    const transport = {
      now: () => source.clock.now(),
      send: (...[request, operation, , signal, sent]: Parameters<Parameters<typeof drive>[1]["send"]>) => {
        sent?.();
        return source.send(request, operation, signal);
      },
      redacted: (fault: Fault, detail?: string): Fault => ({ ...fault, message: redact(detail ?? fault.message) }),
    };
    try {
      const steps = drive(this.walk, transport, source.clock, stop.signal);
      for (;;) {
        const step = await steps.next();
        if (step.done) {
          this.end(step.value);
          return;
        }
        const { fresh, fault, retryAt } = step.value;
        const now = source.clock.now();
        for (const row of fresh) {
          this.rows.push(row);
          if (this.question.waitMs !== null) this.endings.push(now);
        }
        if (fault !== null) {
          this.faults += 1;
          this.met.push({ at: now, fault, retryAt });
          if (this.met.length > FAULTS_KEPT) this.met.shift();
        }
        this.showSoon();
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      this.error = error;
      this.end("failed");
    }
  }

  private showSoon(): void {
    const pause = this.rows.length > LONG ? SHOW_LONG_MS : SHOW_MS;
    this.timer ??= setTimeout(() => this.show(), Math.max(0, this.shownAt + pause - performance.now()));
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shownAt = performance.now();
    const { expectedRows, expectedCalls } = this.progress;
    const stopped = this.phase === "cancelled" || this.phase === "deadline" || this.phase === "failed";
    // A walk that has stopped expects nothing more: what was still to come when it did is what it lacks.
    this.progress = { ...this.walk.progress(), ...(stopped && { expectedRows, expectedCalls }) };
    this.ledger = this.walk.ledger();
    if (this.rows.length !== this.tasks.length) this.tasks = this.rows.slice();
    this.changed();
  }
}
