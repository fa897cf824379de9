import type { Clock } from "cdn-refresh-tasks";

/** A tab that slept does not leap: at most so much of our time counts at once. */
const MOST_MS = 100;
const FRAME_MS = 16;
/** Work that an event sets off ends within so many turns of the event loop. */
const TURNS = 3;

interface Sleeper {
  at: number;
  wake(): void;
}

/**
 * The time of the emulated service: it goes from one event to the next, at most `speed` times as fast as ours. What the machine needs to
 * work counts for nothing in it, so a slow machine sees the same times as a fast one.
 */
export class SimulatedClock implements Clock {
  #now: number;
  #going = false;
  #stopped = false;
  /** Pieces of work of ours that are under way: signing, loading. Time waits for them. */
  #held = 0;
  /** Soonest first. */
  readonly #sleepers: Sleeper[] = [];

  constructor(
    start: number,
    public speed: number,
  ) {
    this.#now = start;
  }

  now = (): number => this.#now;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const sleeper: Sleeper = { at: this.#now + Math.max(0, ms), wake: () => (signal?.removeEventListener("abort", abort), resolve()) };
      const abort = () => {
        const at = this.#sleepers.indexOf(sleeper);
        if (at >= 0) this.#sleepers.splice(at, 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", abort, { once: true });
      const later = this.#sleepers.findIndex(({ at }) => at > sleeper.at);
      this.#sleepers.splice(later < 0 ? this.#sleepers.length : later, 0, sleeper);
      void this.#go();
    });

  /** Time stands still while `work` is under way, but for what of it is `outside`. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  /** Within `during`: what passes in this clock's own time. */
  async outside<T>(work: () => Promise<T>): Promise<T> {
    const passing = work();
    this.#release();
    try {
      return await passing;
    } finally {
      this.#held += 1;
    }
  }

  #release(): void {
    this.#held -= 1;
    void this.#go();
  }

  /** Time stands still until `start`. */
  stop(): void {
    this.#stopped = true;
  }

  start(): void {
    this.#stopped = false;
    void this.#go();
  }

  async #go(): Promise<void> {
    if (this.#going) return;
    this.#going = true;
    let mark = performance.now();
    let credit = 0;
    for (;;) {
      for (let turn = 0; turn < TURNS; turn += 1) await turned();
      const [first] = this.#sleepers;
      if (first === undefined || this.#stopped || this.#held > 0) break;
      const ours = performance.now();
      // Infinitely fast, nothing is ever waited for.
      credit += this.speed === Infinity ? Infinity : Math.min(ours - mark, MOST_MS) * this.speed;
      mark = ours;
      const due = Math.max(0, first.at - this.#now);
      if (due > credit) {
        this.#now += credit;
        const rest = (due - credit) / this.speed;
        credit = 0;
        await new Promise((resolve) => setTimeout(resolve, Math.min(FRAME_MS, rest)));
        continue;
      }
      credit -= due;
      if (this.speed === Infinity) credit = 0;
      this.#now = Math.max(this.#now, first.at);
      this.#sleepers.shift();
      first.wake();
    }
    this.#going = false;
  }
}

const channel = new MessageChannel();
const turns: (() => void)[] = [];
channel.port1.onmessage = () => turns.shift()?.();

/** The next turn of the event loop; browsers do not slow messages down as they do timers. */
function turned(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve);
    channel.port2.postMessage(null);
  });
}
