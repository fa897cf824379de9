/** How far it is: one line that renews itself on a terminal, a line now and then anywhere else. */
// log-update: the renewing line of most Node tools; wraps, clears and hides the cursor rightly.
import { createLogUpdate } from "log-update";
import type { Progress } from "./api.js";
import { paintError, tell } from "./output.js";
import { say } from "./say.js";
import { spell } from "./times.js";

const QUIET_EVERY_MS = 30_000;
const BAR = 24;

export class ProgressLine {
  private readonly live = process.stderr.isTTY && process.env["TERM"] !== "dumb" && !process.env["CI"];
  private readonly draw = createLogUpdate(process.stderr, { showCursor: true });
  private readonly started = Date.now();
  private said = Date.now();
  private last: Progress | null = null;

  constructor(
    private readonly what: "list" | "wait",
    private readonly quiet: boolean,
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
    const of = (done: number, all: number | null): string => (all === null ? String(done) : `${done}/${Math.max(done, all)}`);
    const share = this.what === "wait" ? (rows > 0 ? settled / rows : 0) : expectedRows ? rows / expectedRows : expectedCalls ? calls / expectedCalls : 0;
    const elapsed = Math.max(1, Date.now() - this.started);
    const states = [
      byState.running > 0 && say(`${byState.running} running`, `进行中 ${byState.running}`),
      byState.failed + byState.canceled > 0 && paintError.red(say(`${byState.failed + byState.canceled} failed`, `失败 ${byState.failed + byState.canceled}`)),
    ].filter(Boolean);
    const parts =
      this.what === "wait"
        ? [say(`${of(settled, rows)} tasks done`, `已完成 ${of(settled, rows)} 个任务`), ...states]
        : [say(`${of(rows, expectedRows)} rows`, `${of(rows, expectedRows)} 条`), say(`${Math.round((rows * 1000) / elapsed)}/s`, `${Math.round((rows * 1000) / elapsed)} 条/秒`)];
    parts.push(say(`${of(calls, this.what === "list" ? expectedCalls : null)} calls`, `${of(calls, this.what === "list" ? expectedCalls : null)} 次调用`));
    parts.push(say(`${spell(elapsed)} so far`, `已用 ${spell(elapsed)}`));
    if (etaMs !== null && share < 1) parts.push(say(`about ${spell(etaMs)} left`, `约剩 ${spell(etaMs)}`));
    if (!live) return parts.join(say(", ", "，"));
    const full = Math.round(Math.min(1, share) * BAR);
    return `${paintError.cyan("█".repeat(full))}${paintError.dim("░".repeat(BAR - full))} ${parts.join(paintError.dim(" · "))}`;
  }
}
