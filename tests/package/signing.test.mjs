// `signing.v1` and `signing.v3` against the vectors, the official clients, and what nobody can sign.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { RefreshTasksError, check, prepare, signerFromSecret, signing } from "cdn-refresh-tasks";
import { generator, randomHeaders, randomParams, randomValue, seed } from "./support/random.mjs";

const require = createRequire(import.meta.url);
const SETS = 1200;
const vectors = new URL("../vectors/", import.meta.url);

for (const folder of readdirSync(vectors)) {
  test(`vector ${folder}`, async () => {
    const read = (file) => readFileSync(new URL(`${folder}/${file}`, vectors), "utf8");
    const input = JSON.parse(read("input.json"));
    if (input.signature === "prepare") {
      const { request } = check(input.request, { now: input.options.now });
      const prepared = prepare(request, input.options);
      assert.equal(prepared.canonicalQuery, read("canonical-query.txt"));
      assert.equal(prepared.canonicalRequest, input.options.signature === "v3" ? read("canonical-request.txt") : null);
      assert.equal(prepared.stringToSign, read("string-to-sign.txt"));
      const signature = await signerFromSecret(input.secret)(prepared.stringToSign, input.options.signature);
      assert.equal(signature, read("signature.txt"));
      const { method, url, headers } = prepared.finish(signature);
      assert.equal(method, input.options.method);
      assert.equal(url, read("url.txt"));
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
      return assert.equal(lines.sort().join(""), read("headers.txt"));
    }
    const seen = signing[input.signature](input);
    assert.equal(seen.canonicalQuery, read("canonical-query.txt"));
    if (input.signature === "v3") {
      assert.equal(seen.canonicalRequest, read("canonical-request.txt"));
      assert.equal(seen.signedHeaders, read("signed-headers.txt"));
    }
    assert.equal(seen.stringToSign, read("string-to-sign.txt"));
    assert.equal(await signerFromSecret(input.secret)(seen.stringToSign, input.signature), read("signature.txt"));
  });
}

/** What `work` hands to HMAC and SHA-256: the official clients keep those strings to themselves. */
async function overheard(work) {
  const crypto = require("node:crypto");
  const { createHmac, createHash } = crypto;
  const heard = { hmac: [], hash: [] };
  const listen = (made, list) => {
    const update = made.update.bind(made);
    made.update = (data, ...rest) => (list.push(Buffer.from(data).toString("utf8")), update(data, ...rest));
    return made;
  };
  crypto.createHmac = (...args) => listen(createHmac(...args), heard.hmac);
  crypto.createHash = (...args) => listen(createHash(...args), heard.hash);
  try {
    return { ...heard, result: await work() };
  } finally {
    Object.assign(crypto, { createHmac, createHash });
  }
}

test(`V1 agrees with the official clients on ${SETS} random parameter sets (SEED=${seed})`, async () => {
  const openapiUtil = require("@alicloud/openapi-util").default;
  const { OpenApiUtil } = require("@alicloud/openapi-core");
  const PopCore = require("@alicloud/pop-core");
  const httpx = require("httpx");
  const random = generator();
  const send = httpx.request;
  try {
    for (let set = 0; set < SETS; set += 1) {
      const secret = random.text(["a", "Z", "0", "+", "中"], 20) + "s";
      const params = { ...randomParams(random, true), AccessKeyId: "testid", SignatureMethod: "HMAC-SHA1" };
      const method = random.pick(["GET", "POST"]);
      const { stringToSign } = signing.v1({ method, params });
      const signature = await signerFromSecret(secret)(stringToSign, "v1");
      const context = JSON.stringify({ set, method, params });
      for (const oracle of [openapiUtil, OpenApiUtil]) {
        const { hmac, result } = await overheard(() => oracle.getRPCSignature(params, method, secret));
        assert.deepEqual(hmac, [stringToSign], context);
        assert.equal(result, signature, context);
      }
      // pop-core adds common parameters of its own, so its case has all of them.
      const full = { ...params, Action: "A", Version: "V", Format: "JSON", SignatureVersion: "1.0", SignatureNonce: `n${set}`, Timestamp: randomValue(random) };
      const client = new PopCore({ endpoint: "https://cdn.aliyuncs.com", apiVersion: "V", accessKeyId: "testid", accessKeySecret: secret });
      let sent;
      httpx.request = async (url, options) => {
        sent = options.method === "POST" ? options.data : new URL(url).search.slice(1);
        throw new Error("not sent");
      };
      const ours = signing.v1({ method, params: full });
      const { hmac } = await overheard(() => client.request("A", full, { method, formatParams: false }).catch(() => {}));
      assert.deepEqual(hmac, [ours.stringToSign], context);
      const signed = encodeURIComponent(await signerFromSecret(secret)(ours.stringToSign, "v1"));
      assert.equal(sent, `${ours.canonicalQuery}&Signature=${signed}`, context);
    }
  } finally {
    httpx.request = send;
  }
});

