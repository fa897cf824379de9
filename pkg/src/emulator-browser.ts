/** The emulator in browsers and workers: `await init()` once, then everything is synchronous. */
import { emulatorFor, isLoaded, load } from "./emulator.js";
import { RefreshTasksError } from "./errors.js";
import { type WasmInput, compile } from "./compile.js";

let loading: Promise<void> | undefined;

/** Loads the emulator; repeated and concurrent calls load it once. Without `input` the wasm beside this file is fetched. */
export function init(input?: WasmInput): Promise<void> {
  if (isLoaded()) return Promise.resolve();
  loading ??= compile(() => input ?? new URL("./emulator.wasm", import.meta.url), "emulator.wasm")
    .then(load)
    .finally(() => (loading = undefined));
  return loading;
}

/** Makes an emulated service from a scenario; see `emulatorChoices()`. */
export const createEmulator = emulatorFor(() =>
  Promise.reject(new RefreshTasksError("NodeOnly", "`listen` needs Node; in a page, use the emulator's `fetch` or `handle`")),
);

export { RefreshTasksError } from "./errors.js";
export { emulatorChoices, testAccessKey } from "./emulator.js";
export type {
  Emulator,
  EmulatorChoices,
  EmulatorFaults,
  EmulatorOptions,
  EmulatorRequest,
  EmulatorResponse,
  EmulatorWorld,
  RequestTruth,
  TaskTruth,
} from "./emulator.js";
