import { ServiceError, type WaitResult } from "../api.js";
import { keep, recall } from "../checkpoints.js";
import { EXIT, Ending, type Exit, usage } from "../exit.js";
import { writerOf } from "../../formats.js";
import { annotations, onGitHub, summary } from "../github.js";
import { type QueryWords, queryOf, taskIds } from "../inputs.js";
import { ledgerLines } from "../ledger.js";
import { paint, paintError, tell, write } from "../output.js";
import { ProgressLine } from "../progress.js";
import { many, say } from "../say.js";
import { type ServiceWords, clientOf, interruption } from "../service.js";
import { TaskTable } from "../table.js";
import { duration, spell } from "../times.js";
import { type RowWords, formatOf } from "./list.js";

type WaitWords = QueryWords & ServiceWords & RowWords & { timeout?: string; grace?: string };

const USUAL_TIMEOUT_MS = 30 * 60_000;

export async function wait(words: readonly string[], given: WaitWords): Promise<void> {
  const started = Date.now();
  const ids = [...words, ...(given.id ?? [])];
  const { path, domain, type, status, since, from, to } = given;
  const asked = path ?? domain ?? type ?? status ?? since ?? from ?? to;
  if (ids.length === 0 && asked === undefined && given.resume === undefined) {
    throw usage(
      say("what should be waited for?", "要等待哪些任务？"),
      say("give task ids, `-` for the answer of a submission, or a question such as `--domain example.com --type file --since 10m`", "请给出任务 ID，用 `-` 读取提交任务的响应，或给出条件，例如 `--domain example.com --type file --since 10m`"),
    );
  }
  const query = ids.length > 0 && asked === undefined ? await taskIds(ids) : await queryOf({ ...given, id: [] }, ids, started);
  const timeoutMs = given.timeout === undefined ? USUAL_TIMEOUT_MS : duration(given.timeout, "--timeout");
  const graceMs = given.grace === undefined ? undefined : duration(given.grace, "--grace");
  const resume = given.resume === undefined ? undefined : await recall(given.resume);
  const { client, close } = await clientOf(given);
  const progress = new ProgressLine("wait", given.quiet === true);
  const stop = interruption();
  const format = formatOf(given);
  let told = 0;
  let result: WaitResult;
  try {
    result = await client.wait(query, {
      ...{ timeoutMs, graceMs, resume, signal: stop.signal },
      onProgress(seen) {
        progress.update(seen);
        if (format === "ndjson" && Date.now() - told >= 1000) {
          told = Date.now();
          void write(`${JSON.stringify({ event: "progress", ...seen })}\n`);
        }
      },
    });
  } catch (error) {
    progress.clear();
    if (error instanceof ServiceError && error.checkpoint !== null && error.ledger && error.ledger.rows + error.ledger.ids.found > 0) {
      for (const line of ledgerLines(error.ledger)) tell(line);
      await keep(error.checkpoint, given, "wait");
    }
    if (onGitHub()) tell(`::error title=cdn-refresh-tasks::${String((error as Error).message).replace(/[\r\n]+/g, " ")}`);
    throw error;
  } finally {
    stop.done();
    await close();
  }
  progress.clear();
  const exit = exitOf(result);
  const lines = verdictLines(result, Date.now() - started);
  if (format === "json") await write(`${JSON.stringify(result, null, 2)}\n`);
  else if (format === "ndjson") await write(`${JSON.stringify({ event: "result", ...result })}\n`);
  else if (format === "csv") {
    const csv = writerOf("csv");
    await write(csv.begin() + csv.rows(result.failed));
  } else {
    if (result.failed.length > 0) await write(`${new TaskTable().text(result.failed)}\n`);
    await write(`${exit === EXIT.yes ? paint.green(lines[0] ?? "") : paint.red(lines[0] ?? "")}\n`);
    for (const line of lines.slice(1)) tell(line);
  }
  if (format !== "table") tell(lines[0] ?? "");
  if (onGitHub()) {
    const title = lines[0] ?? "";
    for (const line of annotations(result.failed, say("purge or preload failed", "刷新或预热失败"))) tell(line);
    if (exit !== EXIT.yes && result.failed.length === 0) tell(`::error title=cdn-refresh-tasks::${title}`);
    await summary(result, title, lines.slice(1));
  }
  if (result.outcome === "aborted" || result.outcome === "deadline" || result.outcome === "incomplete") await keep(result.checkpoint, given, "wait");
  if (exit !== EXIT.yes) throw new Ending(exit, "");
}

function exitOf({ outcome }: WaitResult): Exit {
  switch (outcome) {
    case "complete":
      return EXIT.yes;
    case "failed":
      return EXIT.failed;
    case "deadline":
      return EXIT.deadline;
    case "aborted":
      return EXIT.interrupted;
    case "incomplete":
      return EXIT.incomplete;
  }
}

function verdictLines(result: WaitResult, ms: number): string[] {
  const { outcome, counts, failed, unfinished, absent, ledger } = result;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const took = spell(ms);
  const left = unfinished.length > 0 ? many(unfinished.length, "id") : "some tasks";
  const first = {
    complete: say(total === 1 ? `the task is in effect everywhere (${took})` : `all ${total} tasks are in effect everywhere (${took})`, `全部 ${total} 个任务已全网生效（${took}）`),
    failed: say(`${failed.length} of ${many(total, "task")} failed (${took})`, `${total} 个任务中有 ${failed.length} 个失败（${took}）`),
    deadline: say(`time is up after ${took}: ${left} not done`, unfinished.length > 0 ? `等待 ${took}后超时：还有 ${unfinished.length} 个任务 ID 未完成` : `等待 ${took}后超时：部分任务未完成`),
    aborted: say(`interrupted after ${took}: ${left} not done`, unfinished.length > 0 ? `等待 ${took}后被中断：还有 ${unfinished.length} 个任务 ID 未完成` : `等待 ${took}后被中断：部分任务未完成`),
    incomplete: say(`not all tasks could be followed to their end (${took})`, `部分任务无法确认结果（${took}）`),
  }[outcome];
  const some = (ids: readonly string[]): string => ids.slice(0, 10).join(", ") + (ids.length > 10 ? ` … (${ids.length})` : "");
  const lines = [first];
  if (failed.length > 0 && outcome !== "failed") lines.push(say(`${failed.length} failed`, `失败 ${failed.length} 个`));
  if (unfinished.length > 0) lines.push(say(`not done: ${some(unfinished)}`, `未完成：${some(unfinished)}`));
  if (absent.length > 0) lines.push(say(`unknown to the service: ${some(absent)}`, `服务中不存在：${some(absent)}`));
  if (outcome !== "complete") lines.push(...ledgerLines(ledger).map((line) => paintError.dim(line)));
  return lines;
}
