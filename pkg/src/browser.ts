/** The package in browsers and workers: `await init()` once, then everything is synchronous. */
export { type InitOptions, init } from "./load.js";
export * from "./index.js";
