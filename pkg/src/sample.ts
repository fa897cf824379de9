/** The same request in other tools, and the permissions a question needs. */
import type { TaskRequest } from "./check.js";
import { ask } from "./core.js";
import { RefreshTasksError } from "./errors.js";
import { join, split } from "./joined.js";
import { language as texts } from "./language.js";
import { madeByUs } from "./prepare.js";
import { answer, text } from "./signing.js";

export type SampleLanguage = "curl" | "aliyun-cli" | "node" | "python" | "go" | "java";

/**
 * The request as a whole program or command, to be pasted and run. Credentials come from the environment
 * (`ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN`).
 */
export function sample(request: TaskRequest, language: SampleLanguage): string {
  const { operation, fields } = madeByUs(request);
  const { samples } = texts("en");
  const template = typeof language === "string" && Object.hasOwn(samples, language) ? samples[language] : undefined;
  if (template === undefined) {
    throw new RefreshTasksError("UnknownLanguage", `samples are there for ${Object.keys(samples).map((name) => `\`${name}\``).join(", ")}`);
  }
  const pairs = split(ask("sample", join([language, operation]) + fields));
  const places = new Map(pairs.flatMap((name, position) => (position % 2 === 0 ? [[name, pairs[position + 1] ?? ""]] : [])));
  return template.replace(/\{([a-z]+)\}/g, (place, name: string) => places.get(name) ?? place);
}

/** What of a question decides about permissions. */
interface Asked {
  taskIds?: string | readonly string[] | undefined;
  domainNames?: string | readonly string[] | undefined;
}

/** The least that a RAM user or role must be allowed for a question: one statement per operation. `accountId` is `*` where it is absent. */
export function ramPolicy(query: Asked, accountId = "*"): RamPolicy {
  const { taskIds, domainNames } = query ?? {};
  const names = [domainNames ?? []].flat().map((name) => text("domainNames", name));
  const ids = [taskIds ?? []].flat();
  const fields = join([text("accountId", accountId), ...names]);
  const [policy = ""] = answer(ask("ram-policy", fields, Number(ids.length > 0)));
  return JSON.parse(policy) as RamPolicy;
}

/** A RAM policy document. */
export interface RamPolicy {
  Version: "1";
  Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[];
}
