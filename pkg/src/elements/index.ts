import { asking } from "./asking.js";
import { define } from "./define.js";
import { reading } from "./reading.js";

export type { RefreshJsx } from "./jsx.js";
export type * from "./types.js";

/** Defines the elements as `<refresh-query-form>` and so on, or under another prefix. Doing it twice is harmless. Call `init()` first. */
export function defineElements(prefix = "refresh-"): void {
  define(prefix, { ...asking, ...reading });
}
