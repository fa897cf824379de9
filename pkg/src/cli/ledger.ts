/** The ledger in sentences. */
import { type Ledger, contract } from "./api.js";
import { many, say, spoken } from "./say.js";
import { local, zoneOf } from "./times.js";

const MOST_GAPS = 20;

const clock = (ms: number): string => `${local(ms)} ${zoneOf(ms)}`;

/** One sentence on whether this is all, then one line for each part that is missing. */
export function ledgerLines(ledger: Ledger): string[] {
  const { rows, calls, provenUntil } = ledger;
  const counted = say(`${many(rows, "row")} in ${many(calls, "call")}`, `${calls} 次调用读取 ${rows} 条`);
  const lines: string[] = [];
  if (ledger.complete) {
    const upTo = provenUntil === null ? "" : say(` up to ${clock(provenUntil)}; what is younger may still grow`, `，截至 ${clock(provenUntil)}；更新的任务可能还会出现`);
    lines.push(say(`complete${upTo} (${counted})`, `完整${upTo}（${counted}）`));
  } else {
    const verdict = ledger.verdict === "gaps" ? say("not complete", "不完整") : say("not proven to be complete", "无法证明完整");
    lines.push(say(`${verdict} (${counted})`, `${verdict}（${counted}）`));
  }
  const unread = ledger.windows.filter(({ state }) => state !== "done");
  for (const { window, filter, gap } of unread.slice(0, MOST_GAPS)) {
    const why = gap === null ? say("not read to its end", "未读完") : reasonOf(gap);
    lines.push(say(`  gap: ${window.start} to ${window.end}${filter && ` (${filter})`}: ${why}`, `  缺口：${window.start} 至 ${window.end}${filter && `（${filter}）`}：${why}`));
  }
  const left = unread.length - MOST_GAPS;
  if (left > 0) lines.push(say(`  … and ${many(left, "gap")} more; --json lists them all`, `  … 另有 ${left} 处缺口，--json 可列出全部`));
  for (const { start, end, reason } of ledger.unreachable) {
    const why = reason === "retention" ? say("older than the service remembers (3 days)", "超出服务保留的 3 天") : say("in the future", "在未来");
    lines.push(say(`  out of reach: ${start} to ${end}: ${why}`, `  无法查询：${start} 至 ${end}：${why}`));
  }
  const { absent, aged } = ledger.ids;
  if (absent.length > 0) lines.push(say(`  unknown to the service: ${some(absent)}`, `  服务中不存在：${some(absent)}`));
  if (aged.length > 0) lines.push(say(`  aged out while waiting: ${some(aged)}`, `  等待期间已过保留期：${some(aged)}`));
  if (ledger.changed > 0) lines.push(say(`  ${many(ledger.changed, "row")} changed after delivery`, `  ${ledger.changed} 条在输出之后又有变化`));
  return lines;
}

/** What a reason means; the code of a call that kept failing says itself. */
const reasonOf = (gap: string): string => {
  const text = contract(spoken()).ledger.gaps.find(({ name }) => name === gap)?.text;
  return text === undefined ? gap : say(`${gap}: ${text}`, `${text}（${gap}）`);
};

const some = (ids: readonly string[]): string => ids.slice(0, 10).join(", ") + (ids.length > 10 ? ` … (${ids.length})` : "");
