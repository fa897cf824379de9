import type { Locale } from "../../../index.js";
import type { Texts as Planned } from "../plan/index.js";
import { type LedgerTexts, en } from "./en.js";
import { zh } from "./zh.js";

/** The texts of every element, and those of a ledger; its pages are turned as those of a plan. */
export type Texts = Planned & { ledger: LedgerTexts };
export const texts: Record<Locale, LedgerTexts> = { en, zh };
