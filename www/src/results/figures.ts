// d3-time and d3-array: the field's own for axes that read well; of d3 only what works them out, the drawing is a few lines of SVG.
import { ticks } from "d3-array";
import { timeTicks } from "d3-time";
import type { TaskView } from "cdn-refresh-tasks";
import { STATES } from "cdn-refresh-tasks/elements/summary";

export { STATES };
export type Counts = Record<TaskView["state"], number>;
const none = (): Counts => ({ succeeded: 0, running: 0, failed: 0, canceled: 0, unknown: 0 });

const BINS = 48;
const HOSTS = 10;

export interface Bin {
  from: number;
  to: number;
  counts: Counts;
}

export interface When {
  bins: Bin[];
  /** The largest column. */
  most: number;
  timeTicks: number[];
  countTicks: number[];
  /** Every one of these tasks submitted up to here has ended; null where that holds of no moment. */
  endedUpTo: number | null;
  oldestRunning: number | null;
  running: number;
  /** Their status is in no document: they may have ended, or not. */
  unknown: number;
  /** Of those submitted up to then. */
  failed: number;
  canceled: number;
}

/** How tasks stand by the time they were submitted; null where no task has one. */
export function whenOf(tasks: readonly TaskView[]): When | null {
  let first = Infinity;
  let last = -Infinity;
  let oldestRunning: number | null = null;
  let running = 0;
  let unknown = 0;
  // From here on not all have ended; one without a time may be the oldest of all.
  let oldestOpen = Infinity;
  for (const { creationTime, state } of tasks) {
    if (state === "running") running += 1;
    if (state === "unknown") unknown += 1;
    if (state === "running" || state === "unknown") oldestOpen = Math.min(oldestOpen, creationTime ?? -Infinity);
    if (creationTime === null) continue;
    first = Math.min(first, creationTime);
    last = Math.max(last, creationTime);
    if (state === "running" && (oldestRunning === null || creationTime < oldestRunning)) oldestRunning = creationTime;
  }
  if (first > last) return null;
  // A release in one second is one column, not none.
  const spread = Math.max(last - first, 10_000);
  const middle = (first + last) / 2;
  const edges = timeTicks(new Date(middle - spread / 2), new Date(middle + spread / 2), BINS).map(Number);
  const step = edges.length > 1 ? (edges[1] as number) - (edges[0] as number) : spread;
  while ((edges[0] ?? Infinity) > first) edges.unshift((edges[0] ?? first + step) - step);
  while ((edges.at(-1) ?? -Infinity) <= last) edges.push((edges.at(-1) ?? last) + step);
  const bins = edges.slice(0, -1).map((from, at): Bin => ({ from, to: edges[at + 1] as number, counts: none() }));
  let endedUpTo: number | null = null;
  let failed = 0;
  let canceled = 0;
  for (const { creationTime, state } of tasks) {
    if (creationTime === null) continue;
    const bin = bins[binAt(edges, creationTime)];
    if (bin) bin.counts[state] += 1;
    if (creationTime >= oldestOpen) continue;
    endedUpTo = Math.max(endedUpTo ?? -Infinity, creationTime);
    if (state === "failed") failed += 1;
    if (state === "canceled") canceled += 1;
  }
  const most = Math.max(...bins.map(({ counts }) => total(counts)));
  const [start = 0, end = 1] = [edges[0], edges.at(-1)];
  return { bins, most, timeTicks: timeTicks(new Date(start), new Date(end), 5).map(Number), countTicks: whole(most), endedUpTo, oldestRunning, running, unknown, failed, canceled };
}

/** The last edge that is not after `time`: edges are months or milliseconds apart, and not always evenly. */
function binAt(edges: readonly number[], time: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) <= time) low = middle;
    else high = middle;
  }
  return low;
}

export const total = (counts: Counts): number => STATES.reduce((sum, state) => sum + counts[state], 0);

const whole = (most: number): number[] => ticks(0, most, 4).filter(Number.isInteger);

export interface Ended {
  /** Points of a staircase: by `at`, `count` had ended. */
  steps: { at: number; count: number }[];
  all: number;
  timeTicks: number[];
  countTicks: number[];
}

/** How many had ended at each moment, as a wait saw it. */
export function endedOf(endings: readonly number[], started: number, all: number): Ended | null {
  if (endings.length === 0) return null;
  const steps = [{ at: started, count: 0 }];
  for (const at of endings) {
    const before = steps.at(-1);
    if (before?.at === at) before.count += 1;
    else steps.push({ at, count: (before?.count ?? 0) + 1 });
  }
  const last = steps.at(-1)?.at ?? started;
  const most = Math.max(all, endings.length);
  return { steps, all: most, timeTicks: timeTicks(new Date(started), new Date(Math.max(last, started + 1000)), 5).map(Number), countTicks: whole(most) };
}

export interface Where {
  host: string;
  failed: number;
  all: number;
}

/** Where tasks failed, worst first; hosts beyond the tenth are told by their number. */
export function whereOf(tasks: readonly TaskView[]): { hosts: Where[]; others: number; othersFailed: number } {
  const hosts = new Map<string, Where>();
  for (const { objectPath, state } of tasks) {
    const host = hostOf(objectPath);
    let where = hosts.get(host);
    if (where === undefined) hosts.set(host, (where = { host, failed: 0, all: 0 }));
    where.all += 1;
    if (state === "failed") where.failed += 1;
  }
  const sorted = [...hosts.values()].filter(({ failed }) => failed > 0).sort((a, b) => b.failed - a.failed || b.all - a.all);
  const rest = sorted.slice(HOSTS);
  return { hosts: sorted.slice(0, HOSTS), others: rest.length, othersFailed: rest.reduce((sum, { failed }) => sum + failed, 0) };
}

const HOST = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#]+)/i;
const hostOf = (path: string): string => (HOST.exec(path)?.[1] ?? path.split(/[/?#]/, 1)[0] ?? path).toLowerCase();
