import type { Locale } from "../../../index.js";
import type { Texts as Common } from "../index.js";
import { type PlanTexts, en } from "./en.js";
import { zh } from "./zh.js";

/** The texts of every element, and those of a plan. */
export type Texts = Common & { plan: PlanTexts };
export const texts: Record<Locale, PlanTexts> = { en, zh };
