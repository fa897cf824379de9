/** The elements where there is no document: rendering on a server imports them too, and leaves them to the browser. */
export type * from "./elements/types.js";

export function defineElements(_prefix = "refresh-"): void {}
