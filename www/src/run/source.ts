import type { Clock, Operation, Reply, TaskRequest } from "cdn-refresh-tasks";

export type SourceKind = "emulated" | "live" | "by-hand";

/** Who answers the calls of a run. */
export interface Source {
  readonly kind: SourceKind;
  readonly clock: Clock;
  /** How many calls may be under way at once. */
  readonly inFlight: number;
  send(request: TaskRequest, operation: Operation, signal: AbortSignal | undefined): Promise<Reply>;
  /** Time and calls stand still, and go on. */
  pause?(): void;
  resume?(): void;
}

export const ourClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(resolve, Math.min(ms, 0x7fffffff));
      signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
    }),
};
