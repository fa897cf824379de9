/** parse: a response body into typed task views, or the fault that it is. */
import { call, memory, restart, room, write } from "./core.js";
import { type Fault, readFault } from "./fault.js";
import { wordDiagnostics } from "./language.js";
import { type TaskPage, pageOf } from "./page.js";
import { type Instant, type Locale, isChinese } from "./terms.js";

export type { Fault } from "./fault.js";
export type { Summary, TaskPage, TaskView } from "./page.js";

/** What is known of an answer beside its body. */
export interface About {
  /** The HTTP status. */
  status?: number;
  /** The HTTP headers: `Headers`, or names and values in any case. They say how long to wait. */
  headers?: { get(name: string): string | null } | Record<string, string>;
  /** The moment of the answer; now, if absent. Only a `retry-after` that names a date needs it. */
  now?: Instant;
  locale?: Locale;
}

/** More memory than this is given back after the call that took it; a body of 10 MB needs less. */
const LARGE = 1 << 26;

/**
 * Reads a body. Bytes are best: a string was decoded by someone, who may have replaced what was not text. Nothing of `body` is kept.
 * Whatever is no page is a Fault that says what it is; nothing throws.
 */
export function parse(body: Uint8Array | string, about: About = {}): TaskPage | Fault {
  const status = httpStatus(about.status);
  const chinese = isChinese(about.locale);
  const page = call((core) => {
    let length: number;
    let illFormed = false;
    if (typeof body === "string") {
      const { read, written } = write(body);
      length = written;
      illFormed = written > read && !body.isWellFormed();
    } else {
      const bytes = bytesOf(body);
      length = bytes.length;
      room(length).set(bytes);
    }
    const header = core.parse_page(length, status, chinese, illFormed);
    return header === 0 ? null : pageOf(memory(), header);
  });
  const answer = page ?? readFault(status, about);
  // Wasm memory grows and never shrinks: after a body of tens of megabytes the core starts anew with a small one.
  if (call(memory).bytes.byteLength > LARGE) restart();
  if (answer.kind === "fault") return answer;
  wordDiagnostics(answer.diagnostics, about.locale);
  return answer;
}

/** 0 for a status that is none. */
function httpStatus(status: unknown): number {
  return typeof status === "number" && status >= 100 && status <= 999 ? Math.trunc(status) : 0;
}

/** The bytes of whatever was handed in; what is neither bytes nor text is read as its text. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body === undefined || body === null) return new Uint8Array();
  try {
    return new TextEncoder().encode(String(body));
  } catch {
    return new Uint8Array();
  }
}
