import type { SourceKind } from "./source.js";

export const SOURCES: readonly SourceKind[] = ["emulated", "live", "by-hand"];
export const SCENARIOS = ["shop", "release", "failing-origin", "throttled-account", "drift", "clock-ahead", "many-rows-per-id", "fifty-domains", "large-account"] as const;
export type Scenario = (typeof SCENARIOS)[number];
/** How much faster than life. */
export const SPEEDS = [1, 10, 60, 600, Infinity] as const;
/** Of the calls, for all kinds together. */
export const SHARES = [0.02, 0.1, 0.3] as const;
export const MINUTES = [5, 15, 60] as const;
/** Kinds of faults as people name them, and the emulator's names for them. */
export const FAULTS = {
  slow: ["delay", "hang"],
  throttled: ["throttling", "throttling-storm"],
  cut: ["reset", "cut-off", "truncated-body", "empty-body"],
  gateway: ["html-502", "internal-error", "service-unavailable"],
  refused: ["forbidden"],
  odd: [
    ...["shape-counts-as-text", "shape-id-as-number", "shape-extra-fields", "shape-unknown-status", "shape-time-with-space"],
    ...["shape-shuffled", "shape-escaped", "shape-indented", "shape-bom"],
  ],
} as const satisfies Record<string, readonly string[]>;
export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

export interface RunSettings {
  source: SourceKind;
  scenario: Scenario;
  faults: readonly FaultKind[];
  share: number;
  speed: number;
  /** Until every task has ended, or read once. */
  wait: boolean;
  /** How long a wait may take. */
  minutes: number;
}

export const usualSettings: RunSettings = { source: "emulated", scenario: "shop", faults: [], share: 0.1, speed: 60, wait: false, minutes: 15 };
