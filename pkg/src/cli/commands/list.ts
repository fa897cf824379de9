import { IncompleteError, InvalidRequestError, RefreshTasksError, ServiceError, plan } from "../api.js";
import { keep, recall } from "../checkpoints.js";
import { diagnosticLines } from "../diagnostics.js";
import { EXIT, Ending } from "../exit.js";
import { type Format, writerOf } from "../../formats.js";
import { queryOf } from "../inputs.js";
import { ledgerLines } from "../ledger.js";
import { priceLine } from "../price.js";
import { outputClosed, outputFailure, paintError, tell, write } from "../output.js";
import { ProgressLine } from "../progress.js";
import { many, say } from "../say.js";
import { type ServiceWords, clientOf, interruption } from "../service.js";
import { TaskTable } from "../table.js";
import { duration } from "../times.js";
import { type PlanWords, planOptions, planText } from "./plan.js";

export interface RowWords {
  json?: boolean;
  ndjson?: boolean;
  csv?: boolean;
  checkpoint?: string;
  resume?: string;
  quiet?: boolean;
}
type ListWords = PlanWords & ServiceWords & RowWords & { dryRun?: boolean; timeout?: string };

export const formatOf = ({ json, ndjson, csv }: RowWords): Format => (json ? "json" : ndjson ? "ndjson" : csv ? "csv" : "table");

export async function list(ids: readonly string[], words: ListWords): Promise<void> {
  const now = Date.now();
  const query = await queryOf(words, ids, now);
  const planning = planOptions(words);
  if (words.dryRun) {
    const made = plan(query, { now, ...planning });
    if (!made.ok) throw new InvalidRequestError(made.diagnostics);
    for (const line of diagnosticLines(made.diagnostics, paintError)) tell(line);
    return words.json ? write(`${JSON.stringify({ ...made, calls: made.calls.length }, null, 2)}\n`) : write(`${planText(made)}\n`);
  }
  const limitMs = words.timeout === undefined ? undefined : duration(words.timeout, "--timeout");
  const resume = words.resume === undefined ? undefined : await recall(words.resume);
  const { client, close } = await clientOf(words);
  const progress = new ProgressLine("list", words.quiet === true, words.limit);
  const stop = interruption(limitMs);
  const format = formatOf(words);
  const writer = format === "table" ? null : writerOf(format);
  const lines = new TaskTable();
  const stream = client.tasks(query, { ...planning, signal: stop.signal, resume, onProgress: progress.update });
  for (const line of resume === undefined ? diagnosticLines(stream.plan.diagnostics, paintError) : []) tell(line);
  if (!words.quiet && resume === undefined) tell(paintError.dim(priceLine(stream.plan)));
  let rows = 0;
  let failure: unknown;
  try {
    if (writer) await write(writer.begin());
    for await (const page of stream.pages()) {
      progress.clear();
      await write(writer ? writer.rows(page) : `${lines.text(page)}\n`);
      rows += page.length;
      if (outputClosed()) break;
    }
  } catch (error) {
    failure = error;
  } finally {
    progress.clear();
    stop.done();
    await close();
  }
  const ledger = stream.ledger();
  if (writer) await write(writer.end(ledger));
  if (words.limit !== undefined && rows >= words.limit) {
    tell(paintError.dim(say(`stopped at the limit of ${many(words.limit, "row")}`, `已达到 ${words.limit} 条的上限`)));
    return;
  }
  // Nothing was read, so there is nothing to account for or to go on from.
  const local = failure instanceof RefreshTasksError && !(failure instanceof IncompleteError);
  if (local && ledger.rows === 0 && !stop.interrupted()) throw failure;
  for (const line of ledgerLines(ledger)) tell(ledger.complete ? paintError.dim(line) : paintError.yellow(line));
  if (outputClosed() && outputFailure() === undefined) {
    tell(say(`standard output was closed after ${many(rows, "row")}; nothing more was asked`, `标准输出已关闭，已输出 ${rows} 条，不再继续查询`));
    throw new Ending(EXIT.incomplete, "");
  }
  const interrupted = stop.interrupted();
  const broken = interrupted || failure instanceof ServiceError || failure instanceof IncompleteError || outputFailure() !== undefined;
  // That of an error is from before its fault, so that the same call is made again.
  const checkpoint = (failure instanceof ServiceError ? failure.checkpoint : null) ?? stream.checkpoint();
  if (broken) await keep(checkpoint, words, "list");
  if (stop.late()) throw new Ending(EXIT.deadline, say(`time is up after ${words.timeout}`, `已超时（${words.timeout}）`));
  if (interrupted) throw new Ending(EXIT.interrupted, "");
  if (failure !== undefined) throw failure;
}
