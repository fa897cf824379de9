// splitRange and plan: the target is 3,000 first calls listed in 10 ms, linear in calls. No peer plans.
import { plan, splitRange } from "../pkg/dist/node.js";

export const name = "plan";

const now = Date.UTC(2026, 10, 24, 8);
const from = now - 259_000_000;
const types = ["file", "directory", "regex", "preload", "block", "unblock"];
const options = { now, route: "fan-out" };

const listed = (count) => {
  const domainNames = Array.from({ length: count }, (_, number) => `d${number}.example.com`);
  return () => {
    splitRange(from, null, { now });
    let calls = 0;
    for (const call of plan({ domainNames, objectTypes: types, from }, options).calls) calls += call.request.PageNumber;
    return calls;
  };
};

export async function run({ time }) {
  const taskIds = Array.from({ length: 10_000 }, (_, number) => String(15_423_123_921 + number));
  const domainNames = Array.from({ length: 5000 }, (_, number) => `d${number}.example.com`);
  const candidates = {
    "500 domains × 6 types: 3,000 calls listed": listed(500),
    "5,000 domains × 6 types: 30,000 calls listed": listed(5000),
    "10,000 ids: planned": () => plan({ taskIds }, { now }).calls.length,
    "5,000 domains × 6 types × 3 days by the hour: planned": () =>
      plan({ domainNames, objectTypes: types }, { ...options, windowSeconds: 3600 }).calls.length,
    "3 days in windows of a second": () => splitRange(null, null, { now, windowSeconds: 1 }).windows.length,
    "one question, one call": () => plan({ from }, { now }).calls.length,
  };
  const medians = await time(candidates);
  return Object.entries(candidates).map(([what, candidate]) => {
    const calls = candidate();
    return { what, calls, ms: Number((medians[what] / 1e6).toFixed(3)), "µs per call": Number((medians[what] / 1e3 / calls).toFixed(2)) };
  });
}
