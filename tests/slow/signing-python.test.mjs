// The official Python clients as oracles, and the Python sample run against a recorder.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { sample, signerFromSecret, signing } from "cdn-refresh-tasks";
import { generator, randomHeaders, randomParams, randomValue, seed } from "../package/support/random.mjs";
import { recorder } from "../package/support/recorder.mjs";
import { assertSent, environment, requests } from "../package/support/samples.mjs";
import { pythonWith } from "./support/python.mjs";

const SETS = 1500;
// To the digit: an oracle that changes under a test is none.
const ORACLES = [
  "alibabacloud_openapi_util==0.2.4",
  "alibabacloud_cdn20180510==9.2.0",
  "aliyun-python-sdk-cdn==3.8.8",
  "aliyun-python-sdk-core==2.16.1",
];
let python = null;
let service;
before(async () => {
  let found = true;
  try {
    execFileSync(process.platform === "win32" ? "python" : "python3", ["--version"], { stdio: "pipe" });
  } catch {
    found = false;
  }
  if (found) python = pythonWith(...ORACLES);
  service = await recorder();
});
after(() => service.close());

function pipe(args, input, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { ...options, stdio: ["pipe", "pipe", "inherit"], timeout: 120_000 });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(Buffer.concat(chunks).toString()) : reject(new Error(`python ended with ${code}`))));
    child.stdin.end(input);
  });
}

test(`V1 and V3 agree with the official Python clients on ${SETS} random sets each (SEED=${seed})`, async (t) => {
  if (python === null) return t.skip("Python 3 is not installed");
  const random = generator(seed + 4);
  const secret = () => `${random.text(["a", "Z", "0", "+", "中"], 20)}s`;
  const cases = Array.from({ length: SETS }, () => [
    { signature: "v1", method: random.pick(["GET", "POST"]), params: randomParams(random, true), secret: secret() },
    {
      signature: "v3",
      method: random.pick(["GET", "POST"]),
      params: randomParams(random),
      headers: randomHeaders(random, true),
      hashedPayload: createHash("sha256").update(randomValue(random)).digest("hex"),
      secret: secret(),
    },
  ]).flat();
  const oracle = fileURLToPath(new URL("support/oracle.py", import.meta.url));
  const answers = JSON.parse(await pipe([oracle], JSON.stringify(cases)));
  assert.equal(answers.length, cases.length);
  for (const [index, { secret, ...input }] of cases.entries()) {
    const answer = answers[index];
    const context = JSON.stringify(input);
    const sign = signerFromSecret(secret);
    if (input.signature === "v1") {
      const { stringToSign } = signing.v1(input);
      assert.equal(stringToSign, answer.stringToSign, context);
      const signature = await sign(stringToSign, "v1");
      assert.deepEqual(answer.signatures, [signature, signature, signature], context);
    } else {
      // These sign every header.
      const { stringToSign, signedHeaders } = signing.v3({ ...input, signedHeaders: Object.keys(input.headers) });
      const signature = await sign(stringToSign, "v3");
      const authorization = `ACS3-HMAC-SHA256 Credential=id,SignedHeaders=${signedHeaders},Signature=${signature}`;
      assert.deepEqual(answer.authorizations, [authorization, authorization], context);
    }
  }
});

test("the Python sample sends the right request", async (t) => {
  if (python === null) return t.skip("Python 3 is not installed");
  for (const asked of requests) {
    const code = sample(asked.request, "python");
    const here = code.replace('endpoint="cdn.aliyuncs.com",', `endpoint="127.0.0.1:${service.port}", protocol="HTTP",`);
    assert.notEqual(here, code);
    const printed = await pipe(["-"], here, { env: environment });
    assertSent(service.requests.at(-1), asked);
    assert.equal(JSON.parse(printed).TotalCount, 0);
  }
});
