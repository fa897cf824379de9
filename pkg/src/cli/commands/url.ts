import { type PrepareOptions, credentialsFromEnvironment, prepare } from "../api.js";
import { usage } from "../exit.js";
import { paint, write } from "../output.js";
import { say, spoken } from "../say.js";
import { local, zoneOf } from "../times.js";
import type { RequestWords } from "./check.js";
import { requestOf } from "./request.js";

interface UrlWords extends RequestWords {
  signature: "v1" | "v3";
  method?: "GET" | "POST";
  accessKeyId?: string;
  endpoint?: string;
  profile?: string;
  sign?: boolean;
}

export async function url(words: readonly string[], given: UrlWords): Promise<void> {
  const { signature, method, accessKeyId, endpoint, profile, sign, json } = given;
  const request = await requestOf(words, given);
  const credential = accessKeyId === undefined || sign || profile !== undefined ? await credentialsFromEnvironment({ profile, locale: spoken() }) : undefined;
  if (credential && accessKeyId !== undefined && accessKeyId !== credential.accessKeyId) {
    throw usage(
      say(`\`--access-key-id\` says \`${accessKeyId}\`, but the secret at hand is that of \`${credential.accessKeyId}\``, `\`--access-key-id\` 是 \`${accessKeyId}\`，而现有的密钥属于 \`${credential.accessKeyId}\``),
      say("leave `--access-key-id` out, or give the secret that belongs to it by the environment or `--profile`", "请省略 `--access-key-id`，或通过环境变量或 `--profile` 提供与之对应的密钥"),
    );
  }
  const options: PrepareOptions = { accessKeyId: accessKeyId ?? credential?.accessKeyId ?? "", signature, method, endpoint, securityToken: credential?.securityToken, locale: spoken() };
  const prepared = prepare(request, options);
  if (sign && credential) {
    const ready = prepared.finish(await credential.signer(prepared.stringToSign, signature));
    if (json) return write(`${JSON.stringify({ ...ready, expiresAt: prepared.expiresAt }, null, 2)}\n`);
    if (signature === "v1") return write(`${ready.url}\n`);
    // With V3 the headers are part of the request: as a command for curl.
    const headers = Object.entries(ready.headers).map(([name, value]) => ` -H '${name}: ${value}'`);
    return write(`curl -X ${ready.method}${headers.join("")} '${ready.url}'\n`);
  }
  if (json) return write(`${JSON.stringify(prepared, null, 2)}\n`);
  const title = (text: string): string => paint.bold(text);
  const until = `${local(prepared.expiresAt)} ${zoneOf(prepared.expiresAt)}`;
  await write(
    [
      `${title(say("string to sign", "待签名字符串"))}\n${prepared.stringToSign}`,
      ...(prepared.canonicalRequest === null ? [] : [`${title(say("canonical request", "规范化请求"))}\n${prepared.canonicalRequest}`]),
      `${title(signature === "v1" ? say("URL, to be followed by &Signature=…", "URL，其后接 &Signature=…") : "URL")}\n${prepared.endpoint}/?${prepared.canonicalQuery}`,
      `${title(say("good until", "有效期至"))} ${until}${say(", once", "，只能使用一次")}`,
      "",
    ].join("\n"),
  );
}
