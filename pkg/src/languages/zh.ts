/** Chinese, as a module of its own, so that a browser can load it beside the wasm. */
import texts from "../generated/zh.json" with { type: "json" };

export { texts };
