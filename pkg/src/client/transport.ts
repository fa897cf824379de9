/** One exchange with the service: paced, signed afresh, sent, read within its time. The only place of the package that sends. */
import type { Operation, TaskRequest } from "../check.js";
import { explain } from "../contract.js";
import { RefreshTasksError } from "../errors.js";
import { type About, type Fault, type TaskPage, parse } from "../parse.js";
import { prepare } from "../prepare.js";
import type { Locale } from "../terms.js";
import { currentHost } from "./host.js";
import type { Setup } from "./index.js";
import { redact } from "./redact.js";

/** What came back of one attempt: a body, or none and why. */
export type Reply = { body: Uint8Array; about: About } | { fault: "network" | "timeout"; detail: string };

/** What no waiting mends: a name that does not exist, a certificate that is not trusted, an address that is none. */
export const isHopeless = (detail: string): boolean => /ENOTFOUND|CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|self-signed|certificate|bad port|Invalid URL/.test(detail);

export interface Attempt {
  operation: Operation;
  /** 1 for the first. */
  attempt: number;
  /** How long it took, without waiting for its turn. */
  ms: number;
  httpStatus: number | null;
  /** The code of what came back; null for a page. */
  code: string | null;
  requestId: string | null;
  /** What a fault said, without secrets; null for a page. */
  message: string | null;
}

export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** No answer of this service comes near; whatever is longer is not one. */
const MAX_BODY = 64 * 1024 * 1024;
/** Codes that say "your clock is wrong". */
const CLOCK_REFUSED = /^(Invalid|Illegal)Time-?Stamp/i;

export class Transport {
  private secrets: (string | undefined)[] = [];

  constructor(private readonly options: Setup) {}

  /** The service's time, as far as it is known. */
  now(): number {
    return this.options.clock.now() + this.options.offset;
  }

  /** A fault for people, in their language: nothing of the credentials is left in it. */
  redacted(fault: Fault, detail?: string): Fault {
    const message = redact(detail ?? fault.message, this.secrets);
    const recommend = fault.recommend === null ? null : redact(fault.recommend, this.secrets);
    return { ...fault, message, recommend, explanation: explain(fault.code, this.options.words.locale) };
  }

  /** One request, answered. A timestamp that was refused is mended by the service's own clock and sent once more. `sent` is told each time. */
  async send(request: TaskRequest, operation: Operation, attempt: number, signal: AbortSignal | undefined, sent?: () => void): Promise<Reply> {
    const before = this.options.offset;
    const reply = await this.attempt(request, operation, attempt, signal, sent);
    return this.options.offset === before ? reply : this.attempt(request, operation, attempt + 1, signal, sent);
  }

  private async attempt(request: TaskRequest, operation: Operation, attempt: number, signal: AbortSignal | undefined, sent?: () => void): Promise<Reply> {
    const { options } = this;
    await options.quota.acquire(operation === "DescribeRefreshTaskById" ? "by-id" : "list", signal);
    const { accessKeyId, securityToken, signer } = await options.credential();
    signal?.throwIfAborted();
    const { signature, endpoint } = options;
    const prepared = prepare(request, { accessKeyId, securityToken, signature, endpoint, now: this.now(), locale: options.words.locale });
    const signed = await signer(prepared.stringToSign, signature);
    const ready = prepared.finish(signed);
    // HTTP clients write the host themselves.
    const { host: _, ...headers } = ready.headers;
    // Of calls that are under way at once, too.
    this.secrets = [securityToken, signed, ...this.secrets].slice(0, 32);
    const started = options.clock.now();
    sent?.();
    const reply = await this.exchange(ready.url, { method: ready.method, headers }, signal);
    signal?.throwIfAborted();
    const received = options.clock.now();
    const seen = look(reply, this.options.words.locale, this.now());
    if (seen.fault && CLOCK_REFUSED.test(seen.fault.code)) this.setClock(reply, (started + received) / 2);
    if (seen.fault?.throttled) options.quota.penalize(operation === "DescribeRefreshTaskById" ? "by-id" : "list", seen.fault.retryAfterMs ?? 0);
    options.onAttempt?.({
      operation,
      attempt,
      ms: received - started,
      httpStatus: "about" in reply ? (reply.about.status ?? null) : null,
      code: seen.code,
      requestId: seen.requestId,
      message: seen.fault && this.redacted(seen.fault).message,
    });
    return reply;
  }

