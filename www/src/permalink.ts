import type { CheckOptions, Draft, Operation } from "cdn-refresh-tasks";

/** What an address holds: the section and the query. It stands behind `#`, so no server ever sees it. */
export interface State {
  section: string;
  draft: Draft;
  operation: Operation;
  mode: NonNullable<CheckOptions["mode"]>;
}

const BY_ID: Operation = "DescribeRefreshTaskById";
/** Parameters of URLs whose values open something. */
const SIGNED = /(^|[_-])(auth|sign|signature|token|secret|key|password|credential|expires|ossaccesskeyid)/i;
const BLANK = "***";

/** An object path without the signatures it may carry. */
export function withoutSignatures(path: string): string {
  const start = path.indexOf("?");
  if (start < 0) return path;
  const pairs = path.slice(start + 1).split("&");
  return `${path.slice(0, start + 1)}${pairs.map((pair) => (SIGNED.test(pair.split("=", 1)[0] ?? "") && pair.includes("=") ? `${pair.split("=", 1)[0]}=${BLANK}` : pair)).join("&")}`;
}

export function toHash({ section, draft, operation, mode }: State, known: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of known) {
    const value = draft[name];
    if (value === undefined || value === null || value === "") continue;
    query.set(name, name === "ObjectPath" ? withoutSignatures(String(value)) : String(value));
  }
  if (operation === BY_ID) query.set("operation", "by-id");
  if (mode === "lenient") query.set("mode", "lenient");
  const text = query.toString();
  return `#${section}${text === "" ? "" : `?${text}`}`;
}

export function fromHash(hash: string, known: readonly string[]): State {
  const [section = "", query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const pairs = new URLSearchParams(query);
  const draft: Draft = {};
  for (const name of known) {
    const value = pairs.get(name);
    if (value !== null) draft[name] = value;
  }
  return { section, draft, operation: pairs.get("operation") === "by-id" ? BY_ID : "DescribeRefreshTasks", mode: pairs.get("mode") === "lenient" ? "lenient" : "strict" };
}
