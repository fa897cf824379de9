/** A request for the commands that make something of it. */
import { InvalidRequestError, type TaskRequest, check } from "../api.js";
import { diagnosticLines } from "../diagnostics.js";
import { draftOf } from "../inputs.js";
import { paintError, tell } from "../output.js";
import { spoken } from "../say.js";
import type { RequestWords } from "./check.js";

export async function requestOf(words: readonly string[], { operation, lenient }: RequestWords): Promise<TaskRequest> {
  const { request, diagnostics } = check(await draftOf(words), { locale: spoken(), mode: lenient ? "lenient" : "strict", ...(operation && { operation }) });
  if (request === null) throw new InvalidRequestError(diagnostics);
  for (const line of diagnosticLines(diagnostics, paintError)) tell(line);
  return request;
}
