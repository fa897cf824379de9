import type { Prepared } from "../index.js";

/** The variable that the official tools read the secret from. */
const SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/** A text for a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** One line for one's own shell that prints the signature of a string to sign. */
export function opensslLine(stringToSign: string, signature: "v1" | "v3"): string {
  const text = `printf '%s' ${quoted(stringToSign)}`;
  return signature === "v1"
    ? `${text} | openssl dgst -sha1 -hmac "$${SECRET}&" -binary | openssl base64`
    : `${text} | openssl dgst -sha256 -hmac "$${SECRET}" -r | cut -d ' ' -f 1`;
}

/** The finished request as a curl command. */
export function curlLine({ method, url, headers }: ReturnType<Prepared["finish"]>): string {
  // curl sets these itself, from the address and the empty body.
  const own = new Set(["host", "content-length"]);
  const lines = Object.entries(headers)
    .filter(([name]) => !own.has(name.toLowerCase()))
    .map(([name, value]) => ` \\\n  -H ${quoted(`${name}: ${value}`)}`);
  return `curl -sS -X ${method} ${quoted(url)}${lines.join("")}`;
}
