/** The elements where there is no document: rendering on a server, or at an edge, imports them too, and leaves them to the browser. */
export type { RefreshJsx } from "./elements/jsx.js";
export type * from "./elements/types.js";

export function defineElements(_prefix = "refresh-"): void {}
