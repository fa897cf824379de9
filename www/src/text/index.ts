import type { Locale } from "cdn-refresh-tasks";
import { type Texts, en } from "./en.js";
import { zh } from "./zh.js";

export type { Texts };
export const texts: Record<Locale, Texts> = { en, zh };
