/** Every error this package throws; `code` says which, in the same dotted style as the diagnostics. */
export class RefreshTasksError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A browser called the core before `init()` had loaded it. */
export class NotInitializedError extends RefreshTasksError {
  constructor() {
    super("NotInitialized", "the core is not loaded yet: `await init()` once before the first call");
  }
}

/** The core stopped in the middle of a call (memory exhausted, or a bug of ours). It was restarted: the next call works. */
export class CoreStoppedError extends RefreshTasksError {
  constructor(cause: unknown) {
    super("CoreStopped", "the core stopped during this call and was restarted; nothing of this call was kept", { cause });
  }
}
