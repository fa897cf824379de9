/** What must not be read in messages and logs, although it came in through them. */

/** Query parameters whose values open doors: those of URL authentication, of presigned object storage URLs, of sessions. */
const NAMES =
  "auth_key|auth-key|authkey|auth|sign|signature|sig|token|[a-z]+[_-]?token|x-(?:oss|amz)-[a-z-]+|[a-z]*accesskeyid|[a-z]*secret|password|passwd|pwd|ticket|session|api_?key";
const IN_QUERY = new RegExp(`([?&;](?:${NAMES})=)[^&#;\\s"'\`]+`, "gi");
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/gi;

/** A URL or object path for people's eyes: the values of secret parameters (`auth_key`, `sign`, `token` and the like) become `***`. */
export const redactPath = (path: string): string => path.replace(IN_QUERY, "$1***").replace(USER_INFO, "$1***@");

/** What answers repeat of a signed request: its string to sign, its headers. */
const ECHOED =
  /(\b(?:Signature|SecurityToken|x-acs-security-token|AccessKeySecret)["']?\s*(?:=|%3D|:|%253D)\s*["']?)[^&\s,"'<>]+/gi;

/** A text with the given secrets, and what looks like one, left out. */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 4) continue;
    for (const form of [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))]) {
      redacted = redacted.replaceAll(form, "***");
    }
  }
  return redacted.replace(ECHOED, "$1***").replace(IN_QUERY, "$1***");
}
