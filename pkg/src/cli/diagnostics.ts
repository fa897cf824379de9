/** Diagnostics for people. */
import type { Diagnostic } from "./api.js";
import { printable } from "./output.js";
import { say } from "./say.js";

type Paint = { red(text: string): string; yellow(text: string): string; cyan(text: string): string; dim(text: string): string; bold(text: string): string };

export function diagnosticLines(diagnostics: readonly Diagnostic[], paint: Paint): string[] {
  return diagnostics.flatMap(({ severity, code, message, help, fixes, official, params }) => {
    const label =
      severity === "error" ? paint.red(say("error", "错误")) : severity === "warning" ? paint.yellow(say("warning", "警告")) : paint.cyan(say("notice", "提示"));
    const lines = [`${label} ${paint.bold(code)}${official ? "" : paint.dim(say(" (ours)", "（本工具）"))}${say(":", "：")}${say(" ", "")}${printable(message)}`];
    if (params.length > 0) lines.push(paint.dim(`  ${say("in", "字段")} ${params.map(printable).join(", ")}`));
    if (help !== null) lines.push(`  ${printable(help)}`);
    for (const fix of fixes) lines.push(`  ${say("fix:", "修正：")}${say(" ", "")}${printable(fix.title)}`);
    return lines;
  });
}
