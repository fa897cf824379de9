/** English, as a module of its own, so that a browser can load it beside the wasm. */
import texts from "../generated/en.json" with { type: "json" };

export { texts };
