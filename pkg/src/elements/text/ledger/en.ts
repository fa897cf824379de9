/** What `<refresh-ledger>` says of itself, English. What its names mean comes from the core. */
const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const en = {
  label: "Ledger",
  complete: (until: string, zone: string, tasks: number) => `Complete up to ${until} (${zone}): ${plural(tasks, "task")}`,
  completeAll: (tasks: number) => `Complete: ${plural(tasks, "task")}`,
  young: (span: string) => `; the last ${span} may still grow`,
  gaps: (tasks: number) => `Not complete: ${plural(tasks, "task")} read`,
  ofWindows: (gaps: number, all: number) => `${count(gaps)} of ${plural(all, "window")} not proven`,
  idsUnread: (n: number) => `${plural(n, "id")} not read`,
  outOfReach: (n: number) => `${plural(n, "part")} of the range out of reach`,
  open: (tasks: number) => `Not read to its end: ${plural(tasks, "task")} so far, nothing proven of the rest`,
  unproven: (tasks: number) => `Not proven complete: ${plural(tasks, "task")} read`,
  absent: (n: number) => `${plural(n, "id")} without a task`,
  aged: (n: number) => `${plural(n, "id")} aged out`,
  join: "; ",
  end: ".",
  gap: (start: string, end: string) => `Gap: ${start} to ${end}`,
  unreachable: (start: string, end: string, reason: "retention" | "future") =>
    `Out of reach: ${start} to ${end}, ${reason === "future" ? "which has not happened yet" : "older than what the service holds"}`,
  lists: { absent: "Without a task", aged: "Aged out while this was read", unread: "Not read" },
  more: (n: number) => `and ${count(n)} more`,
  details: "What was read, and what this rests on",
  numbers: {
    calls: "Calls",
    retries: "of them retries",
    throttled: "Throttled",
    rows: "Rows delivered",
    duplicates: "Came more than once",
    changed: "Changed after delivery",
    found: "Ids with tasks",
  },
  windows: (n: number) => (n === 1 ? "One window" : `${count(n)} windows`),
  columns: { window: "Your time", filter: "Asked for", state: "State", total: "Total", rows: "Rows", pages: "Pages", passes: "Passes", outside: "Outside" },
  states: { done: "proven", open: "not read to its end", gap: "gap" },
  everything: "everything",
  totals: (first: string, last: string) => `${first}, then ${last}`,
  outsideNote: "Outside: rows of the second that is asked for in addition, left out here.",
  assumptions: "What no client can prove, and this takes for granted",
  seconds: (n: string) => ` (${n} s)`,
};

export type LedgerTexts = typeof en;
