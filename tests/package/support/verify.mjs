// The service's side of both signatures, written from their description and not from ours: what came over the wire is decoded, encoded
// anew and signed with the secret.
import { createHash, createHmac } from "node:crypto";
import { header } from "./recorder.mjs";

const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The parameters of a request as the service reads them. */
export function received(request) {
  const query = request.target.slice(request.target.indexOf("?") + 1);
  const pairs = request.target.includes("?") && query !== "" ? query.split("&") : [];
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2).map((part) => decodeURIComponent(part.replaceAll("+", "%20")))));
}

const canonical = (params) =>
  Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name])}`)
    .join("&");

/** Whether the request's signature is right; otherwise says what differs. */
export function signatureProblem(request, secret) {
  const { Signature, ...params } = received(request);
  if (Signature !== undefined) {
    const stringToSign = `${request.method}&%2F&${encode(canonical(params))}`;
    const expected = createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
    return expected === Signature ? null : `V1 signature of ${stringToSign} is ${expected}, found ${Signature}`;
  }
  const authorization = header(request, "authorization") ?? "";
  const found = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(authorization);
  if (!found) return `no signature in ${authorization}`;
  const names = found[2].split(";");
  const payload = createHash("sha256").update(request.body).digest("hex");
  const lines = names.map((name) => `${name}:${header(request, name)}\n`).join("");
  const canonicalRequest = [request.method, "/", canonical(params), lines, found[2], payload].join("\n");
  const stringToSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonicalRequest).digest("hex")}`;
  const expected = createHmac("sha256", secret).update(stringToSign).digest("hex");
  if (header(request, "x-acs-content-sha256") !== payload) return "x-acs-content-sha256 is not the hash of the body";
  return expected === found[3] ? null : `V3 signature of\n${canonicalRequest}\nis ${expected}, found ${found[3]}`;
}
