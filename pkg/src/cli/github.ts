/** GitHub Actions: annotations beside the run, and a summary of the step. */
import { appendFile } from "node:fs/promises";
import type { TaskView, WaitResult } from "./api.js";
import { redactPath } from "../client/redact.js";
import { tell } from "./output.js";
import { say } from "./say.js";

export const onGitHub = (): boolean => process.env["GITHUB_ACTIONS"] === "true";

/** More are not shown by GitHub. */
const MOST = 10;
/** A summary may hold 1 MiB, and nobody reads more rows than these. */
const MOST_ROWS = 200;
const data = (text: string): string => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (text: string): string => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** One `::error` line for each failure; workflow commands are read from standard output and standard error alike. */
export function annotations(failed: readonly TaskView[], title: string): string[] {
  const lines = failed
    .slice(0, failed.length > MOST ? MOST - 1 : MOST)
    .map(({ objectPath, taskId, status, failure }) => {
      const text = `${redactPath(objectPath)}: ${failure?.text || status} (${say("task", "任务")} ${taskId})`;
      return `::error title=${property(title)}::${data(text)}`;
    });
  if (failed.length > lines.length) lines.push(`::error title=${property(title)}::${data(say(`and ${failed.length - lines.length} more`, `另有 ${failed.length - lines.length} 个`))}`);
  return lines;
}

const cell = (text: string): string => text.replace(/[\r\n]+/g, " ").replace(/[\\|`*_<>[\]]/g, (mark) => `\\${mark}`);

/** A table of the result in the summary of the step; says so where it cannot be written. */
export async function summary(result: WaitResult, title: string, lines: readonly string[]): Promise<void> {
  const path = process.env["GITHUB_STEP_SUMMARY"];
  if (!path) return;
  const { counts, failed } = result;
  const left = failed.length - MOST_ROWS;
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  const text = [
    `### ${cell(title)}`,
    "",
    `| ${states.map(([state]) => state).join(" | ") || say("tasks", "任务")} |`,
    `|${states.map(() => "---|").join("") || "---|"}`,
    `| ${states.map(([, count]) => count).join(" | ") || 0} |`,
    "",
    ...lines.map(cell),
    "",
    ...(failed.length > 0
      ? [
          `| ${say("object path", "对象路径")} | ${say("status", "状态")} | ${say("reason", "原因")} | ${say("task id", "任务 ID")} |`,
          "|---|---|---|---|",
          ...failed.slice(0, MOST_ROWS).map((row) => `| ${cell(redactPath(row.objectPath))} | ${cell(row.status)} | ${cell(row.failure?.text ?? "")} | ${cell(row.taskId)} |`),
          "",
          ...(left > 0 ? [say(`and ${left} more: the output of the step has them all`, `另有 ${left} 个，全部列在该步骤的输出中`), ""] : []),
        ]
      : []),
  ].join("\n");
  try {
    await appendFile(path, `${text}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    tell(`::warning title=cdn-refresh-tasks::${data(say(`the summary of the step could not be written (${code})`, `无法写入步骤摘要（${code}）`))}`);
  }
}
