/** Spaces calls for everyone who shares an account. */

/** `list` 5/s and `by-id` 30/s are the service's limits, for the whole account. */
export interface Quota {
  /** Resolves when a call may go. */
  acquire(kind: "list" | "by-id", signal?: AbortSignal): Promise<void>;
  /** The service refused for so long. */
  penalize(kind: "list" | "by-id", ms: number): void;
}
