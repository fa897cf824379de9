/** Says how far a walk is, not oftener than a person can read. */
import type { Progress, Walk } from "../walk.js";
import type { Clock } from "./transport.js";

const EVERY_MS = 200;

export function meter(walk: () => Walk, clock: Clock, onProgress: ((progress: Progress) => void) | undefined): (last?: boolean) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (last = false) => {
    if (onProgress === undefined) return;
    const now = clock.now();
    if (!last && now - told < EVERY_MS) return;
    told = now;
    onProgress(walk().progress());
  };
}
