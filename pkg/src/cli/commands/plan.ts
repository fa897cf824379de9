import { InvalidRequestError, type Plan, type PlanOptions, plan } from "../api.js";
import { diagnosticLines } from "../diagnostics.js";
import { queryOf, type QueryWords } from "../inputs.js";
import { priceLine, takes } from "../price.js";
import { paint, paintError, tell, write } from "../output.js";
import { say, spoken } from "../say.js";
import { table } from "../table.js";
import { duration } from "../times.js";

export interface PlanWords extends QueryWords {
  route?: NonNullable<PlanOptions["route"]>;
  newest?: boolean;
  limit?: number;
  window?: string;
  rowsPerHour?: number;
  callsPerSecond?: number;
  lenient?: boolean;
  json?: boolean;
}

export function planOptions(words: PlanWords): PlanOptions {
  const { route, newest, limit, window, rowsPerHour, callsPerSecond, lenient } = words;
  return {
    locale: spoken(),
    ...(lenient && { mode: "lenient" as const }),
    ...(route && { route }),
    ...(newest && { order: "newest" as const }),
    ...(limit !== undefined && { limit }),
    ...(window !== undefined && { windowSeconds: Math.max(1, Math.round(duration(window, "--window") / 1000)) }),
    ...(rowsPerHour !== undefined && { rowsPerHour }),
    ...(callsPerSecond !== undefined && { callsPerSecond }),
  };
}

export async function planCommand(ids: readonly string[], words: PlanWords): Promise<void> {
  const now = Date.now();
  const made = plan(await queryOf(words, ids, now), { now, ...planOptions(words) });
  if (words.json) {
    await write(`${JSON.stringify({ ...made, calls: [...made.calls] }, null, 2)}\n`);
    if (!made.ok) throw new InvalidRequestError(made.diagnostics);
    return;
  }
  if (!made.ok) throw new InvalidRequestError(made.diagnostics);
  for (const line of diagnosticLines(made.diagnostics, paintError)) tell(line);
  await write(`${planText(made)}\n`);
}

const LISTED = 20;

export function planText(made: Plan): string {
  const count = (value: number | null): string => (value === null ? "?" : String(Math.ceil(value)));
  const routes = table(
    ["", say("route", "查询方式"), say("calls", "调用次数"), say("time", "耗时"), say("why", "原因")],
    made.routes.map(({ route, calls, seconds, because, safe }) => [
      route === made.route ? paint.green("→") : "",
      route,
      `${count(calls.expected ?? calls.least)}${calls.expected === null ? "+" : ""}`,
      `${takes(seconds)}${seconds.expected === null ? "+" : ""}`,
      `${because}${safe ? "" : say(" (not safe)", "（不安全）")}`,
    ]),
    4,
  );
  const parts = [paint.bold(priceLine(made)), routes];
  if (made.windows.length > 0) {
    const windows = made.windows.slice(0, LISTED).map(({ start, end }) => [start, end]);
    parts.push(table([say("from", "开始"), say("to", "结束")], windows, 1));
    if (made.windows.length > LISTED) parts.push(paint.dim(say(`… ${made.windows.length} windows in all; --json lists them`, `… 共 ${made.windows.length} 个时间窗口，--json 可列出全部`)));
  }
  for (const { start, end, reason } of made.unreachable) {
    parts.push(say(`out of reach: ${start} to ${end} (${reason})`, `无法查询：${start} 至 ${end}（${reason === "retention" ? "超出保留期" : "在未来"}）`));
  }
  return parts.join("\n\n");
}
