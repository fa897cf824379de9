// What a TypeScript user writes; compiled under every module resolution, never run.
import { init, version, RefreshTasksError } from "cdn-refresh-tasks";
import * as inline from "cdn-refresh-tasks/inline";

export async function use(): Promise<string> {
  await init();
  await inline.init();
  const failed: boolean = new RefreshTasksError("Code", "message") instanceof inline.RefreshTasksError;
  return failed ? version() : inline.version();
}

// @ts-expect-error a version takes no argument
version(1);
