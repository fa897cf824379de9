import type { Draft, PlanOptions, Query } from "cdn-refresh-tasks";

const HOUR = 3_600_000;
const stamp = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Requests that show the form at work; times are relative, so that they stay true. */
export const requests: Record<"empty" | "preloads" | "mistakes", (now: number) => Draft> = {
  empty: () => ({}),
  preloads: (now) => ({ ObjectType: "preload", DomainName: "example.com", StartTime: stamp(now - HOUR), EndTime: stamp(now), PageSize: "100" }),
  mistakes: (now) => ({
    TaskId: "15423123921,15423123922",
    ObjectType: "File",
    DomainName: "https://example.com/",
    Status: "complete",
    StartTime: stamp(now).replace("T", " ").replace("Z", ""),
    EndTime: stamp(now - HOUR).replace("Z", "+08:00"),
    PageSize: "500",
  }),
};

interface Question {
  query: Query;
  options?: PlanOptions;
  /** Seconds up to now. */
  last?: number;
}

/** Questions as people ask them. */
export const questions: Record<"recent" | "theseIds" | "failedOfDomains" | "week" | "busy" | "unclear", (now: number) => Question> = {
  recent: () => ({ query: {}, last: 2 * 3600 }),
  theseIds: () => ({ query: { taskIds: Array.from({ length: 25 }, (_, n) => String(15_423_123_921 + n)) } }),
  failedOfDomains: () => ({ query: { statuses: ["Failed", "Timeout"], domainNames: ["www.example.com", "img.example.com", "static.example.com"] } }),
  week: (now) => ({ query: { from: now - 7 * 24 * HOUR, to: now + 2 * HOUR } }),
  busy: () => ({ query: {}, options: { rowsPerHour: 40_000 } }),
  unclear: () => ({ query: { from: "2026-11-24 10:00", taskIds: ["15423123921", "release-42"], domainNames: ["https://Example.com/"] } }),
};
