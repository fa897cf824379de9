/** In the order of the page. */
export const SECTIONS = ["ask", "plan", "run", "results", "call", "sign", "learn"] as const;
export type Section = (typeof SECTIONS)[number];
/** Those that the navigation names; signing stands beside its call. */
export const NAMED = SECTIONS.filter((section) => section !== "sign");
