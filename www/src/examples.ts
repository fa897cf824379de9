import type { Draft } from "cdn-refresh-tasks";

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
