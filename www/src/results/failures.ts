import type { TaskView } from "cdn-refresh-tasks";
import type { StageTexts } from "../text/stages/index.js";

/** Tasks that failed for one reason. */
export interface Failure {
  reason: string;
  httpStatus: number | null;
  /** What the service said, word for word; the first of its spellings. */
  text: string;
  /** The service writes one reason with and without spaces: a few of the ways. */
  spellings: string[];
  count: number;
  /** A path or two. */
  examples: string[];
}

const EXAMPLES = 2;
const SPELLINGS = 3;

/** A reason without what its spellings differ in; the table's filter finds all of them by it. */
export const squeezed = (text: string): string => text.replaceAll(/\s+/g, "").toLowerCase();

/** The most frequent first. */
export function failuresOf(tasks: readonly TaskView[]): Failure[] {
  const groups = new Map<string, Failure>();
  for (const { state, status, failure, description, objectPath } of tasks) {
    if (state !== "failed") continue;
    const text = failure?.text ?? description ?? "";
    const reason = failure === null || (failure.reason === "Other" && text === "") ? (status === "Timeout" ? "Timeout" : "Other") : failure.reason;
    const key = `${reason}\0${failure?.httpStatus ?? ""}\0${squeezed(text)}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { reason, httpStatus: failure?.httpStatus ?? null, text, spellings: [], count: 0, examples: [] }));
    group.count += 1;
    if (group.spellings.length < SPELLINGS && !group.spellings.includes(text)) group.spellings.push(text);
    if (group.examples.length < EXAMPLES && !group.examples.includes(objectPath)) group.examples.push(objectPath);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

export function adviceOn({ reason, httpStatus, text }: Failure, t: StageTexts): string {
  const { advice } = t.results;
  // The documents have it as `5XX`, without the number.
  const family = httpStatus === null ? /\b([45])(?:xx|\d\d)\b/i.exec(text)?.[1] : String(httpStatus)[0];
  if (reason === "OriginReturnStatusCode" && family === "4") return advice.OriginReturnStatusCode4;
  if (reason === "OriginReturnStatusCode" && family === "5") return advice.OriginReturnStatusCode5;
  return advice[reason as keyof typeof advice] ?? advice.Other;
}
