import type { Fix, Instant, Locale, ObjectType, PlanOptions, Query, Status } from "../index.js";

export const LISTS = ["taskIds", "objectPaths", "domainNames"] as const;
export const OPTIONS = ["rowsPerHour", "windowSeconds", "limit", "route", "order"] as const;
export type ListName = (typeof LISTS)[number];
export type OptionName = (typeof OPTIONS)[number];
export type EdgeName = "from" | "to";

/** A question as it stands in the form: everything typed is text, so that what is wrong can be shown as it was typed. */
export interface Question {
  lists: Record<ListName, string>;
  objectTypes: readonly string[];
  statuses: readonly string[];
  resourceGroupId: string;
  /** Seconds up to now; `all` for everything still held; `between` for the two times. */
  when: number | "all" | "between";
  /** As a `datetime-local` field holds it, in the reader's zone; anything else is handed on as it is. */
  times: Record<EdgeName, string>;
  options: Record<OptionName, string>;
}

const LOCAL = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const NUMBER = /^\d+(\.\d+)?$/;
const ZONED = /(Z|[+-]\d\d:\d\d)$/i;

/** What a `datetime-local` field of this reader shows at an instant. */
export function localInput(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The instant of a field's text in the reader's zone; null where it is none. */
export function instantOf(text: string): number | null {
  if (!LOCAL.test(text)) return null;
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? null : ms;
}

export function questionOf(query: Query, options: PlanOptions, last: number | null): Question {
  const lines = (list: unknown) => (Array.isArray(list) ? list.join("\n") : list === undefined || list === null ? "" : String(list));
  const words = (list: unknown) => (Array.isArray(list) ? list.map(String) : []);
  const timed = query.from !== undefined || query.to !== undefined;
  return {
    lists: { taskIds: lines(query.taskIds), objectPaths: lines(query.objectPaths), domainNames: lines(query.domainNames) },
    objectTypes: words(query.objectTypes),
    statuses: words(query.statuses),
    resourceGroupId: query.resourceGroupId ?? "",
    when: last ?? (timed ? "between" : "all"),
    times: { from: timeText(query.from), to: timeText(query.to) },
    options: Object.fromEntries(OPTIONS.map((name) => [name, String(options[name] ?? "")])) as Record<OptionName, string>,
  };
}

function timeText(instant: Instant | undefined): string {
  if (instant === undefined || instant === null) return "";
  const ms = typeof instant === "string" ? (ZONED.test(instant) ? Date.parse(instant) : Number.NaN) : Number(instant);
  return Number.isNaN(new Date(ms).getTime()) ? String(instant) : localInput(ms);
}

const IDS = /(?<=TaskId"\s*:\s*"?)\d[\d,]*/gi;

/** The ids in what the submitting call answered; any other text as it is. */
export const idsIn = (text: string): string => text.match(IDS)?.join("\n") ?? text;

/** What `plan` is asked; of relative times only `now` decides the moment. */
export function queryOf(question: Question, now: number): Query {
  const query: Query = {};
  const { lists, objectTypes, statuses, resourceGroupId, when, times } = question;
  for (const name of LISTS) {
    // A path may hold a comma or a space; an id and a domain may not.
    const values = lists[name].split(name === "objectPaths" ? /\r?\n/ : /[\s,;，；、]+/).map((value) => value.trim()).filter((value) => value !== "");
    if (values.length > 0) query[name] = values;
  }
  if (objectTypes.length > 0) query.objectTypes = [...objectTypes] as ObjectType[];
  if (statuses.length > 0) query.statuses = [...statuses] as Status[];
  if (resourceGroupId.trim() !== "") query.resourceGroupId = resourceGroupId.trim();
  if (typeof when === "number") query.from = now - when * 1000;
  if (when === "between") {
    for (const edge of ["from", "to"] as const) {
      if (times[edge] !== "") query[edge] = instantOf(times[edge]) ?? times[edge];
    }
  }
  return query;
}

export function optionsOf(question: Question, now: number, locale: Locale): PlanOptions {
  const options: Record<string, unknown> = { now, locale };
  for (const name of OPTIONS) {
    const text = question.options[name].trim();
    if (text !== "") options[name] = NUMBER.test(text) ? Number(text) : text;
  }
  return options as PlanOptions;
}

/** The question after a fix. */
export function fixed(question: Question, fix: Fix): Question {
  let { lists, resourceGroupId, when, times, options, objectTypes, statuses } = question;
  for (const edit of fix.edits) {
    const { param } = edit;
    const value = edit.op === "set" ? String(edit.value) : "";
    if (param === "from" || param === "to") {
      times = { ...times, [param]: value === "" ? "" : timeText(value) };
      when = times.from === "" && times.to === "" ? "all" : "between";
    } else if (param in lists) lists = { ...lists, [param]: value };
    else if (param in options) options = { ...options, [param]: value };
    else if (param === "resourceGroupId") resourceGroupId = value;
    else if (param === "objectTypes") objectTypes = value === "" ? [] : [value];
    else if (param === "statuses") statuses = value === "" ? [] : [value];
  }
  return { lists, objectTypes, statuses, resourceGroupId, when, times, options };
}
