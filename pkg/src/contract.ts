/** The one table, for programs, and what its codes mean. */
import type { Operation } from "./check.js";
import type { ErrorCode, LimitName, ParamName, RuleCode } from "./generated/contract.js";
import { language, quote } from "./language.js";
import type { Locale, Open } from "./terms.js";

/** Where a fact was read, and when (`yyyy-mm`). */
export interface Source {
  page: string;
  seen: string;
}

/** What a code of the service or its gateway means. */
export interface Explanation {
  code: Open<ErrorCode>;
  /** Whether the table has it. If not, the rest says only what is certain. */
  known: boolean;
  /** Null for unknown codes and for those of this package. */
  httpStatus: number | null;
  /** The service's own message, word for word; Chinese where its reference has one. */
  message: string;
  cause: string;
  remedy: string;
  /** Whether the same question, signed afresh, may succeed later. */
  retryable: boolean;
  throttled: boolean;
  params: ParamName[];
  source: Source | null;
}

export interface Contract {
  params: {
    name: ParamName;
    kind: "text" | "choice" | "integer" | "time";
    label: string;
    hint: string;
    min?: number;
    max?: number;
    default?: number;
    choices?: string[];
    /** What each choice means, in the same order. */
    choiceLabels?: string[];
    source: Source;
  }[];
  rules: {
    code: RuleCode;
    official: boolean;
    severity: "error" | "warning" | "notice";
    /** Whether official documents disagree about it: then it only warns in lenient mode. */
    disputed: boolean;
    /** Null: both. */
    operation: Operation | null;
    params: ParamName[];
    message: string;
    help: string;
    source: Source;
  }[];
  errors: Explanation[];
  limits: { name: LimitName; value: number; unit: string; source: Source }[];
  /** Where official documents disagree, and what strict and lenient make of it. */
  conflicts: { about: string; readings: { value: string; source: Source }[]; strict: string; lenient: string }[];
  /** What the documents say that no rule can judge, such as what never appears in an answer. */
  notes: { name: string; text: string; source: Source }[];
  /** What the names in a ledger say: what no client can prove, and why a window is not proven. A `*` stands for any number. */
  ledger: Record<"assumptions" | "gaps", { name: string; text: string }[]>;
}

/** The one table. Every call answers a fresh object. */
export const contract = (locale?: Locale): Contract => structuredClone(language(locale).contract);

/** What a code means. Unknown codes get an honest answer, not an invented one. */
export function explain(code: string, locale?: Locale): Explanation {
  const asked = typeof code === "string" ? code : String(code);
  const { contract, explanations, unknown } = language(locale);
  const known = contract.errors.find((row) => row.code === asked) ?? (Object.hasOwn(explanations, asked) ? explanations[asked] : undefined);
  if (known !== undefined) return structuredClone(known);
  const explanation = structuredClone(unknown[/^Throttling(\.|$)/.test(asked) ? 1 : 0]);
  explanation.code = asked;
  explanation.message = explanation.message.replace(/`.*`/, () => quote(asked));
  return explanation;
}
