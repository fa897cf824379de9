import type { CheckOptions, Draft, Operation, PlanOptions, Query, TaskView } from "cdn-refresh-tasks";
import { redactPath } from "cdn-refresh-tasks/client/redact";
import type { Asked, TasksSelection } from "cdn-refresh-tasks/elements";
import { FAULT_KINDS, MINUTES, type RunSettings, SCENARIOS, SHARES, SOURCES, SPEEDS, usualSettings } from "./run/settings.js";
import { SECTIONS, type Section } from "./sections.js";

/** What an address holds: where one is, the call, the question, how it is run, what is shown. It stands behind `#`, so no server ever sees it. */
export interface State {
  section: Section;
  draft: Draft;
  operation: Operation;
  mode: NonNullable<CheckOptions["mode"]>;
  asked: Asked;
  settings: RunSettings;
  selection: TasksSelection | null;
}

const BY_ID: Operation = "DescribeRefreshTaskById";
/** Sections of before, and where what stood there stands now. */
const MOVED: Record<string, Section> = { read: "results" };
const LISTS = ["taskIds", "objectPaths", "domainNames", "objectTypes", "statuses"] as const;
const OPTIONS = ["rowsPerHour", "windowSeconds", "limit", "route", "order"] as const;
const STATES: readonly TaskView["state"][] = ["running", "succeeded", "failed", "canceled", "unknown"];
const SORTS: readonly NonNullable<TasksSelection["sort"]>[] = ["state", "progress", "path", "type", "created"];

/** Signatures that are directories: a time and a digest, in either order, before the object (types B and C of URL authentication). */
const IN_PATH = /\/(?:\d{12}\/[0-9a-f]{32}|[0-9a-f]{32}\/[0-9a-f]{8})(?=\/)/gi;
/** Parameters of URLs whose values open something, beyond those that every log leaves out. */
const SIGNED = /([?&;][^=&;#]*(?:sign|signature|token|secret|key|password|credential|expires)[^=&;#]*=)[^&;#]+/gi;
const BLANK = "***";

/** An object path without the signatures it may carry. */
export const withoutSignatures = (path: string): string => redactPath(path).replace(SIGNED, `$1${BLANK}`).replace(IN_PATH, `/${BLANK}/${BLANK}`);

export function toHash({ section, draft, operation, mode, asked, settings, selection }: State, known: readonly string[]): string {
  const pairs = new URLSearchParams();
  for (const name of known) {
    const value = draft[name];
    if (value === undefined || value === null || value === "") continue;
    // Pasted twice, it is a list.
    for (const one of [value].flat()) pairs.append(name, name === "ObjectPath" ? withoutSignatures(String(one)) : String(one));
  }
  if (operation === BY_ID) pairs.set("operation", "by-id");
  if (mode === "lenient") pairs.set("mode", "lenient");
  const { query, options, last } = asked;
  for (const name of LISTS) {
    for (const value of query[name] ?? []) pairs.append(name, name === "objectPaths" ? withoutSignatures(value) : value);
  }
  for (const edge of ["from", "to"] as const) if (query[edge] !== undefined) pairs.set(edge, timeText(query[edge]));
  if (query.resourceGroupId !== undefined) pairs.set("resourceGroupId", query.resourceGroupId);
  if (last !== null) pairs.set("last", String(last));
  for (const name of OPTIONS) if (options[name] !== undefined) pairs.set(name, String(options[name]));
  const { source, scenario, faults, share, speed, wait, minutes } = settings;
  const usual = usualSettings;
  if (source === "by-hand") pairs.set("answers", source);
  if (scenario !== usual.scenario) pairs.set("scenario", scenario);
  if (faults.length > 0) pairs.set("faults", faults.join("."));
  if (share !== usual.share) pairs.set("share", String(share));
  if (speed !== usual.speed) pairs.set("speed", String(speed));
  if (wait) pairs.set("wait", String(minutes));
  if (selection !== null) {
    if (selection.sort !== null) pairs.set("sort", `${selection.descending ? "-" : ""}${selection.sort}`);
    if (selection.states.length > 0) pairs.set("shown", selection.states.join("."));
    if (selection.filter !== "") pairs.set("filter", withoutSignatures(selection.filter));
  }
  const text = pairs.toString();
  return `#${section}${text === "" ? "" : `?${text}`}`;
}

export function fromHash(hash: string, known: readonly string[]): State {
  const [place = "", text = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const pairs = new URLSearchParams(text);
  const section = one(SECTIONS, place) ?? MOVED[place] ?? "ask";
  const draft: Draft = {};
  for (const name of known) {
    const values = pairs.getAll(name);
    if (values.length > 0) draft[name] = (values.length > 1 ? values : values[0]) as string;
  }
  const query: Query = {};
  for (const name of LISTS) {
    const values = pairs.getAll(name);
    if (values.length > 0) query[name] = values as never;
  }
  for (const edge of ["from", "to", "resourceGroupId"] as const) {
    const value = pairs.get(edge);
    if (value !== null) query[edge] = value;
  }
  const options: Record<string, unknown> = {};
  for (const name of OPTIONS) {
    const value = pairs.get(name);
    if (value !== null) options[name] = /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  }
  const last = Number(pairs.get("last") ?? Number.NaN);
  return {
    ...{ section, draft },
    operation: pairs.get("operation") === "by-id" ? BY_ID : "DescribeRefreshTasks",
    mode: pairs.get("mode") === "lenient" ? "lenient" : "strict",
    asked: { query, options: options as PlanOptions, last: Number.isInteger(last) && last > 0 ? last : null },
    settings: settingsOf(pairs),
    selection: selectionOf(pairs),
  };
}

function settingsOf(pairs: URLSearchParams): RunSettings {
  const usual = usualSettings;
  const words = (name: string) => (pairs.get(name) ?? "").split(".");
  const wait = pairs.get("wait");
  return {
    source: one(SOURCES, pairs.get("answers")) ?? usual.source,
    scenario: one(SCENARIOS, pairs.get("scenario")) ?? usual.scenario,
    faults: FAULT_KINDS.filter((kind) => words("faults").includes(kind)),
    share: one<number>(SHARES, Number(pairs.get("share"))) ?? usual.share,
    speed: one<number>(SPEEDS, Number(pairs.get("speed"))) ?? usual.speed,
    wait: wait !== null,
    minutes: one<number>(MINUTES, Number(wait)) ?? usual.minutes,
  };
}

function selectionOf(pairs: URLSearchParams): TasksSelection | null {
  const sort = pairs.get("sort");
  const shown = (pairs.get("shown") ?? "").split(".");
  const filter = pairs.get("filter") ?? "";
  const selection: TasksSelection = {
    sort: one(SORTS, sort?.replace(/^-/, "")) ?? null,
    descending: sort?.startsWith("-") ?? false,
    states: STATES.filter((state) => shown.includes(state)),
    filter,
  };
  return selection.sort === null && selection.states.length === 0 && filter === "" ? null : selection;
}

const one = <T>(values: readonly T[], value: unknown): T | undefined => values.find((known) => known === value);

const timeText = (instant: NonNullable<Query["from"]>): string =>
  typeof instant === "string" || Number.isNaN(new Date(instant).getTime()) ? String(instant) : new Date(instant).toISOString().replace(".000Z", "Z");
