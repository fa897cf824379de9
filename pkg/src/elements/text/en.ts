/** What the elements say of themselves, English. What the service accepts, and what its codes mean, comes from the core. */
const count = (n: number) => n.toLocaleString("en");
const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export const en = {
  // every element
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy: select the text and copy it by hand",
  error: "error",
  warning: "warning",
  notice: "note",
  sourceOf: "Source: ",
  utc: "UTC",
  colon: ": ",
  /** Between two sentences. */
  space: " ",
  list: ", ",

  // query form
  form: {
    legend: "Request",
    operation: "Operation",
    byList: "By filter",
    byId: "By task id",
    which: "Which tasks",
    filter: "Filter",
    when: "When",
    page: "Page",
    mode: "Checked against",
    strict: "the newest reference",
    lenient: "any official document",
    any: "any",
    notAChoice: (value: string) => `${value} (not accepted)`,
    lastMinutes: (n: number) => `last ${n} min`,
    lastHours: (n: number) => `last ${n} hr`,
    anyTime: "any time",
    fillTimes: "Fill both times",
    others: "Not parameters of this operation",
    paste: "Paste a query string, an address or JSON",
    pasteLabel: "Text to read into the form",
    read: "Read into the form",
    unreadable: "no `name=value` pairs or JSON object were found in this text",
    leftOut: (names: string) => `left out, because it belongs to signing: ${names}`,
    submit: "Prepare",
    clear: "Clear",
    ready: "Ready to send",
    readyWith: (n: number) => `Ready to send, with ${plural(n, "warning")}`,
    problems: (n: number) => `${plural(n, "problem")} to fix`,
    summary: (n: number) => (n === 1 ? "One thing keeps this request from being sent" : `${count(n)} things keep this request from being sent`),
    applied: (title: string) => `Applied: ${title}`,
    local: (time: string, zone: string) => `${time} your time (${zone})`,
  },
};

export type Texts = typeof en;
