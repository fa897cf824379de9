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
    line(error.message);
    return EXIT.invalid;
  }
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")) return EXIT.interrupted;
  line(error instanceof Error ? error.message : String(error));
  if (process.env["DEBUG"] && error instanceof Error) tell(String(error.stack));
  return EXIT.service;
}

function line(message: string, help: string | null = null): void {
  tell(`${paintError.red(say("error:", "错误："))}${say(" ", "")}${printable(message)}`);
  if (help) tell(`${paintError.dim(say("help:", "建议："))}${say(" ", "")}${printable(help)}`);
}

/** A proxy's whole HTML page is no message. */
export const shorten = (message: string): string => {
  const flat = printable(message.replace(/\s+/g, " ").trim());
  return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
};
