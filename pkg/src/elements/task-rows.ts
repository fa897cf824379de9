import type { Diagnostic, TaskPage, TaskView } from "../index.js";
import { STATES } from "./summary.js";
import type { TasksSelection } from "./types.js";

export type SortKey = NonNullable<TasksSelection["sort"]>;

/** The place that a diagnostic names: `Tasks[3].Process`. */
const ROW = /^Tasks(?:\.\w+)?\[(\d+)\]/;

/** What sorting and filtering need of every row, in arrays. */
interface Keys {
  state: number[];
  progress: number[];
  created: number[];
  type: string[];
  text: string[];
  path: string[];
}

/** Rows of pages, or rows as they are, under one running number. */
export class TaskRows {
  readonly length: number;
  private readonly starts: number[] = [];
  private readonly keys: Keys = { state: [], progress: [], created: [], type: [], text: [], path: [] };
  private remarks: Map<number, Diagnostic[]> | undefined;

  private constructor(
    private readonly pages: readonly TaskPage[],
    private readonly tasks: readonly TaskView[] | null,
  ) {
    let length = tasks?.length ?? 0;
    for (const page of pages) {
      this.starts.push(length);
      length += page.length;
    }
    this.length = length;
  }

  static ofPages(pages: readonly TaskPage[]): TaskRows {
    return new TaskRows(pages, null);
  }

  static ofTasks(tasks: readonly TaskView[]): TaskRows {
    return new TaskRows([], tasks);
  }

  /** These rows and those after them, where `tasks` begins with these; else undefined. What was worked out for these stays. */
  grown(tasks: readonly TaskView[]): TaskRows | undefined {
    const before = this.tasks;
    const last = this.length - 1;
    if (before === null || last < 0 || tasks.length < before.length || tasks[0] !== before[0] || tasks[last] !== before[last]) return undefined;
    const rows = new TaskRows([], tasks);
    Object.assign(rows.keys, this.keys);
    return rows;
  }

  at(row: number): TaskView | undefined {
    if (this.tasks !== null) return this.tasks[row];
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

  /** The rows to show, in order. */
  arrange({ sort, descending, states, filter }: TasksSelection): Uint32Array {
    if (sort === null && states.length === 0 && filter === "") return Uint32Array.from({ length: this.length }, (_, row) => row);
    this.extract();
    const { keys } = this;
    const wanted = filter.toLowerCase();
    const allowed = STATES.map((state) => states.length === 0 || states.includes(state));
    const rows: number[] = [];
    for (let row = 0; row < this.length; row += 1) {
      if (allowed[keys.state[row] ?? 0] && (wanted === "" || keys.text[row]?.includes(wanted))) rows.push(row);
    }
    if (sort !== null) {
      const compare = this.comparison(sort);
      rows.sort(descending ? (a, b) => compare(b, a) || a - b : (a, b) => compare(a, b) || a - b);
    }
    return Uint32Array.from(rows);
  }

  private comparison(key: SortKey): (a: number, b: number) => number {
    const { keys } = this;
    const words = (list: string[]) => (a: number, b: number) => {
      const [left = "", right = ""] = [list[a], list[b]];
      return left < right ? -1 : left > right ? 1 : 0;
    };
    const numbers = (list: number[]) => (a: number, b: number) => (list[a] ?? 0) - (list[b] ?? 0);
    if (key === "path") return words(keys.path);
    return key === "type" ? words(keys.type) : numbers(keys[key]);
  }

  /** Works out what sorting and filtering need, for so many rows more; says whether it has it of all. */
  extract(most = Infinity): boolean {
    const { keys } = this;
    const end = Math.min(this.length, keys.state.length + most);
    for (let row = keys.state.length; row < end; row += 1) {
      const task = this.at(row);
      keys.state.push(task ? STATES.indexOf(task.state) : -1);
      keys.progress.push(task?.progress ?? -1);
      keys.created.push(task?.creationTime ?? 0);
      keys.type.push(task?.objectType ?? "");
      keys.path.push(task?.objectPath ?? "");
      keys.text.push(task ? `${task.objectPath} ${task.taskId} ${worded(task.description ?? "")}`.toLowerCase() : "");
    }
    return end === this.length;
  }
}

/** The service writes one reason with and without spaces: it is found by either. */
const worded = (reason: string): string => (reason.includes(" ") ? `${reason} ${reason.replaceAll(/\s+/g, "")}` : reason);

/** The row that a remark is about; null where it is about the page. */
export function rowOf(diagnostic: Diagnostic): number | null {
  for (const place of diagnostic.params) {
    const found = ROW.exec(place)?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}
