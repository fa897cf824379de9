/** Task views for programs: one JSON document, a line of JSON for each, or CSV for spreadsheets. */
// csv-stringify: the CSV writer of the long-kept `csv` project; quotes, byte order mark and formula escaping are its options.
import { stringify } from "csv-stringify/sync";
import type { Ledger, TaskView } from "./index.js";

export type Format = "table" | "json" | "ndjson" | "csv";

/** Writes rows as they come; `begin`, `rows` … `rows`, `end`. */
export interface Writer {
  begin(): string;
  rows(rows: readonly TaskView[]): string;
  end(ledger: Ledger | null): string;
}

export function writerOf(format: Exclude<Format, "table">): Writer {
  if (format === "ndjson") {
    return { begin: () => "", rows: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(""), end: () => "" };
  }
  if (format === "json") {
    let first = true;
    return {
      begin: () => '{"tasks":[',
      rows: (rows) =>
        rows
          .map((row) => {
            const separator = first ? "\n" : ",\n";
            first = false;
            return separator + JSON.stringify(row);
          })
          .join(""),
      end: (ledger) => `\n],"ledger":${JSON.stringify(ledger)}}\n`,
    };
  }
  return { begin: () => BOM + csv([COLUMNS]), rows: (rows) => csv(rows.map(cellsOf)), end: () => "" };
}

/** Excel reads a file without it in the code page of its country. */
const BOM = "\uFEFF";
const COLUMNS = ["TaskId", "ObjectPath", "ObjectType", "Status", "State", "Process", "CreationTime", "ExpiresAt", "Failure", "HttpStatus", "Description"];

const cellsOf = (row: TaskView): string[] => [
  textSafe(row.taskId),
  row.objectPath,
  row.objectType,
  row.status,
  row.state,
  row.progress === null ? (row.rawProgress ?? "") : `${row.progress}%`,
  instant(row.creationTime),
  instant(row.expiresAt),
  row.failure?.reason ?? "",
  row.failure?.httpStatus ? String(row.failure.httpStatus) : "",
  row.description ?? "",
];

// RFC 4180 line ends; cells that a spreadsheet would run as a formula get an apostrophe.
const csv = (rows: string[][]): string => stringify(rows, { escape_formulas: true, record_delimiter: "windows", quoted_match: /[\t;]|^\s|\s$/ });

/** Spreadsheets make a number of digits, and round it past 15: an invisible tab keeps it text. It is written where it is needed. */
const textSafe = (id: string): string => (/^\d{12,}$|^0\d/.test(id) ? `${id}\t` : id);

const instant = (ms: number | null): string => (ms === null ? "" : new Date(ms).toISOString().replace(".000Z", "Z"));