  private async exchange(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Reply> {
    const { words } = this.options;
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    try {
      const send = this.options.fetch ?? (await currentHost().fetchThroughProxy?.(url)) ?? fetch;
      const response = await send(url, {
        ...init,
        // A redirect would carry the signature elsewhere; it is told as what it is.
        redirect: "manual",
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      const body = await read(response);
      return { body, about: { status: response.status, headers: response.headers, now: this.now(), ...(words.locale && { locale: words.locale }) } };
    } catch (error) {
      signal?.throwIfAborted();
      const detail = redact(reason(error), this.secrets);
      return { fault: timeout.aborted ? "timeout" : "network", detail };
    }
  }

  private setClock(reply: Reply, middle: number): void {
    if (!("about" in reply)) return;
    const date = Date.parse(header(reply.about, "date") ?? "");
    if (Number.isNaN(date)) return;
    // The header holds whole seconds.
    const offset = Math.round(date + 500 - middle);
    if (Math.abs(offset - this.options.offset) >= 1000) this.options.offset = offset;
  }
}

export function header(about: About, name: string): string | null {
  const { headers } = about;
  if (headers === undefined) return null;
  return typeof headers.get === "function" ? (headers as { get(name: string): string | null }).get(name) : null;
}

/** What can be told of a reply before it is read in full: only refusals are looked into. */
function look(reply: Reply, locale: Locale | undefined, now: number): { fault: Fault | null; code: string | null; requestId: string | null } {
  if ("fault" in reply) {
    const fault = faultOf(reply.fault, reply.detail, locale);
    return { fault, code: fault.code, requestId: null };
  }
  const requestId = header(reply.about, "x-acs-request-id");
  if (reply.about.status === 200 && reply.body.length > 4096) return { fault: null, code: null, requestId };
  const answer = parse(reply.body, { ...reply.about, now, ...(locale && { locale }) });
  return answer.kind === "page"
    ? { fault: null, code: null, requestId: answer.requestId ?? requestId }
    : { fault: answer, code: answer.code, requestId: answer.requestId ?? requestId };
}

/** A page, or the fault that came instead. */
export function answerOf(reply: Reply, locale: Locale | undefined): TaskPage | Fault {
  return "fault" in reply ? faultOf(reply.fault, reply.detail, locale) : parse(reply.body, reply.about);
}

export function faultOf(cause: "network" | "timeout", detail: string, locale: Locale | undefined): Fault {
  const code = cause === "network" ? "NetworkFailure" : "AnswerTimeout";
  const explanation = explain(code, locale);
  return {
    ...{ kind: "fault" as const, cause, code, message: detail, httpStatus: null, requestId: null, hostId: null, recommend: null },
    ...{ retryable: true, throttled: false, retryAfterMs: null, explanation },
  };
}

async function read(response: Response): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > MAX_BODY) {
      await reader.cancel();
      throw new RefreshTasksError("AnswerTooLong", `the answer is longer than ${MAX_BODY / 1048576} MiB and was not read on`);
    }
  }
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const body = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    body.set(chunk, position);
    position += chunk.length;
  }
  return body;
}

/** The innermost reason of a failed fetch: engines wrap it ("fetch failed"). */
function reason(error: unknown): string {
  let told = error instanceof Error ? error.message : String(error);
  for (let inner = error, depth = 0; inner instanceof Error && depth < 5; depth += 1) {
    const { code } = inner as { code?: unknown };
    if (inner.message) told = typeof code === "string" && !inner.message.includes(code) ? `${inner.message} (${code})` : inner.message;
    inner = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
  }
  return told;
}
