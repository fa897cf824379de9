import { type Explanation, contract, explain } from "../api.js";
import { paint, printable, write } from "../output.js";
import { say, spoken } from "../say.js";
import { table } from "../table.js";

export async function explainCommand(codes: readonly string[], { json }: { json?: boolean }): Promise<void> {
  const found = codes.length > 0 ? codes.map((code) => explain(code, spoken())) : contract(spoken()).errors;
  if (json) return write(`${JSON.stringify(codes.length === 1 ? found[0] : found, null, 2)}\n`);
  if (codes.length > 0) return write(`${found.map(told).join("\n\n")}\n`);
  await write(`${table([say("code", "错误码"), "HTTP", say("cause", "原因")], found.map(({ code, httpStatus, cause, message }) => [code, String(httpStatus ?? ""), cause || message]), 2)}\n`);
}

function told({ code, known, httpStatus, message, cause, remedy, retryable, throttled, source }: Explanation): string {
  const head = `${paint.bold(printable(code))}${httpStatus === null ? "" : paint.dim(` HTTP ${httpStatus}`)}`;
  const retry = throttled ? say("throttling: wait, then try again", "限流：稍后重试") : retryable ? say("trying again may help", "可以重试") : known ? say("trying again does not help", "重试无济于事") : null;
  return [head, message, cause, remedy && `${say("what to do:", "处理办法：")}${say(" ", "")}${remedy}`, retry, source && paint.dim(`${source.page}, ${source.seen}`)]
    .filter(Boolean)
    .map((line, at) => (at === 0 ? line : `  ${line}`))
    .join("\n");
}
