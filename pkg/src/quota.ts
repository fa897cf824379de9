/** The account's calls per second: one quota for everyone who shares the account, in this process. */
import { call, memory } from "./core.js";
import { RefreshTasksError } from "./errors.js";
import type { Clock } from "./client/transport.js";

/** Spaces calls (GCRA) for everyone who shares an account; `list` 5/s and `by-id` 30/s are the service's limits. */
export interface Quota {
  /** Resolves when a call may be sent, in the order of asking; rejects with the signal's reason, and then takes nothing. */
  acquire(kind: "list" | "by-id", signal?: AbortSignal): Promise<void>;
  /** The service refused a call and wants none for so long: no call of this kind goes before, and the rate is halved for a while. */
  penalize(kind: "list" | "by-id", ms: number): void;
}

/**
 * A quota for this process. Calls are spaced evenly, nothing is saved up for a burst. Rates are calls per second; the default is 80 % of
 * the service's limits, because the vendor's console and every other program of the account share them. A refusal halves the rate; it
 * recovers over a minute.
 */
export function createQuota(options?: { list?: number; byId?: number; /** Default: this machine's own. */ clock?: Clock | undefined }): Quota {
  const clock = options?.clock;
  const lanes = { list: new Lane(options?.list, false, "list", clock), "by-id": new Lane(options?.byId, true, "byId", clock) };
  const lane = (kind: "list" | "by-id"): Lane => {
    if (!Object.hasOwn(lanes, kind)) throw new RefreshTasksError("InvalidQuotaKind", "the kind is `list` or `by-id`");
    return lanes[kind];
  };
  return {
    // An async function, so that a wrong kind rejects like everything else.
    acquire: async (kind, signal) => lane(kind).acquire(signal),
    penalize: (kind, ms) => lane(kind).penalize(ms),
  };
}

/** The core keeps nothing: the quota's numbers live here, so a restarted core changes nothing. The last one is the wait in ms. */
class Lane {
  #numbers: ArrayLike<number>;
  readonly #queue: (() => void)[] = [];
  /** Ends the pause that the next in the queue waits for. */
  #pause: AbortController | undefined;
  readonly #clock: Clock;
  /** The lane's own time: the clock's, never set back, and not before the end of a sleep, whatever the clock then says. */
  #now = Number.NEGATIVE_INFINITY;

  constructor(rate: number | undefined, byId: boolean, name: string, clock: Clock = steady) {
    this.#clock = clock;
    this.#numbers = this.#ask([rate === undefined ? Number.NaN : Number(rate), Number(byId)], 0);
    if (this.#numbers.length === 0 || Number.isNaN(rate)) {
      throw new RefreshTasksError("InvalidQuotaRate", `\`${name}\` must be a number of calls per second above 0`);
    }
  }

  acquire(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      // One of its own: Node warns of a leak where more than ten listen to the same, and that many may wait.
      const ended = signal && AbortSignal.any([signal]);
      const go = () => {
        ended?.removeEventListener("abort", stop);
        resolve();
      };
      const stop = () => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        reject(signal?.reason as Error);
      };
      ended?.addEventListener("abort", stop, { once: true });
      this.#queue.push(go);
      this.#pump();
    });
  }

  penalize(ms: number): void {
    const closed = Number.isFinite(ms) ? Math.max(0, ms) : 0;
    this.#numbers = this.#ask(this.#numbers, closed);
    this.#pause?.abort();
    this.#pause = undefined;
    this.#pump();
  }

  #ask(numbers: ArrayLike<number>, ms = Number.NaN): Float64Array {
    const now = (this.#now = Math.max(this.#now, this.#clock.now()));
    return call((core) => {
      const place = core.quota(numbers as Float64Array, now, ms) >>> 3;
      return memory().doubles.slice(place, place && place + 6);
    });
  }

  /** Lets go whoever may, and comes back for the next. */
  #pump(): void {
    if (this.#pause !== undefined) return;
    while (this.#queue.length > 0) {
      this.#numbers = this.#ask(this.#numbers);
      const wait = this.#numbers[5] ?? 0;
      if (wait > 0) {
        const pause = (this.#pause = new AbortController());
        const over = () => {
          if (this.#pause !== pause) return;
          this.#pause = undefined;
          this.#now += wait;
          this.#pump();
        };
        this.#clock.sleep(Math.ceil(wait), pause.signal).then(over, () => {});
        return;
      }
      this.#queue.shift()?.();
    }
  }
}

/** Of this machine, never set back. */
const steady: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => clearTimeout(timer), { once: true });
    }),
};
