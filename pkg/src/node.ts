/** The package in Node (and whatever takes Node's entry): the core is loaded, synchronously, by importing it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./core.js";
import { assertSupported } from "./engine.js";

/** From this entry to the wasm; the build fills it in, as the CommonJS entry lies one folder deeper. */
declare const WASM_PATH: string;

assertSupported();
// Not `readFileSync(new URL(…, import.meta.url))`: bundlers take that for an asset and break it.
load(new WebAssembly.Module(readFileSync(join(dirname(fileURLToPath(import.meta.url)), WASM_PATH))));

/** Nothing to do in Node; here so that the same code runs in browsers. */
export async function init(): Promise<void> {}

export * from "./index.js";
