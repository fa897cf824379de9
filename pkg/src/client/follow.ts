/** Walks and waits, driven to their end: loaded with the first of them. */
import { IncompleteError, InvalidRequestError, RefreshTasksError, ServiceError } from "../errors.js";
import type { Fault, TaskView } from "../parse.js";
import { type Query, plan } from "../plan.js";
import { Walk } from "../walk.js";
import { type Step, type Stop, drive } from "./drive.js";
import type { Setup } from "./index.js";
import { transportOf } from "./live.js";
import { meter } from "./meter.js";
import { type ClientWaitOptions, type TasksOptions, type WaitResult, asks, resumed } from "./walks.js";

/** A walk, and how it is made anew where the clock turns out to be wrong; what was resumed is not. */
export interface Walking {
  readonly walk: Walk;
  readonly restart: (() => void) | undefined;
}

/**
 * What the replies bring. Times were reckoned by our clock: where the first reply shows that it is wrong, the walk begins again by the
 * service's, because windows would lie beyond the retention or in the future, and a deadline would be over at once.
 */
async function* steps(setup: Setup, walking: Walking, signal: AbortSignal | undefined): AsyncGenerator<Step, Stop> {
  const transport = transportOf(setup);
  // Once: a service whose clock jumps about is not started on for ever.
  for (let again = true; ; again = false) {
    const { offset } = setup;
    const driven = drive(walking.walk, transport, setup.clock, signal);
    try {
      let step = await driven.next();
      if (again && setup.offset !== offset && walking.restart) {
        await driven.return("cancelled");
        // What was asked in vain was asked.
        const { calls, retries } = walking.walk.ledger();
        walking.restart();
        walking.walk.besides(calls, retries);
        continue;
      }
      while (!step.done) {
        yield step.value;
        step = await driven.next();
      }
      return step.value;
    } finally {
      await driven.return("cancelled");
    }
  }
}

/** The rows of a walk, a page at a time. */
export async function* pages(setup: Setup, walking: Walking, { signal, onProgress, onIncomplete, limit = Infinity }: TasksOptions): AsyncGenerator<TaskView[], void> {
  const tell = meter(() => walking.walk, setup.clock, onProgress);
  let rows = 0;
  let fault: Fault | null = null;
  let before: string | null = null;
  let whole = false;
  let answered = false;
  try {
    const driven = steps(setup, walking, signal);
    try {
      for (;;) {
        const step = await driven.next();
        if (step.done) {
          whole = step.value === "finished";
          break;
        }
        fault = step.value.fault ?? fault;
        before = step.value.before;
        answered ||= step.value.page !== null;
        const { fresh } = step.value;
        rows += fresh.length;
        tell();
        if (fresh.length > 0) yield fresh;
      }
    } finally {
      await driven.return("cancelled");
    }
  } finally {
    // The walk is left as it stands, not cancelled: its checkpoint goes on from here.
    tell(true);
  }
  const { walk } = walking;
  const ledger = walk.ledger();
  // Where not one page came, what came instead is the news.
  if (fault !== null && !(whole && answered)) throw new ServiceError(fault, ledger, before ?? walk.checkpoint());
  // Who wanted no more than that has all that was wanted.
  if (!ledger.complete && rows < limit && onIncomplete !== "return") throw new IncompleteError(ledger, walk.checkpoint());
}

export async function wait(setup: Setup, what: string[] | Query, given: ClientWaitOptions): Promise<WaitResult> {
  const { graceMs, signal, resume, onProgress } = given;
  // Without end is some thousand years.
  const timeoutMs = typeof given.timeoutMs === "number" ? Math.min(given.timeoutMs, 1e14) : -1;
  if (!(timeoutMs >= 0)) throw new RefreshTasksError("InvalidTimeout", "`wait` needs `timeoutMs`, the milliseconds it may take: a number of at least 0");
  const transport = transportOf(setup);
  const { clock, words } = setup;
  // By our own clock, which may be wrong but goes on evenly.
  const over = clock.now() + timeoutMs;
  const query = Array.isArray(what) ? { taskIds: what } : what;
  const begin = (): Walk => {
    const now = transport.now();
    const planned = plan(query, { ...words, now });
    if (!planned.ok) throw new InvalidRequestError(planned.diagnostics);
    const deadline = now + over - clock.now();
    return Walk.wait(what, { now, deadline, seed: setup.seed(), ...words, ...(graceMs !== undefined && { graceMs }) });
  };
  // A status is what is waited for, so it is no part of the question.
  const { statuses: _statuses, ...waitedFor } = query ?? {};
  const named = Array.isArray(what) ? what.length > 0 : asks(what);
  if (resume === undefined && (what === undefined || what === null)) throw new RefreshTasksError("NothingToWaitFor", "`wait` needs task ids, or a query; `{}` is every task that the service holds");
  const walking: Walking & { walk: Walk } = {
    walk: resume === undefined ? begin() : resumed(resume, transport.now(), named ? waitedFor : null, words.locale, transport.now() + timeoutMs),
    restart: resume === undefined ? () => void (walking.walk = begin()) : undefined,
  };
  const tell = meter(() => walking.walk, clock, onProgress);
  const failed: TaskView[] = [];
  const driven = steps(setup, walking, signal);
  let stop: Stop = "cancelled";
  let fault: Fault | null = null;
  let before: string | null = null;
  let answered = false;
  try {
    for (;;) {
      const step = await driven.next();
      if (step.done) {
        stop = step.value;
        break;
      }
      fault = step.value.fault ?? fault;
      before = step.value.before;
      answered ||= step.value.page !== null;
      // A row is fresh once its end is confirmed.
      for (const row of step.value.fresh) if (row.state === "failed" || row.state === "canceled") failed.push(row);
      tell();
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    await driven.return("cancelled");
    tell(true);
  }
  const { walk } = walking;
  const ledger = walk.ledger();
  const checkpoint = before ?? walk.checkpoint();
  if (fault !== null && (stop === "failed" || (stop !== "cancelled" && !answered))) throw new ServiceError(fault, ledger, checkpoint);
  const unfinished = walk.unfinished();
  const { absent, aged } = ledger.ids;
  const outcome =
    stop === "cancelled" ? "aborted"
    : stop === "deadline" ? "deadline"
    : failed.length > 0 ? "failed"
    : absent.length + aged.length + unfinished.length > 0 || !ledger.complete ? "incomplete"
    : "complete";
  return { outcome, counts: walk.progress().byState, failed, unfinished, absent, ledger, checkpoint };
}
