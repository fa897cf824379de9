/** What was read, what was not, and why. */
import type { Unreachable, Window } from "./plan.js";

/** The proof that a result is whole. */
export interface Ledger {
  /** True only when everything asked up to provenUntil is proven; rows younger than the settle time may still appear. */
  complete: boolean;
  /** ms: tasks created before are proven. Null where nothing is. */
  provenUntil: number | null;
  verdict: "proven" | "gaps" | "unproven";
  /** What the proof rests on and no client can prove, e.g. 'oss-refresh-invisible', 'settle-120s'. */
  assumptions: string[];
  /** Oldest first. */
  windows: LedgerWindow[];
  ids: {
    found: number;
    absent: string[];
    /** Found before; their tasks have left the service's memory. */
    aged: string[];
    /** Not answered, or not settled when the walk ended. */
    unread: string[];
  };
  calls: number;
  retries: number;
  throttled: number;
  rows: number;
  /** Rows that came more than once, as the last look at each window had it. */
  duplicates: number;
  /** Rows delivered that another look found changed. */
  changed: number;
  unreachable: Unreachable[];
}

/** One window of one list. */
export interface LedgerWindow {
  window: Window;
  /** What else the service was asked for; empty for all tasks of the account. */
  filter: string;
  state: "done" | "open" | "gap";
  totalFirst: number | null;
  totalLast: number | null;
  passes: number;
  pages: number;
  rows: number;
  duplicates: number;
  /** Rows created outside the window: it is asked for a second wider. */
  outside: number;
  /** Why it is not proven: a reason, or the code of calls that kept failing. */
  gap: string | null;
}

/** The ledger as the core tells it, its windows flat. */
export interface LedgerTold extends Omit<Ledger, "windows"> {
  windows: (Omit<LedgerWindow, "window"> & { start: string; end: string; startTime: string })[];
}

/** @internal */
export function ledgerOf(told: LedgerTold): Ledger {
  const windows = told.windows.map(({ start, end, startTime, ...read }) => ({
    window: { start, end, request: { StartTime: startTime, EndTime: end } },
    ...read,
  }));
  return { ...told, windows };
}
