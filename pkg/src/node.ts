/** The package in Node (and whatever takes Node's entry): the core is loaded, synchronously, by importing it. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./core.js";
import { assertSupported } from "./engine.js";
import { speak } from "./language.js";

/** From this entry to the wasm; the build fills it in, as the CommonJS entry lies one folder deeper. */
declare const WASM_PATH: string;

assertSupported();
// Not `readFileSync(new URL(…, import.meta.url))`: bundlers take that for an asset and break it.
const wasm = join(dirname(fileURLToPath(import.meta.url)), WASM_PATH);
load(new WebAssembly.Module(readFileSync(wasm)));
// The texts lie beside it, and are read when a language is first spoken.
speak((locale) => JSON.parse(readFileSync(join(wasm, "..", `${locale}.json`), "utf8")));

/** Nothing to do in Node; here so that the same code runs in browsers. */
export async function init(): Promise<void> {}

export * from "./index.js";
export { credentialsFromEnvironment } from "./client/host-node.js";
