/** What every command that asks the service has in common. */
import { type Client, type ClientOptions, createClient, credentialsFromEnvironment } from "./api.js";
import { shorten } from "./faults.js";
import { paintError, tell } from "./output.js";
import { say, spoken } from "./say.js";
import { duration } from "./times.js";

export interface ServiceWords {
  endpoint?: string;
  signature?: "v1" | "v3";
  profile?: string;
  callTimeout?: string;
  callsPerSecond?: number;
  lenient?: boolean;
  verbose?: boolean;
  quiet?: boolean;
}

/** An interrupted run is ended by this, and one that takes longer than `limitMs`; a second Ctrl-C ends the process at once. */
export function interruption(limitMs?: number): { signal: AbortSignal; interrupted(): boolean; late(): boolean; done(): void } {
  const controller = new AbortController();
  let late = false;
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          late = !controller.signal.aborted;
          controller.abort();
        }, Math.min(limitMs, 0x7fffffff));
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    interrupted: () => controller.signal.aborted,
    late: () => late,
    done() {
      clearTimeout(timer);
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    },
  };
}

const TELL_EVERY_MS = 10_000;

export async function clientOf(words: ServiceWords): Promise<{ client: Client; close(): Promise<void> }> {
  const { endpoint, signature, profile, callTimeout, callsPerSecond, lenient, verbose, quiet } = words;
  const options: ClientOptions = { endpoint, signature, locale: spoken(), mode: lenient ? "lenient" : "strict" };
  const given = endpoint ?? process.env["CDN_REFRESH_TASKS_ENDPOINT"];
  if (given) options.endpoint = given;
  if (profile !== undefined) options.credentials = { getCredential: () => credentialsFromEnvironment({ profile, locale: spoken() }) };
  if (callTimeout !== undefined) options.timeoutMs = duration(callTimeout, "--call-timeout");
  const { quota, close } = await (await import("./quota.js")).quotaOf(callsPerSecond);
  options.quota = quota;
  // A fault that is over at once, or ends the run at once, is not worth a line of its own.
  let told = Date.now() - TELL_EVERY_MS + 3000;
  options.onAttempt = ({ operation, attempt, ms, httpStatus, code, requestId, message }) => {
    if (verbose) tell(paintError.dim(`${operation} #${attempt} ${httpStatus ?? "-"} ${code ?? "ok"} ${Math.round(ms)} ms ${requestId ?? ""}`.trimEnd()));
    // Whoever waits for calls that are tried again should know why, but not every time.
    else if (code !== null && !quiet && Date.now() - told >= TELL_EVERY_MS) {
      told = Date.now();
      tell(paintError.dim(say(`attempt ${attempt}: ${code}: ${shorten(message ?? "")}`, `第 ${attempt} 次尝试：${code}：${shorten(message ?? "")}`)));
    }
  };
  return { client: createClient(options), close };
}
