import type { Diagnostic } from "./check.js";
import type { Fault } from "./parse.js";
import type { Ledger } from "./walk.js";

/** Every error this package throws; `code` says which, in the same dotted style as the diagnostics. */
export class RefreshTasksError extends Error {
  // On the prototype and spelled out: minifiers rename classes, and a name is part of what users see.
  static {
    this.prototype.name = "RefreshTasksError";
  }
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A browser called the core before `init()` had loaded it, or after it could not: then `cause` says why. */
export class NotInitializedError extends RefreshTasksError {
  static {
    this.prototype.name = "NotInitializedError";
  }
  constructor(cause?: unknown) {
    super("NotInitialized", cause ? `the core could not be loaded: ${(cause as Error).message}` : "the core is not loaded yet: `await init()` once before the first call", { cause });
  }
}

/** The core stopped in the middle of a call (memory exhausted, or a bug of ours). It was restarted: the next call works. */
export class CoreStoppedError extends RefreshTasksError {
  static {
    this.prototype.name = "CoreStoppedError";
  }
  constructor(cause: unknown) {
    super("CoreStopped", "the core stopped during this call and was restarted; nothing of this call was kept", { cause });
  }
}

/** What was asked can't be sent: `diagnostics` say everything that is wrong with it, and how to mend it. */
export class InvalidRequestError extends RefreshTasksError {
  static {
    this.prototype.name = "InvalidRequestError";
  }
  readonly diagnostics: Diagnostic[];
  constructor(diagnostics: Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const [first] = errors.length > 0 ? errors : diagnostics;
    super(first?.code ?? "InvalidRequest", errors.map(({ message }) => message).join("; ") || "nothing can be asked");
    this.diagnostics = diagnostics;
  }
}

/** The service, or the way to it, answered with something that is not a page. A walk that ended so can be resumed from `checkpoint`. */
export class ServiceError extends RefreshTasksError {
  static {
    this.prototype.name = "ServiceError";
  }
  readonly fault: Fault;
  readonly ledger: Ledger | null;
  readonly checkpoint: string | null;
  constructor(fault: Fault, ledger: Ledger | null = null, checkpoint: string | null = null) {
    const { code, message, httpStatus, requestId } = fault;
    const where = [httpStatus !== null && `HTTP ${httpStatus}`, requestId !== null && `request id ${requestId}`].filter(Boolean).join(", ");
    super(code, `${message || code}${where && ` (${where})`}`);
    this.fault = fault;
    this.ledger = ledger;
    this.checkpoint = checkpoint;
  }
}

/** The rows were delivered, but nothing proves that they are all: `ledger` says what is missing and why, `checkpoint` goes on from here. */
export class IncompleteError extends RefreshTasksError {
  static {
    this.prototype.name = "IncompleteError";
  }
  readonly ledger: Ledger;
  readonly checkpoint: string;
  constructor(ledger: Ledger, checkpoint: string) {
    const gaps = ledger.windows.filter(({ gap }) => gap !== null);
    const why =
      gaps.length > 0
        ? `${gaps.length} of ${ledger.windows.length} windows could not be read whole (${gaps[0]?.gap})`
        : ledger.unreachable.length > 0
          ? "a part of the range is out of the service's reach"
          : `the result is ${ledger.verdict}`;
    super("Incomplete", `${ledger.rows} rows were read, but ${why}`);
    this.ledger = ledger;
    this.checkpoint = checkpoint;
  }
}
