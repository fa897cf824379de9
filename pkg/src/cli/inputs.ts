/** What was typed after a command: ids in every shape people have them in, requests, questions. */
import type { Draft, Query } from "./api.js";
import { usage } from "./exit.js";
import { say } from "./say.js";
import { duration, moment } from "./times.js";

/** Standard input as text; a terminal is told what is expected of it. */
export async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(say("reading from standard input; end with Ctrl-D\n", "正在读取标准输入，按 Ctrl-D 结束\n"));
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8").replace(/^\uFEFF/, "");
}

/** The keys under which the submitting calls and the queries give ids. Read as text: a number would lose digits. */
const ID_FIELD = /"(?:RefreshTaskId|PushTaskId|TaskId|taskId|refreshTaskId|pushTaskId|taskIds)"\s*:\s*(?:"([^"]*)"|(\d+)|\[([^\]]*)\])/g;

/**
 * Task ids from arguments: one by one, comma lists, the JSON of a submit response, or `-` for standard input, which may hold any of
 * these. Each id once, in the order given.
 */
export async function taskIds(words: readonly string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const word of words) {
    const text = word === "-" ? await standardInput() : word;
    for (const id of idsIn(text, word === "-" ? say("standard input", "标准输入") : `\`${word}\``)) ids.add(id);
  }
  return [...ids];
}

