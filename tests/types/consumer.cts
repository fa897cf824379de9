// What a TypeScript user writes; compiled under every module resolution, never run.
import { init, plan, splitRange, version, RefreshTasksError, type Plan, type PlannedCall, type Query } from "cdn-refresh-tasks";
import { createClient, InvalidRequestError, ServiceError, type Attempt, type Client } from "cdn-refresh-tasks";
import { covers, createQuota, Walk, type Ledger, type Progress, type Quota, type TaskView, type WalkHandled, type WalkStep } from "cdn-refresh-tasks";
import * as inline from "cdn-refresh-tasks/inline";
import { createEmulator, emulatorChoices, type Emulator, type EmulatorWorld, type TaskTruth } from "cdn-refresh-tasks/emulator";

export async function use(): Promise<string> {
  await init();
  await inline.init();
  const failed: boolean = new RefreshTasksError("Code", "message") instanceof inline.RefreshTasksError;
  return failed ? version() : inline.version();
}

// @ts-expect-error a version takes no argument
version(1);

export async function emulate(): Promise<TaskTruth | undefined> {
  const emulator: Emulator = createEmulator({ scenario: "release", seed: 1, world: { ties: "unstable" }, faults: { reset: 0.01 }, now: () => 0 });
  const fromAnywhere: Record<string, unknown> = { ...emulatorChoices().world };
  const typed: Partial<EmulatorWorld> = { byIdRows: 100, start: "exclusive" };
  createEmulator({ world: fromAnywhere });
  createEmulator({ world: typed, faults: { "html-502": 0.1 } });
  const { status, cut } = emulator.handle({ method: "GET", url: "/", headers: {} });
  const response: Response = await emulator.fetch("https://cdn.aliyuncs.com/");
  const server = await emulator.listen();
  await server.close();
  return status === response.status && cut === undefined ? emulator.truth().tasks[0] : undefined;
}

// @ts-expect-error a rate is a number
createEmulator({ faults: { reset: "often" } });

export function ask(query: Query): PlannedCall[] {
  const { windows, unreachable } = splitRange(new Date(0), null, { now: Date.now(), windowSeconds: 60 });
  const made: Plan = plan({ ...query, from: "2026-11-24T08:00:00+08:00", objectTypes: ["file", "ignoreparams"] }, { route: "auto", limit: windows.length });
  const calls: Iterable<PlannedCall> & { readonly length: number } = made.calls;
  const path: string | undefined = made.calls.at(0)?.request.ObjectPath;
  return path === unreachable[0]?.reason ? [] : [...calls];
}

// @ts-expect-error there is no such route
plan({}, { route: "cheapest" });

export async function askService(): Promise<number> {
  const client: Client = createClient({ credentials: { getCredential: () => ({}) }, locale: "zh", mode: "lenient", onAttempt: ({ requestId }: Attempt) => void requestId });
  try {
    return (await client.describe({ PageSize: 5 }, { signal: AbortSignal.timeout(1000) })).length;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.diagnostics.length;
    return error instanceof ServiceError && error.fault.retryable ? 1 : 0;
  }
}

// @ts-expect-error a signature version is v1 or v3
createClient({ signature: "v2" });

export function drive(query: Query, body: Uint8Array): { rows: TaskView[]; ledger: Ledger } {
  const walk: Walk = Walk.start(plan(query), { now: 0, seed: 1, inFlight: 4 });
  const waiting = Walk.wait(["15423123921"], { now: 0, deadline: 60_000, graceMs: 1000, callsPerSecondById: 10 });
  const rows: TaskView[] = [];
  const step: WalkStep = walk.next(0);
  if (step.do === "send") {
    const call: PlannedCall = step.call;
    const handled: WalkHandled = walk.handle({ id: step.id, body, about: { status: call.window ?? 200 } }, 1);
    if ("fresh" in handled) rows.push(...handled.fresh);
    else if ("fault" in handled && handled.retryAt === null) walk.cancel();
  }
  const progress: Progress = Walk.resume(waiting.checkpoint(), { now: 1, query }).progress();
  const quota: Quota = createQuota({ list: progress.rows + 1 });
  quota.penalize("by-id", 5);
  const ledger: Ledger = walk.ledger();
  return covers("http://example.com/", rows, ledger).covered === "yes" ? { rows, ledger } : { rows: [], ledger: waiting.ledger() };
}

// @ts-expect-error a walk is made by start, wait or resume
new Walk();
