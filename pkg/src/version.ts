import { ask } from "./core.js";

/** The version of the core inside the wasm; equal to the package's. */
export const version = (): string => ask("version");
