/** Tables that fit the terminal. */
// cli-table3: the table of npm's own tools for ten years, counts the width of Chinese and of colours rightly, cuts with an ellipsis.
import Table from "cli-table3";
// string-width: what everyone counts columns with.
import stringWidth from "string-width";
import type { TaskView } from "./api.js";
import { redactPath } from "../client/redact.js";
import { paint, printable } from "./output.js";
import { say } from "./say.js";
import { local, zoneOf } from "./times.js";

const BARE = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};
const GAP = 2;
const NARROWEST = 8;

export const terminalWidth = (): number | null => (process.stdout.isTTY ? Math.max(40, process.stdout.columns || 80) : null);

/** Rows as text. Where they are wider than `width`, the column `flexible` gives way. */
export function table(head: readonly string[] | null, rows: readonly (readonly string[])[], flexible: number, width: number | null = terminalWidth(), fixed?: readonly number[]): string {
  const widths = fixed ? [...fixed] : widthsOf(head === null ? rows : [head, ...rows], flexible, width);
  const drawn = new Table({
    ...(head && { head: head.map((title) => paint.dim(title)) }),
    colWidths: widths.map((columns) => columns),
    chars: BARE,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of rows) drawn.push(row.map((cell, column) => cut(cell, widths[column] ?? 0, column === flexible)));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function widthsOf(rows: readonly (readonly string[])[], flexible: number, width: number | null): number[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) => rows.reduce((most, row) => Math.max(most, stringWidth(row[column] ?? "")), 1));
  if (width === null) return widths;
  const others = widths.reduce((sum, columnWidth, column) => (column === flexible ? sum : sum + columnWidth), 0) + GAP * (columns - 1);
  widths[flexible] = Math.max(NARROWEST, Math.min(widths[flexible] ?? 0, width - others - 1));
  return widths;
}

/** A path is cut in its middle: its beginning says the site, its end the file. */
function cut(cell: string, width: number, middle: boolean): string {
  if (!middle || stringWidth(cell) <= width) return cell;
  const characters = [...cell];
  let head = "";
  let tail = "";
  const half = Math.floor((width - 1) / 2);
  for (const character of characters) {
    if (stringWidth(head + character) > half) break;
    head += character;
  }
  for (const character of characters.reverse()) {
    if (stringWidth(character + tail) > width - 1 - stringWidth(head)) break;
    tail = character + tail;
  }
  return `${head}…${tail}`;
}

const STATES: Record<TaskView["state"], [mark: string, colour: (text: string) => string]> = {
  succeeded: ["✓", (text) => paint.green(text)],
  running: ["…", (text) => paint.cyan(text)],
  failed: ["✗", (text) => paint.red(text)],
  canceled: ["–", (text) => paint.yellow(text)],
  unknown: ["?", (text) => paint.magenta(text)],
};

export const stateMark = (state: TaskView["state"]): string => STATES[state][1](STATES[state][0]);

interface Column {
  title: string;
  /** Room for what later pages may hold. */
  usual: number;
  cell(row: TaskView): string;
}

const created = (from: number): Column => ({
  title: `${say("created", "创建时间")} (${zoneOf(Date.now())})`,
  usual: 19 - from,
  cell: ({ creationTime }) => (creationTime === null ? "" : local(creationTime).slice(from)),
});
const COLUMNS = {
  mark: (): Column => ({ title: "", usual: 1, cell: ({ state }) => stateMark(state) }),
  status: (): Column => ({ title: say("status", "状态"), usual: 10, cell: ({ state, status }) => STATES[state][1](printable(status)) }),
  progress: (): Column => ({ title: "%", usual: 5, cell: ({ progress, rawProgress }) => (progress === null ? printable(rawProgress ?? "") : String(progress)) }),
  type: (): Column => ({ title: say("type", "类型"), usual: 9, cell: ({ objectType }) => printable(objectType) }),
  created: (): Column => created(0),
  /** Without the year: nothing here is older than three days. */
  createdShort: (): Column => created(5),
  id: (): Column => ({ title: say("task id", "任务 ID"), usual: 11, cell: ({ taskId }) => printable(taskId) }),
  path: (): Column => ({
    title: say("object path", "对象路径"),
    usual: 0,
    cell: ({ objectPath, failure }) => {
      const path = printable(redactPath(objectPath));
      return failure === null ? path : `${path} ${paint.red(`(${printable(failure.text)})`)}`;
    },
  }),
};
/** The mark alone says the status where there is no room for its word. */
const LAYOUTS: [least: number, columns: (keyof typeof COLUMNS)[]][] = [
  [110, ["mark", "status", "progress", "type", "created", "id", "path"]],
  [80, ["mark", "progress", "type", "createdShort", "id", "path"]],
  [0, ["mark", "progress", "id", "path"]],
];

/** Tasks, page after page, in columns that stay where they are. */
export class TaskTable {
  private widths: number[] | undefined;
  private readonly width = terminalWidth();
  private readonly columns = (LAYOUTS.find(([least]) => (this.width ?? Infinity) >= least)?.[1] ?? []).map((name) => COLUMNS[name]());

  /** The text of these rows; the first comes with the titles. Piped, a line for each with its fields between tabs. */
  text(rows: readonly TaskView[]): string {
    const { width, columns } = this;
    const cells = rows.map((row) => columns.map((column) => column.cell(row)));
    if (width === null) return cells.map((row) => row.slice(1).join("\t")).join("\n");
    const head = columns.map(({ title }) => title);
    const first = this.widths === undefined;
    this.widths ??= this.layout([head, ...cells], width);
    return table(first ? head : null, cells, columns.length - 1, width, this.widths);
  }

  private layout(cells: string[][], width: number): number[] {
    const flexible = this.columns.length - 1;
    const widths = widthsOf(cells, flexible, width).map((columns, at) => Math.max(columns, this.columns[at]?.usual ?? 0));
    const others = widths.slice(0, -1).reduce((sum, columns) => sum + columns + GAP, 0);
    widths[flexible] = Math.max(NARROWEST, width - others - 1);
    return widths;
  }
}
