/** Turns a walk's wishes into calls: the loop around `next` and `handle`, with its timers, and nothing of its own to decide. */
import { ServiceError } from "../errors.js";
import type { Fault, TaskPage, TaskView } from "../parse.js";
import type { PlannedCall } from "../plan.js";
import type { Walk } from "../walk.js";
import { type Clock, type Reply, type Transport, isHopeless } from "./transport.js";

export type Stop = Extract<ReturnType<Walk["next"]>, { do: "done" }>["stop"];

/** What one reply brought. */
export interface Step {
  page: TaskPage | null;
  /** Asked-for rows that were not delivered before. */
  fresh: TaskView[];
  fault: Fault | null;
  /** ms; when it is tried again. Null for a page, and for a fault that nothing mends. */
  retryAt: number | null;
  /** Of a fault that nothing mends: the walk's checkpoint before it was told, from which the same call is made again. */
  before: string | null;
}

/**
 * Yields what each reply brought; returns why the walk ended. While the consumer holds a step, nothing new is asked. Returning early
 * ends the calls that are under way.
 */
export async function* drive(walk: Walk, transport: Pick<Transport, "now" | "send" | "redacted">, clock: Clock, signal?: AbortSignal): AsyncGenerator<Step, Stop> {
  const ended = new AbortController();
  const stop = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const arrived: { id: number; reply: Reply }[] = [];
  /** How often each request was tried, while it is not answered. */
  const attempts = new Map<string, number>();
  const requests = new Map<number, string>();
  /** Calls whose turn has not come. */
  const waiting = new Set<number>();
  let failed: { error: unknown } | undefined;
  let answered = false;
  let wake = (): void => {};

  const start = (id: number, call: PlannedCall): void => {
    const key = `${call.window}\0${JSON.stringify(call.request)}`;
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    requests.set(id, key);
    waiting.add(id);
    const sent = (): void => {
      // Sent once more, where its timestamp was mended.
      if (!waiting.delete(id)) walk.besides(1, 1);
    };
    transport.send(call.request, call.operation, attempt, stop, sent).then(
      (reply) => void arrived.push({ id, reply }),
      (error: unknown) => (failed ??= { error }),
    ).finally(() => wake());
  };

  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failed) throw failed.error;
      const step = walk.next(transport.now());
      if (step.do === "done") return step.stop;
      if (step.do === "send") {
        start(step.id, step.call);
        continue;
      }
      if (arrived.length === 0 && failed === undefined) await pause(step.until);
      const next = arrived.shift();
      if (next === undefined) continue;
      const { id, reply } = next;
      const refused = "fault" in reply || reply.about.status !== 200;
      const before = refused ? walk.checkpoint() : null;
      const outcome = walk.handle("fault" in reply ? { id, fault: reply.fault } : { id, ...reply }, transport.now());
      const key = requests.get(id);
      requests.delete(id);
      if ("ignored" in outcome) continue;
      if ("page" in outcome) {
        answered = true;
        if (key !== undefined) attempts.delete(key);
        yield { page: outcome.page, fresh: outcome.fresh, fault: null, retryAt: null, before: null };
      } else {
        const fault = transport.redacted(outcome.fault, "detail" in reply ? reply.detail : undefined);
        if (!answered && "detail" in reply && isHopeless(reply.detail)) throw new ServiceError(fault, walk.ledger(), before);
        yield { page: null, fresh: [], fault, retryAt: outcome.retryAt, before: outcome.retryAt === null ? before : null };
      }
    }
  } finally {
    ended.abort();
    for (const id of waiting) walk.unsent(id);
  }

  /** Until something arrives, the time comes, or the caller aborts. */
  async function pause(until: number | null): Promise<void> {
    const over = new AbortController();
    const aborted = (): void => wake();
    const woken = new Promise<void>((resolve) => (wake = resolve));
    stop.addEventListener("abort", aborted, { once: true });
    const waits = [woken];
    // A sleep that is ended early rejects; by then nobody waits for it.
    if (until !== null) waits.push(clock.sleep(Math.max(0, until - transport.now()), over.signal).catch(() => {}));
    await Promise.race(waits);
    stop.removeEventListener("abort", aborted);
    over.abort();
    wake = () => {};
  }
}
