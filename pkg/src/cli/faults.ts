/** From whatever went wrong to one line, what to do about it, and the exit code. */
import { IncompleteError, InvalidRequestError, RefreshTasksError, ServiceError } from "./api.js";
import { diagnosticLines } from "./diagnostics.js";
import { EXIT, Ending, type Exit } from "./exit.js";
import { paintError, printable, tell } from "./output.js";
import { say } from "./say.js";

/** Tells it, and says how the run ends. */
export function report(error: unknown): Exit {
  if (error instanceof Ending) {
    if (error.message) line(error.message, error.help);
    return error.exit;
  }
  if (error instanceof InvalidRequestError) {
    for (const told of diagnosticLines(error.diagnostics, paintError)) tell(told);
    return EXIT.invalid;
  }
  if (error instanceof ServiceError) {
    const { fault } = error;
    const where = [fault.httpStatus !== null && `HTTP ${fault.httpStatus}`, fault.requestId !== null && say(`request id ${fault.requestId}`, `请求 ID ${fault.requestId}`)].filter(Boolean);
    line(`${fault.code}: ${shorten(fault.message)}${where.length > 0 ? ` (${where.join(", ")})` : ""}`, fault.explanation.remedy || fault.explanation.cause || null);
    return EXIT.service;
  }
  if (error instanceof IncompleteError) return EXIT.incomplete;
  if (error instanceof RefreshTasksError) {
    line(say(error.message, chinese(error)));
    return EXIT.invalid;
  }
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")) return EXIT.interrupted;
  line(error instanceof Error ? error.message : String(error));
  if (process.env["DEBUG"] && error instanceof Error) tell(String(error.stack));
  return EXIT.service;
}

/** The package speaks English where it throws; what a person of the command line meets is told in their language. */
const chinese = ({ code, message }: RefreshTasksError): string => {
  const told = CHINESE[code];
  return told === undefined ? message : told.endsWith("：") ? told + message : told;
};
const CHINESE: Record<string, string> = {
  NoCredentials: "没有可用的凭证。请设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或运行 `aliyun configure`。详情：",
  InvalidEndpoint: "`--endpoint` 须为主机名或带协议的地址，例如 `cdn.aliyuncs.com` 或 `http://127.0.0.1:8080`，不带路径、查询串和用户名",
  InvalidAccessKeyId: "AccessKey ID 须为 1 到 128 个可见的 ASCII 字符，不含逗号、引号和反斜线",
  CheckpointForeign: "这不是 cdn-refresh-tasks 的断点",
  CheckpointVersion: "断点由其他版本的 cdn-refresh-tasks 生成，请重新开始",
  CheckpointDamaged: "断点已损坏，请重新开始",
  CheckpointOtherQuery: "断点属于另一个查询，或 `list` 与 `wait` 用反了",
  CheckpointQueryNeeded: "断点只保存了查询条件的摘要（条件过长，或 URL 带有查询串），请同时给出原来的条件",
};

function line(message: string, help: string | null = null): void {
  tell(`${paintError.red(say("error:", "错误："))}${say(" ", "")}${printable(message)}`);
  if (help) tell(`${paintError.dim(say("help:", "建议："))}${say(" ", "")}${printable(help)}`);
}

/** A proxy's whole HTML page is no message. */
export const shorten = (message: string): string => {
  const flat = printable(message.replace(/\s+/g, " ").trim());
  return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
};
