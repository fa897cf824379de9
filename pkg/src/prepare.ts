/** A request becomes signed-ready. */
import { type TaskRequest, wire } from "./check.js";
import { ask, call, decoder, kept, write } from "./core.js";
import { RefreshTasksError } from "./errors.js";
import { operations } from "./generated/contract.js";
import { join, split } from "./joined.js";
import { answer, text } from "./signing.js";
import { refusal } from "./language.js";
import type { Instant, Locale } from "./terms.js";

export interface PrepareOptions {
  accessKeyId: string;
  /** Of temporary credentials (STS). */
  securityToken?: string | undefined;
  /** Default v3 with POST; v1 with GET. */
  signature?: "v1" | "v3" | undefined;
  method?: "GET" | "POST" | undefined;
  /** Host or origin; default cdn.aliyuncs.com over https. `http://127.0.0.1:8080` is taken as it is. */
  endpoint?: string | undefined;
  /** The timestamp; default: the clock. */
  now?: Instant | undefined;
  /** Default: a fresh random one. The service takes each only once. */
  nonce?: string | undefined;
  /** Of what errors say. */
  locale?: Locale | undefined;
}

export interface Prepared {
  method: "GET" | "POST";
  /** The origin. */
  endpoint: string;
  nonce: string;
  /** The signed-ready query string: sorted, RFC 3986-encoded; V1 needs only `&Signature=` appended. */
  canonicalQuery: string;
  /** V3 only. */
  canonicalRequest: string | null;
  stringToSign: string;
  /** What to send, without `authorization`. `host` is for those who write requests by hand; HTTP clients take it from the URL. */
  headers: Record<string, string>;
  /** ms; after this the service refuses the timestamp (V1 31 min, V3 15 min). */
  expiresAt: number;
  /** Puts the signature (Base64 for V1, hex for V3) in its place; white space around it is left out. */
  finish(signature: string): { method: string; url: string; headers: Record<string, string> };
}

/**
 * A request with everything but its signature, which `signerFromSecret`, or `openssl` in one's own shell, makes of `stringToSign`.
 * Never sees the secret. Throws a RefreshTasksError for a request that `check` and `plan` did not make, and for options that could not
 * be sent as they are; its message never holds a credential.
 */
export function prepare(request: TaskRequest, options: PrepareOptions): Prepared {
  const { operation, fields } = madeByUs(request);
  const { accessKeyId, securityToken, signature = "v3", method, endpoint, now, nonce = freshNonce(), locale } = options ?? {};
  if (signature !== "v1" && signature !== "v3") throw new RefreshTasksError("InvalidSignatureVersion", "`signature` is `v1` or `v3`");
  if (method !== undefined && method !== "GET" && method !== "POST") {
    throw new RefreshTasksError("InvalidMethod", "`method` is `GET` or `POST`");
  }
  const second = Math.floor(milliseconds(now) / 1000) * 1000;
  const id = text("accessKeyId", accessKeyId ?? "");
  const token = text("securityToken", securityToken ?? "");
  const input = join([text("endpoint", endpoint ?? ""), id, token, text("nonce", nonce)]) + fields;
  const isV1 = signature === "v1";
  const asked = method === undefined ? 0 : method === "GET" ? 1 : 2;
  const answered = call((core) => kept(core.prepare(write(input).written, second, isV1, asked, operation === operations[1])));
  return new SignedReady(answered, operation, id, token, nonce, second, locale);
}

/** The origin of a request, or an error that says where requests come from. */
export function madeByUs(request: unknown) {
  const made = wire(request);
  if (made === undefined) {
    throw new RefreshTasksError("NotATaskRequest", "this request was not made by `check` or `plan`: only what they made is known to be valid");
  }
  return made;
}

