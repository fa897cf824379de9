import type { Locale } from "../../../index.js";
import { en as commonEn } from "../en.js";
import { zh as commonZh } from "../zh.js";
import { en } from "./en.js";
import { zh } from "./zh.js";

/** The texts of every element, and of those that come after a question. */
export const texts = { en: { ...commonEn, ...en }, zh: { ...commonZh, ...zh } } satisfies Record<Locale, unknown>;
export type Texts = (typeof texts)[Locale];
