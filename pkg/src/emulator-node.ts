/** The emulator in Node: loaded by importing it, and able to listen. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { emulatorFor, load } from "./emulator.js";
import { listen } from "./emulator-server.js";
import { assertSupported } from "./engine.js";

/** From this entry to the wasm; the build fills it in, as the CommonJS entry lies one folder deeper. */
declare const EMULATOR_PATH: string;

assertSupported();
load(new WebAssembly.Module(readFileSync(join(dirname(fileURLToPath(import.meta.url)), EMULATOR_PATH))));

/** Nothing to do in Node; here so that the same code runs in browsers. */
export async function init(): Promise<void> {}

/** Makes an emulated service from a scenario; see `emulatorChoices()`. */
export const createEmulator = emulatorFor(listen);

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
