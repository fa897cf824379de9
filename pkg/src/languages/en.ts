/** English, as a module of its own, so that a browser can load it beside the wasm. */
import table from "../generated/en.json" with { type: "json" };
import errors from "./errors/en.json" with { type: "json" };

export const texts = { ...table, errors };