test(`V3 agrees with the official clients on ${SETS} random requests (SEED=${seed})`, async () => {
  const openapiUtil = require("@alicloud/openapi-util").default;
  const { OpenApiUtil } = require("@alicloud/openapi-core");
  const random = generator(seed + 1);
  for (let set = 0; set < SETS; set += 1) {
    const secret = random.text(["a", "Z", "0", "+", "中"], 20) + "s";
    const method = random.pick(["GET", "POST"]);
    const params = randomParams(random);
    const headers = randomHeaders(random, random.below(2) === 0);
    const hashedPayload = createHash("sha256").update(randomValue(random)).digest("hex");
    const seen = signing.v3({ method, params, headers, hashedPayload });
    const signature = await signerFromSecret(secret)(seen.stringToSign, "v3");
    const context = JSON.stringify({ set, method, params, headers });
    for (const oracle of [openapiUtil, OpenApiUtil]) {
      const request = { method, pathname: "/", query: params, headers };
      const { hmac, hash, result } = await overheard(() => oracle.getAuthorization(request, "ACS3-HMAC-SHA256", hashedPayload, "id", secret));
      assert.deepEqual(hash, [seen.canonicalRequest], context);
      assert.deepEqual(hmac, [seen.stringToSign], context);
      assert.equal(result, `ACS3-HMAC-SHA256 Credential=id,SignedHeaders=${seen.signedHeaders},Signature=${signature}`, context);
    }
    assert.equal(seen.canonicalRequest.split("\n")[2], seen.canonicalQuery, context);
  }
});

test("V3 signs the headers that are named, in any case and order, once each", () => {
  const seen = signing.v3({
    method: "get",
    params: {},
    headers: { Host: "h", Accept: " application/json ", "x-acs-date": "d" },
    hashedPayload: "p",
    signedHeaders: ["X-Acs-Date", "accept", "host", "ACCEPT"],
  });
  assert.equal(seen.signedHeaders, "accept;host;x-acs-date");
  assert.equal(seen.canonicalRequest, "GET\n/\n\naccept:application/json\nhost:h\nx-acs-date:d\n\naccept;host;x-acs-date\np");
});

test("what has no one right signature is refused with a code, and no value is repeated", () => {
  const v1 = (params, method = "GET") => () => signing.v1({ method, params });
  const v3 = (rest) => () => signing.v3({ method: "POST", params: {}, headers: {}, ...rest });
  const secret = "marker-secret";
  for (const [work, code] of [
    [v1({ a: "\ud800" }), "IllFormedText"],
    [v1({ "\udc00": "" }), "IllFormedText"],
    [v1({ a: null }), "WrongType"],
    [v1({ a: undefined }), "WrongType"],
    [v1({ a: 1.5 }), "WrongType"],
    [v1({ a: NaN }), "WrongType"],
    [v1({ a: true }), "WrongType"],
    [v1({ a: ["b"] }), "WrongType"],
    [v1({ a: { b: "c" } }), "WrongType"],
    [v1({ a: 10n }), "WrongType"],
    [v1(null), "WrongType"],
    [v1("a=b"), "WrongType"],
    [v1([]), "WrongType"],
    [v1({ "": secret }), "InvalidParameterName.Empty"],
    [v1({ "𝒳": secret, "\uff21": secret }), "InvalidParameterName.AmbiguousOrder"],
    [v1({ a: secret + "x".repeat(2 ** 20) }), "InputTooLong"],
    [v1({}, ""), "InvalidMethod"],
    [v1({}, "GET\n"), "InvalidMethod"],
    [v1({}, null), "WrongType"],
    [v3({ headers: { "x-acs-a": `${secret}\r\nx: y` } }), "InvalidHeaderValue"],
    [v3({ headers: { "x acs": secret } }), "InvalidHeaderName"],
    [v3({ headers: { "x-acs-a": 1 } }), "WrongType"],
    [v3({ headers: undefined }), "WrongType"],
    [v3({ headers: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x-${index}`, secret])) }), "TooManyHeaders"],
    [v3({ signedHeaders: ["host"] }), "MissingSignedHeader"],
    [v3({ signedHeaders: "host" }), "WrongType"],
    [v3({ signedHeaders: [null] }), "WrongType"],
    [v3({ pathname: "a b" }), "InvalidPathname"],
    [v3({ pathname: 1 }), "WrongType"],
    [v3({ hashedPayload: "a\nb" }), "InvalidHashedPayload"],
  ]) {
    assert.throws(work, (error) => {
      assert.ok(error instanceof RefreshTasksError, String(error));
      assert.equal(error.code, code, error.message);
      assert.doesNotMatch(`${error.stack} ${error.message}`.replace(/at .*/gs, ""), /marker-secret/);
      return true;
    });
  }
});

test("parameters that look like members of every object are parameters", () => {
  const params = JSON.parse('{"__proto__":"1","constructor":"2","toString":"3"}');
  assert.equal(signing.v1({ method: "GET", params }).canonicalQuery, "__proto__=1&constructor=2&toString=3");
});

test("the signer signs with WebCrypto where there is no node:crypto, and refuses secrets that were pasted badly", async () => {
  const { getBuiltinModule } = process;
  const here = signerFromSecret("secret");
  process.getBuiltinModule = undefined;
  let there;
  try {
    there = signerFromSecret("secret");
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
  for (const text of ["", "GET&%2F&", "中文"]) {
    assert.equal(await there(text, "v1"), createHmac("sha1", "secret&").update(text).digest("base64"));
    assert.equal(await there(text, "v3"), createHmac("sha256", "secret").update(text).digest("hex"));
    assert.equal(await here(text, "v1"), await there(text, "v1"));
    assert.equal(await here(text, "v3"), await there(text, "v3"));
  }
  for (const secret of ["", " marker-secret", "marker-secret\n", "marker\ud800", undefined, null, 5]) {
    assert.throws(() => signerFromSecret(secret), (error) => error instanceof RefreshTasksError && !error.message.includes("marker"));
  }
  await assert.rejects(async () => there("x", "v2"), { code: "InvalidSignatureVersion" });
  assert.throws(() => here("x", "v2"), { code: "InvalidSignatureVersion" });
});
