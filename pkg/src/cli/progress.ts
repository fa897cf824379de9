/** How far it is: one line that renews itself on a terminal, a line now and then anywhere else. */
// log-update: the renewing line of most Node tools; wraps, clears and hides the cursor rightly.
import { createLogUpdate } from "log-update";
// string-width: what everyone counts columns with.
import stringWidth from "string-width";
import type { Progress } from "./api.js";
import { paintError, tell } from "./output.js";
import { many, say } from "./say.js";
import { spell } from "./times.js";

const QUIET_EVERY_MS = 30_000;
/** Bars to choose from, the widest that leaves room for the words. */
const BARS = [24, 16, 10, 0];

export class ProgressLine {
  private readonly live = process.stderr.isTTY && process.env["TERM"] !== "dumb" && !process.env["CI"];
  private readonly draw = createLogUpdate(process.stderr, { showCursor: true });
  private readonly started = Date.now();
  private said = Date.now();
  private last: Progress | null = null;

  constructor(
    private readonly what: "list" | "wait",
    private readonly quiet: boolean,
    /** No more rows than these are wanted. */
    private readonly limit = Infinity,
  ) {}

  readonly update = (progress: Progress): void => {
    this.last = progress;
    if (this.quiet) return;
    if (this.live) this.draw(this.words(progress, true));
    else if (Date.now() - this.said >= QUIET_EVERY_MS) {
      this.said = Date.now();
      tell(this.words(progress, false));
    }
  };

  /** Out of the way of what is printed next. */
  clear(): void {
    if (this.live && !this.quiet) this.draw.clear();
  }

  get seen(): Progress | null {
    return this.last;
  }

  private words({ rows, expectedRows, calls, expectedCalls, byState, etaMs }: Progress, live: boolean): string {
    const settled = byState.succeeded + byState.failed + byState.canceled;
    const of = (done: number, all: number | null): string => (all === null || all <= done ? String(done) : `${done}/${all}`);
    const wanted = expectedRows === null ? null : Math.min(expectedRows, this.limit);
    const share = this.what === "wait" ? (rows > 0 ? settled / rows : 0) : wanted ? rows / wanted : expectedCalls ? calls / expectedCalls : 0;
    const elapsed = Math.max(1, Date.now() - this.started);
    const rate = Math.round((rows * 1000) / elapsed);
    const failed = byState.failed + byState.canceled;
    const asked = of(calls, this.what === "list" ? expectedCalls : null);
    // In the order they are read; the number says which goes first where the line is too long.
    const parts: [keep: number, words: string | false][] = [
      this.what === "wait"
        ? [9, say(`${many(of(settled, rows), "task")} done`, `已完成 ${of(settled, rows)} 个任务`)]
        : [9, say(many(of(rows, wanted), "row"), `${of(rows, wanted)} 条`)],
      [6, this.what === "wait" && byState.running > 0 && say(`${byState.running} running`, `进行中 ${byState.running}`)],
      [8, this.what === "wait" && failed > 0 && paintError.red(say(`${failed} failed`, `失败 ${failed}`))],
      [3, this.what === "list" && rate > 0 && say(`${rate}/s`, `${rate} 条/秒`)],
      [4, say(many(asked, "call"), `${asked} 次调用`)],
      [5, say(`${spell(elapsed)} so far`, `已用 ${spell(elapsed)}`)],
      [7, etaMs !== null && share < 1 && say(`about ${spell(etaMs)} left`, `约剩 ${spell(etaMs)}`)],
    ];
    const shown = parts.filter((part): part is [number, string] => part[1] !== false);
    if (!live) return shown.map(([, words]) => words).join(say(", ", "，"));
    const width = Math.max(20, process.stderr.columns || 80) - 1;
    for (;;) {
      const words = shown.map(([, told]) => told).join(paintError.dim(" · "));
      const bar = BARS.find((columns) => columns + 1 + stringWidth(words) <= width);
      if (bar !== undefined || shown.length === 1) return `${drawn(bar ?? 0, Math.min(1, share))}${words}`;
      const least = Math.min(...shown.map(([keep]) => keep));
      shown.splice(shown.findIndex(([keep]) => keep === least), 1);
    }
  }
}

function drawn(columns: number, share: number): string {
  if (columns === 0) return "";
  const full = Math.round(share * columns);
  return `${paintError.cyan("█".repeat(full))}${paintError.dim("░".repeat(columns - full))} `;
}
