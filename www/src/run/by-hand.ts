import type { Operation, Reply, TaskRequest } from "cdn-refresh-tasks";
import { type Source, ourClock } from "./source.js";

/** The call that waits for its answer. */
export interface Asked {
  request: TaskRequest;
  operation: Operation;
  answer(reply: Reply): void;
}

/** Calls go out on paper: each is shown, and its answer pasted. One at a time. */
export class ByHand implements Source {
  readonly kind = "by-hand";
  readonly clock = ourClock;
  readonly inFlight = 1;
  asked: Asked | null = null;

  constructor(private readonly changed: () => void) {}

  send(request: TaskRequest, operation: Operation, signal: AbortSignal | undefined): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const over = () => {
        this.asked = null;
        this.changed();
      };
      signal?.addEventListener("abort", () => (over(), reject(signal.reason as Error)), { once: true });
      this.asked = { request, operation, answer: (reply) => (over(), resolve(reply)) };
      this.changed();
    });
  }
}
