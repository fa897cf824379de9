// What a TypeScript user writes; compiled under every module resolution, never run.
import { init, version, RefreshTasksError } from "cdn-refresh-tasks";
import * as inline from "cdn-refresh-tasks/inline";
import { createEmulator, type Emulator, type TaskTruth } from "cdn-refresh-tasks/emulator";

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
  const { status, cut } = emulator.handle({ method: "GET", url: "/", headers: {} });
  const response: Response = await emulator.fetch("https://cdn.aliyuncs.com/");
  const server = await emulator.listen();
  await server.close();
  return status === response.status && cut === undefined ? emulator.truth().tasks[0] : undefined;
}

// @ts-expect-error a rate is a number
createEmulator({ faults: { reset: "often" } });