/** RFC 3339 with an offset: without one, nobody knows which moment is meant. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

function milliseconds(now: unknown): number {
  let ms = Number.NaN;
  if (now === undefined) ms = Date.now();
  else if (typeof now === "number") ms = now;
  else if (now instanceof Date) ms = now.getTime();
  else if (typeof now === "string" && MOMENT.test(now)) ms = Date.parse(now);
  // What Date can hold; the core knows the narrower bounds of the service.
  if (!(Math.abs(ms) <= 8.64e15)) {
    throw new RefreshTasksError("InvalidNow", "`now` must be finite milliseconds, a Date, or RFC 3339 text with an offset");
  }
  return ms;
}

/** Random digits for the next nonces. Node puts a UUID together from pieces, which takes a third of a microsecond to undo. */
let digits = "";

/** 128 random bits. */
function freshNonce(): string {
  if (digits === "") {
    // Not randomUUID, which browsers offer to secure contexts only.
    const random = globalThis.crypto?.getRandomValues(new Uint8Array(4096));
    if (random === undefined) throw new RefreshTasksError("NoWebCrypto", "there is no source of randomness here: hand a fresh `nonce` in");
    digits = decoder.decode(random.map((byte) => "0123456789abcdef".charCodeAt(byte & 15)));
  }
  const nonce = digits.slice(0, 32);
  digits = digits.slice(32);
  return nonce;
}

const SIGNATURE = /^[A-Za-z0-9+/=_-]{1,512}$/;

let terms: string[] | undefined;

class SignedReady implements Prepared {
  declare method: "GET" | "POST";
  declare endpoint: string;
  declare nonce: string;
  declare canonicalQuery: string;
  declare canonicalRequest: string | null;
  declare stringToSign: string;
  declare headers: Record<string, string>;
  declare expiresAt: number;
  declare finish: Prepared["finish"];

  constructor(answered: string, operation: string, id: string, token: string, nonce: string, second: number, locale: Locale | undefined) {
    if (!answered.startsWith("\0")) answer(answered, locale);
    let start = 1;
    const next = () => {
      const end = answered.indexOf("\0", start);
      const field = answered.slice(start, end);
      start = end + 1;
      return field;
    };
    const method = next() as "GET" | "POST";
    const endpoint = next();
    const date = next();
    const canonicalQuery = next();
    const stringToSign = next();
    const canonicalRequest = next();
    const [accept = "", payload = "", version = "", minutesOfV1, minutesOfV3] = (terms ??= split(ask("signing-terms")));
    const host = endpoint.slice(endpoint.indexOf("//") + 2);
    this.method = method;
    this.endpoint = endpoint;
    this.nonce = nonce;
    this.canonicalQuery = canonicalQuery;
    this.canonicalRequest = canonicalRequest || null;
    this.stringToSign = stringToSign;
    this.headers =
      canonicalRequest === ""
        ? { host, accept }
        : {
            host,
            accept,
            "x-acs-action": operation,
            "x-acs-content-sha256": payload,
            "x-acs-date": date,
            "x-acs-signature-nonce": nonce,
            "x-acs-version": version,
          };
    if (token !== "" && canonicalRequest !== "") this.headers["x-acs-security-token"] = token;
    this.expiresAt = second + Number(canonicalRequest === "" ? minutesOfV1 : minutesOfV3) * 60_000;
    this.finish = (given) => {
      const signed = typeof given === "string" ? given.trim() : "";
      if (!SIGNATURE.test(signed)) {
        throw refusal("InvalidSignature", locale);
      }
      const url = `${endpoint}/?${canonicalQuery}`;
      if (canonicalRequest === "") {
        return { method, url: `${url}&Signature=${encodeURIComponent(signed)}`, headers: { ...this.headers } };
      }
      // The line before the last: the names of the signed headers.
      const names = canonicalRequest.split("\n").at(-2);
      const authorization = `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names},Signature=${signed}`;
      return { method, url, headers: { ...this.headers, authorization } };
    };
  }

  /** What `console.log` shows: access key id, security token and what holds them stay out of logs. */
  get [Symbol.for("nodejs.util.inspect.custom")]() {
    return () => ({ method: this.method, endpoint: this.endpoint, headers: Object.keys(this.headers), expiresAt: new Date(this.expiresAt) });
  }
}
