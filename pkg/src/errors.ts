import type { Diagnostic } from "./check.js";
import type { Fault } from "./parse.js";

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

/** A browser called the core before `init()` had loaded it. */
export class NotInitializedError extends RefreshTasksError {
  static {
    this.prototype.name = "NotInitializedError";
  }
  constructor() {
    super("NotInitialized", "the core is not loaded yet: `await init()` once before the first call");
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

/** The service, or the way to it, answered with something that is not a page. */
export class ServiceError extends RefreshTasksError {
  static {
    this.prototype.name = "ServiceError";
  }
  readonly fault: Fault;
  constructor(fault: Fault) {
    const { code, message, httpStatus, requestId } = fault;
    const where = [httpStatus !== null && `HTTP ${httpStatus}`, requestId !== null && `request id ${requestId}`].filter(Boolean).join(", ");
    super(code, `${message || code}${where && ` (${where})`}`);
    this.fault = fault;
  }
}
