import type { Locale } from "../../../index.js";
import { texts as common } from "../index.js";
import { en } from "./en.js";
import { zh } from "./zh.js";

/** The texts of every element, and of those that come after a question. */
export const texts = { en: { ...common.en, ...en }, zh: { ...common.zh, ...zh } } satisfies Record<Locale, unknown>;
export type Texts = (typeof texts)[Locale];
