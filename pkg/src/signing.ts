import { ask } from "./core.js";
import { RefreshTasksError } from "./errors.js";
import { join, split } from "./joined.js";
import { language, worded } from "./language.js";
import type { Locale } from "./terms.js";

/** The canonicalisation by itself, for any operation of this API family. What cannot be signed throws a RefreshTasksError that says why. */
export const signing = {
  /** HMAC-SHA1 under `secret + "&"`; `params` hold the common parameters too. */
  v1(input: { method: string; params: Record<string, string> }): { canonicalQuery: string; stringToSign: string } {
    const fields = [text("method", input.method)];
    pairs(fields, "params", input.params);
    const [canonicalQuery = "", stringToSign = ""] = answer(ask("signing-v1", join(fields)));
    return { canonicalQuery, stringToSign };
  },

  /**
   * HMAC-SHA256 under the secret. Without `signedHeaders`, the headers `host`, `content-type` and `x-acs-*` are signed, as the service
   * demands; with it, exactly those. `pathname` is `/` and stands as in the URL; `hashedPayload` is that of an empty body.
   */
  v3(input: {
    method: string;
    pathname?: string;
    params: Record<string, string>;
    headers: Record<string, string>;
    hashedPayload?: string;
    signedHeaders?: string[];
  }): { canonicalQuery: string; canonicalRequest: string; signedHeaders: string; stringToSign: string } {
    const fields = [
      text("method", input.method),
      text("pathname", input.pathname ?? ""),
      text("hashedPayload", input.hashedPayload ?? ""),
    ];
    const params = pairs(fields, "params", input.params);
    const headers = pairs(fields, "headers", input.headers);
    const names = input.signedHeaders;
    if (names !== undefined) {
      if (!Array.isArray(names)) throw wrongType("signedHeaders", "an array of header names", names);
      for (const name of names) fields.push(text("signedHeaders", name));
    }
    const [canonicalQuery = "", canonicalRequest = "", signedHeaders = "", stringToSign = ""] = answer(
      ask("signing-v3", join(fields), params, headers, Number(names !== undefined)),
    );
    return { canonicalQuery, canonicalRequest, signedHeaders, stringToSign };
  },
};

/** The texts of an answer of the core, or its error, thrown in words of a language. */
export function answer(joined: string, locale?: Locale): string[] {
  const [code = "", ...texts] = split(joined);
  if (code !== "") throw new RefreshTasksError(code, worded(texts[0] ?? code, language(locale)));
  return texts;
}

/** A text as it is; anything else, and text that has no UTF-8 form, is refused here, because it would be changed on its way. */
export function text(what: string, value: unknown): string {
  if (typeof value !== "string") throw wrongType(what, "a string", value);
  if (!value.isWellFormed()) throw new RefreshTasksError("IllFormedText", `${what} holds half of a surrogate pair, which has no UTF-8 form`);
  return value;
}

/** Adds name and value of each member; says how many there were. */
function pairs(fields: string[], what: string, record: Record<string, string>): number {
  if (typeof record !== "object" || record === null || Array.isArray(record)) throw wrongType(what, "an object of strings", record);
  const entries = Object.entries(record);
  for (const [name, value] of entries) {
    fields.push(text(`a name in ${what}`, name), text(`${what}.${shown(name)}`, value));
  }
  return entries.length;
}

const wrongType = (what: string, expected: string, found: unknown) =>
  new RefreshTasksError("WrongType", `${what} must be ${expected}, found ${found === null ? "null" : typeof found}`);

/** A name for a message: short and on one line. Values are never shown, because they may be credentials. */
const shown = (name: string) => JSON.stringify(name.slice(0, 80)).slice(1, -1);

/** The host's half of signing: from a string to sign to its signature, Base64 for V1 and hex for V3. */
export type Signer = (stringToSign: string, signature: "v1" | "v3") => string | Promise<string>;

/**
 * A signer that holds the secret as a key that can't be exported (node:crypto where it is at hand, else WebCrypto). The secret goes
 * nowhere else: not into the core, not into any message.
 */
export function signerFromSecret(accessKeySecret: string): Signer {
  const secret = text("accessKeySecret", accessKeySecret);
  if (secret === "" || secret !== secret.trim()) {
    throw new RefreshTasksError("InvalidAccessKeySecret", "accessKeySecret is empty, or has white space at its start or end");
  }
  const keys = { v1: new TextEncoder().encode(`${secret}&`), v3: new TextEncoder().encode(secret) };
  return nodeSigner(keys) ?? webSigner(keys);
}

type Keys = Record<"v1" | "v3", Uint8Array<ArrayBuffer>>;
const HASH = { v1: ["sha1", "SHA-1", "base64"], v3: ["sha256", "SHA-256", "hex"] } as const;

function hashOf(signature: "v1" | "v3") {
  const hash = Object.hasOwn(HASH, signature) ? HASH[signature] : undefined;
  if (hash === undefined) throw new RefreshTasksError("InvalidSignatureVersion", "the signature is `v1` or `v3`");
  return hash;
}

/** Node's synchronous HMAC, without an import that bundlers for browsers would stumble over. */
function nodeSigner(keys: Keys): Signer | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (crypto === undefined) return undefined;
  const held = { v1: crypto.createSecretKey(keys.v1), v3: crypto.createSecretKey(keys.v3) };
  return (stringToSign, signature) => {
    const [hash, , encoding] = hashOf(signature);
    return crypto.createHmac(hash, held[signature]).update(stringToSign).digest(encoding);
  };
}

function webSigner(keys: Keys): Signer {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) {
    throw new RefreshTasksError("NoWebCrypto", "WebCrypto is missing: browsers offer it to pages from https and localhost only");
  }
  const load = (signature: "v1" | "v3") =>
    subtle.importKey("raw", keys[signature], { name: "HMAC", hash: HASH[signature][1] }, false, ["sign"]);
  const held = { v1: load("v1"), v3: load("v3") };
  return async (stringToSign, signature) => {
    const encoding = hashOf(signature)[2];
    const bytes = new Uint8Array(await subtle.sign("HMAC", await held[signature], new TextEncoder().encode(stringToSign)));
    return encoding === "base64"
      ? btoa(String.fromCharCode(...bytes))
      : Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
}
