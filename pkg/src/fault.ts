/** What came back instead of a page. */
import { names } from "./columns.js";
import { type Explanation, explain } from "./contract.js";
import { ask } from "./core.js";
import { join } from "./joined.js";
import { language, worded } from "./language.js";
import type { About } from "./parse.js";
import { type Instant, type Locale, isChinese } from "./terms.js";

/** Every way a call can come back that is not a page; plain data, never holds a secret. */
export interface Fault {
  readonly kind: "fault";
  readonly cause: "service" | "gateway" | "html" | "xml" | "empty" | "truncated" | "not-json" | "unexpected" | "network" | "timeout";
  /** The service's code, or one of this package where the service gave none. */
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | null;
  readonly requestId: string | null;
  readonly hostId: string | null;
  readonly recommend: string | null;
  /** Whether the same question, signed afresh, may succeed later. */
  readonly retryable: boolean;
  /** Whether the rate of calls was refused. */
  readonly throttled: boolean;
  /** How long the service asks to wait. */
  readonly retryAfterMs: number | null;
  readonly explanation: Explanation;
}

/**
 * What the body is that was just found to be no page.
 * @internal
 */
export function readFault(status: number, about: About): Fault {
  const fields = [status === 0 ? "" : String(status), String(moment(about.now)), isChinese(about.locale) ? "zh" : "en"];
  for (const name of names().headers) {
    const value = header(about.headers, name);
    if (value !== null) fields.push(name, value);
  }
  return explained(ask("fault", join(fields)), about.locale);
}

/**
 * No answer, or the answer of another call.
 * @internal
 */
export function withoutAnswer(cause: "network" | "timeout" | "unexpected", locale: Locale | undefined): Fault {
  return explained(ask("no-answer", cause), locale);
}

function explained(told: string, locale: Locale | undefined): Fault {
  const answer = JSON.parse(told) as Answer;
  const explanation = explain(answer.code, locale);
  return Object.freeze({
    kind: "fault",
    ...answer,
    message: answer.message === null ? explanation.message : worded(answer.message, language(locale)),
    retryable: answer.retryable || explanation.retryable,
    throttled: answer.throttled || explanation.throttled,
    explanation,
  });
}

/** A fault before its code is explained. */
type Answer = Omit<Fault, "kind" | "explanation" | "message"> & { message: string | null };

function moment(now: Instant | undefined): number {
  const ms = now === undefined || now === null ? Date.now() : now instanceof Date ? now.getTime() : typeof now === "string" ? Date.parse(now) : Number(now);
  return Number.isFinite(ms) ? Math.trunc(ms) : Date.now();
}

function header(headers: About["headers"], name: string): string | null {
  if (headers === undefined || headers === null) return null;
  try {
    const get = (headers as { get?: unknown }).get;
    if (typeof get === "function") {
      const value: unknown = get.call(headers, name);
      return typeof value === "string" ? value : null;
    }
    for (const [key, value] of Object.entries(headers)) {
      if (key.toLowerCase() === name) return Array.isArray(value) ? String(value[0]) : String(value);
    }
  } catch {
    // Headers that cannot be read say nothing.
  }
  return null;
}
