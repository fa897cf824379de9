import type { Locale } from "cdn-refresh-tasks";
import { type StageTexts, en } from "./en.js";
import { zh } from "./zh.js";

export type { StageTexts };
export const stageTexts: Record<Locale, StageTexts> = { en, zh };
