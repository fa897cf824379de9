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
