import type { Diagnostic, TaskPage, TaskView } from "../index.js";
import { STATES } from "./summary.js";

export type SortKey = "state" | "progress" | "type" | "path" | "created";
export interface Order {
  key: SortKey | null;
  descending: boolean;
}

/** The place that a diagnostic names: `Tasks[3].Process`. */
const ROW = /^Tasks(?:\.\w+)?\[(\d+)\]/;

/** The rows of many pages under one running number, with what sorting and filtering need in typed arrays. */
export class TaskRows {
  readonly length: number;
  private readonly starts: number[] = [];
  private keys: { state: Uint8Array; progress: Float64Array; created: Float64Array; type: string[]; text: string[]; path: string[] } | undefined;
  private remarks: Map<number, Diagnostic[]> | undefined;

  constructor(readonly pages: readonly TaskPage[]) {
    let length = 0;
    for (const page of pages) {
      this.starts.push(length);
      length += page.length;
    }
    this.length = length;
  }

  at(row: number): TaskView | undefined {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return this.pages[low]?.at(row - (this.starts[low] ?? 0));
  }

  /** Remarks on a row. */
  about(row: number): Diagnostic[] {
    this.remarks ??= this.collect();
    return this.remarks.get(row) ?? [];
  }

  private collect(): Map<number, Diagnostic[]> {
    const remarks = new Map<number, Diagnostic[]>();
    this.pages.forEach((page, index) => {
      for (const diagnostic of page.diagnostics) {
        const found = rowOf(diagnostic);
        if (found === null) continue;
        const row = (this.starts[index] ?? 0) + found;
        remarks.set(row, [...(remarks.get(row) ?? []), diagnostic]);
      }
    });
    return remarks;
  }

  /** The rows to show, in order: those in one of `states` (all where empty) whose path, id or reason holds `text`. */
  arrange(order: Order, states: ReadonlySet<TaskView["state"]>, text: string): Uint32Array {
    if (order.key === null && states.size === 0 && text === "") return Uint32Array.from({ length: this.length }, (_, row) => row);
    const keys = (this.keys ??= this.extract());
    const wanted = text.toLowerCase();
    const allowed = STATES.map((state) => states.size === 0 || states.has(state));
    const rows: number[] = [];
    for (let row = 0; row < this.length; row += 1) {
      if (allowed[keys.state[row] ?? 0] && (wanted === "" || keys.text[row]?.includes(wanted))) rows.push(row);
    }
    if (order.key !== null) {
      const compare = this.comparison(order.key, keys);
      rows.sort(order.descending ? (a, b) => compare(b, a) || a - b : (a, b) => compare(a, b) || a - b);
    }
    return Uint32Array.from(rows);
  }

  private comparison(key: SortKey, keys: NonNullable<TaskRows["keys"]>): (a: number, b: number) => number {
    const words = (list: string[]) => (a: number, b: number) => {
      const [left = "", right = ""] = [list[a], list[b]];
      return left < right ? -1 : left > right ? 1 : 0;
    };
    const numbers = (list: Uint8Array | Float64Array) => (a: number, b: number) => (list[a] ?? 0) - (list[b] ?? 0);
    if (key === "path") return words(keys.path);
    return key === "type" ? words(keys.type) : numbers(keys[key]);
  }

  private extract(): NonNullable<TaskRows["keys"]> {
    const size = this.length;
    const keys = { state: new Uint8Array(size), progress: new Float64Array(size), created: new Float64Array(size), type: [] as string[], text: [] as string[], path: [] as string[] };
    let row = 0;
    for (const page of this.pages) {
      for (let index = 0; index < page.length; index += 1) {
        const task = page.at(index);
        if (!task) continue;
        keys.state[row] = STATES.indexOf(task.state);
        keys.progress[row] = task.progress ?? -1;
        keys.created[row] = task.creationTime ?? 0;
        keys.type.push(task.objectType);
        keys.path.push(task.objectPath);
        keys.text.push(`${task.objectPath} ${task.taskId} ${task.description ?? ""}`.toLowerCase());
        row += 1;
      }
    }
    return keys;
  }
}

/** The row that a remark is about; null where it is about the page. */
export function rowOf(diagnostic: Diagnostic): number | null {
  for (const place of diagnostic.params) {
    const found = ROW.exec(place)?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}
