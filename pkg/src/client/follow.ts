/** Walks and waits, driven to their end: loaded with the first of them. */
import { IncompleteError, RefreshTasksError, ServiceError } from "../errors.js";
import type { Fault, TaskView } from "../parse.js";
import type { Query } from "../plan.js";
import { Walk } from "../walk.js";
import { type Stop, drive } from "./drive.js";
import type { Setup } from "./index.js";
import { transportOf } from "./live.js";
import { meter } from "./meter.js";
import type { ClientWaitOptions, TasksOptions, WaitResult } from "./walks.js";

/** The rows of a walk, a page at a time. */
export async function* pages(setup: Setup, walk: Walk, { signal, onProgress, onIncomplete, limit = Infinity }: TasksOptions): AsyncGenerator<TaskView[], void> {
  const tell = meter(walk, setup.clock, onProgress);
  let rows = 0;
  let fault: Fault | null = null;
  let whole = false;
  let answered = false;
  try {
    const steps = drive(walk, transportOf(setup), setup.clock, signal);
    try {
      for (;;) {
        const step = await steps.next();
        if (step.done) {
          whole = step.value === "finished";
          break;
        }
        fault = step.value.fault ?? fault;
        answered ||= step.value.page !== null;
        const { fresh } = step.value;
        rows += fresh.length;
        tell();
        if (fresh.length > 0) yield fresh;
      }
    } finally {
      await steps.return("cancelled");
    }
  } finally {
    // The walk is left as it stands, not cancelled: its checkpoint goes on from here.
    tell(true);
  }
  const ledger = walk.ledger();
  // Where not one page came, what came instead is the news.
  if (fault !== null && !(whole && answered)) throw new ServiceError(fault, ledger, walk.checkpoint());
  // Who wanted no more than that has all that was wanted.
  if (!ledger.complete && rows < limit && onIncomplete !== "return") throw new IncompleteError(ledger, walk.checkpoint());
}

export async function wait(setup: Setup, what: string[] | Query, given: ClientWaitOptions): Promise<WaitResult> {
  const { timeoutMs, graceMs, signal, resume, onProgress } = given ?? {};
  if (!(timeoutMs >= 0)) throw new RefreshTasksError("InvalidTimeout", "`wait` needs `timeoutMs`, the time it may take");
  const transport = transportOf(setup);
  const { clock, words } = setup;
  const now = transport.now();
  const deadline = now + timeoutMs;
  const walk =
    resume === undefined
      ? Walk.wait(what, { now, deadline, seed: setup.seed(), ...words, ...(graceMs !== undefined && { graceMs }) })
      : Walk.resume(resume, { now });
  const tell = meter(walk, clock, onProgress);
  const failed: TaskView[] = [];
  const steps = drive(walk, transport, clock, signal);
  let stop: Stop = "cancelled";
  let fault: Fault | null = null;
  let answered = false;
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done) {
        stop = step.value;
        break;
      }
      fault = step.value.fault ?? fault;
      answered ||= step.value.page !== null;
      // A row is fresh once its end is confirmed.
      for (const row of step.value.fresh) if (row.state === "failed" || row.state === "canceled") failed.push(row);
      tell();
      // A resumed walk keeps the deadline it was started with; the caller's holds, too.
      if (resume !== undefined && transport.now() >= deadline) {
        stop = "deadline";
        break;
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    await steps.return("cancelled");
    tell(true);
  }
  const ledger = walk.ledger();
  const checkpoint = walk.checkpoint();
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
