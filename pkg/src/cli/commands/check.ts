import { type CheckOptions, check } from "../api.js";
import { diagnosticLines } from "../diagnostics.js";
import { EXIT, Ending } from "../exit.js";
import { draftOf } from "../inputs.js";
import { paint, write } from "../output.js";
import { say, spoken } from "../say.js";

export interface RequestWords {
  operation?: CheckOptions["operation"];
  lenient?: boolean;
  json?: boolean;
}

export async function checkCommand(words: readonly string[], { operation, lenient, json }: RequestWords): Promise<void> {
  const checked = check(await draftOf(words), { locale: spoken(), mode: lenient ? "lenient" : "strict", ...(operation && { operation }) });
  if (json) await write(`${JSON.stringify(checked, null, 2)}\n`);
  else {
    const lines = diagnosticLines(checked.diagnostics, paint);
    if (checked.ok) lines.push(`${paint.green(say("ok", "正确"))} ${JSON.stringify(checked.request)}`);
    await write(`${lines.join("\n")}\n`);
  }
  if (!checked.ok) throw new Ending(EXIT.invalid, "");
}