function idsIn(text: string, where: string): string[] {
  if (/^\s*[{[]/.test(text) && /[:"]/.test(text)) {
    const found = [...text.matchAll(ID_FIELD)].flatMap(([, quoted, bare, list]) => (quoted ?? bare ?? list ?? "").split(/[\s,;"]+/)).filter(Boolean);
    const bareList = found.length === 0 && /^\s*\[/.test(text) ? [...text.matchAll(/\d+/g)].map(([id]) => id) : found;
    if (bareList.length === 0) {
      const code = /"Code"\s*:\s*"([^"]+)"/.exec(text)?.[1];
      throw code === undefined
        ? usage(say(`${where} is JSON without RefreshTaskId, PushTaskId or TaskId`, `${where} 是 JSON，但其中没有 RefreshTaskId、PushTaskId 或 TaskId`))
        : usage(
            say(`${where} is an error answer (\`${code}\`), not the answer of a submission`, `${where} 是一条错误响应（\`${code}\`），而不是提交任务的响应`),
            say(`nothing was submitted; \`cdn-refresh-tasks explain ${code}\` says more`, `任务没有提交成功；\`cdn-refresh-tasks explain ${code}\` 可查看说明`),
          );
    }
    return judged(bareList, where);
  }
  const found = text.split(/[\s,;，；]+/).filter(Boolean);
  if (found.length === 0) throw usage(say(`${where} holds no task id`, `${where} 中没有任务 ID`), say("did the submitting command fail?", "提交任务的命令是否失败了？"));
  return judged(found, where);
}

function judged(ids: string[], where: string): string[] {
  for (const id of ids) {
    if (!/^\d+$/.test(id)) {
      const shown = id.length > 60 ? `${id.slice(0, 60)}…` : id;
      throw usage(
        where === `\`${shown}\``
          ? say(`${where} is not a task id, which is all digits`, `${where} 不是任务 ID，任务 ID 全部由数字组成`)
          : say(`${where}: \`${shown}\` is not a task id, which is all digits`, `${where}：\`${shown}\` 不是任务 ID，任务 ID 全部由数字组成`),
        /^https?:|\//.test(id) ? say("for URLs use `--path URL`", "按 URL 查询请使用 `--path URL`") : null,
      );
    }
  }
  return ids;
}

/**
 * A request as `Key=Value` words, a query string, a URL, or JSON; `-` reads it from standard input. A parameter that is given more than
 * once is kept so, and `check` says it.
 */
export async function draftOf(words: readonly string[]): Promise<Draft | URLSearchParams> {
  const entries: [key: string, value: unknown][] = [];
  for (const word of words) {
    const text = (word === "-" ? await standardInput() : word).trim();
    if (text.startsWith("{")) {
      entries.push(...Object.entries(json(text)));
      continue;
    }
    if (/^https?:\/\//.test(text) && text.includes("?")) {
      if (!URL.canParse(text)) throw usage(say(`\`${text}\` is not a URL`, `\`${text}\` 不是有效的 URL`));
      entries.push(...new URL(text).searchParams);
      continue;
    }
    if (word === "-" || text.startsWith("?") || /^[A-Za-z]+=[^&]*&[A-Za-z]+=/.test(text)) {
      entries.push(...new URLSearchParams(text.replace(/^\?/, "")));
      continue;
    }
    const at = text.indexOf("=");
    if (at <= 0) {
      throw usage(
        say(`\`${text}\` is not \`Parameter=value\``, `\`${text}\` 不是 \`参数=值\` 的形式`),
        say("for example `DomainName=example.com ObjectType=file`", "例如 `DomainName=example.com ObjectType=file`"),
      );
    }
    entries.push([text.slice(0, at).replace(/^--/, ""), text.slice(at + 1)]);
  }
  const draft = Object.fromEntries(entries) as Draft;
  if (Object.keys(draft).length === entries.length) return draft;
  return new URLSearchParams(entries.filter(([, value]) => value !== null).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
}

function json(text: string): object {
  const twice = repeatedKey(text);
  if (twice !== undefined) throw usage(say(`the request has ${twice} more than once`, `请求中 ${twice} 出现了不止一次`));
  try {
    // An id of 20 digits written as a number must not lose any.
    const kept = text.replace(/("TaskId"\s*:\s*)(\d{16,})/g, '$1"$2"');
    return JSON.parse(kept) as object;
  } catch (error) {
    throw usage(say(`the request is not valid JSON: ${(error as Error).message}`, `请求不是有效的 JSON：${(error as Error).message}`));
  }
}

/** Of two values under one key of an object, JSON.parse drops the first without a word. */
function repeatedKey(text: string): string | undefined {
  const keys = new Set<string>();
  let depth = 0;
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (key !== undefined && depth === 1 && keys.size === keys.add(key).size) return key;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
  }
  return undefined;
}

/** The options of a question, as commander gives them. */
export interface QueryWords {
  id?: string[];
  path?: string[];
  domain?: string[];
  type?: string[];
  status?: string[];
  since?: string;
  from?: string;
  to?: string;
  resourceGroup?: string;
}

const listed = (values: string[] | undefined): string[] | undefined => {
  const words = values?.flatMap((value) => value.split(",")).map((value) => value.trim()).filter(Boolean);
  return words && words.length > 0 ? words : undefined;
};

export async function queryOf(words: QueryWords, ids: readonly string[], now: number): Promise<Query> {
  const taskIdsGiven = [...ids, ...(words.id ?? [])];
  const query: Query = {};
  if (taskIdsGiven.length > 0) query.taskIds = await taskIds(taskIdsGiven);
  // A path may hold commas.
  if (words.path && words.path.length > 0) query.objectPaths = words.path;
  const domains = listed(words.domain);
  if (domains) query.domainNames = domains;
  const types = listed(words.type);
  if (types) query.objectTypes = types;
  const statuses = listed(words.status);
  if (statuses) query.statuses = statuses;
  if (words.since !== undefined && words.from !== undefined) {
    throw usage(say("--since and --from say the same thing: give one", "--since 与 --from 含义相同，只需给出一个"));
  }
  if (words.since !== undefined) query.from = sinceOf(words.since, now);
  if (words.from !== undefined) query.from = moment(words.from, "--from", now);
  if (words.to !== undefined) query.to = moment(words.to, "--to", now);
  if (words.resourceGroup !== undefined) query.resourceGroupId = words.resourceGroup;
  return query;
}

/** `--since 2h` and `--since "2026-11-24 10:00+08:00"` both. */
function sinceOf(text: string, now: number): number {
  return /^\d{4}[-/]/.test(text.trim()) || /ago$|前$|^now$|^现在$/i.test(text.trim()) ? moment(text, "--since", now) : now - duration(text, "--since");
}
