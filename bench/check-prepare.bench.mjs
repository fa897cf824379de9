// One request from a form to a string to sign, against the official SDK's way from its request class to the signed request.
//
// The SDK's public method is asynchronous, so it is timed as it is used: awaited, with the socket replaced by a refusal. Its two pure
// steps, flattening the query and signing, are shown apart.
import { createRequire } from "node:module";
import { check, prepare } from "cdn-refresh-tasks";

export const name = "check + prepare one request, string to sign ready, against the official SDK's build + sign";

const require = createRequire(import.meta.url);
const ROUNDS = 31;
const CALLS = 400;

const ago = (ms) => `${new Date(Date.now() - ms).toISOString().slice(0, 19)}Z`;
const draft = {
  ObjectPath: "http://example.com/assets/app.3f9c2d.js",
  ObjectType: "file",
  DomainName: "example.com",
  PageNumber: 2,
  PageSize: 50,
  StartTime: ago(7_200_000),
  EndTime: ago(3_600_000),
};
const accessKeyId = "LTAI5tExampleExampleExam";
const accessKeySecret = "ExampleExampleExampleExample30";

function official() {
  const { default: Client, DescribeRefreshTasksRequest } = require("@alicloud/cdn20180510");
  const { OpenApiUtil, $OpenApiUtil } = require("@alicloud/openapi-core");
  const typed = Object.fromEntries(Object.entries(draft).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]));
  const client = new Client(new $OpenApiUtil.Config({ accessKeyId, accessKeySecret, endpoint: "cdn.aliyuncs.com" }));
  return {
    whole: () => client.describeRefreshTasks(new DescribeRefreshTasksRequest(typed)).catch(() => {}),
    pure: () => {
      const hash = OpenApiUtil.hash(Buffer.from("", "utf-8"), "ACS3-HMAC-SHA256").toString("hex");
      const headers = {
        host: "cdn.aliyuncs.com",
        "x-acs-version": "2018-05-10",
        "x-acs-action": "DescribeRefreshTasks",
        "x-acs-date": OpenApiUtil.getTimestamp(),
        "x-acs-signature-nonce": OpenApiUtil.getNonce(),
        "x-acs-content-sha256": hash,
        accept: "application/json",
      };
      const request = { method: "POST", pathname: "/", query: OpenApiUtil.query(draft), headers };
      return OpenApiUtil.getAuthorization(request, "ACS3-HMAC-SHA256", hash, accessKeyId, accessKeySecret);
    },
  };
}

/** Like `time` of the bench command, for candidates that may be asynchronous: medians in microseconds a call, interleaved. */
async function medians(candidates) {
  const samples = new Map(Object.keys(candidates).map((what) => [what, []]));
  for (let round = -3; round < ROUNDS; round += 1) {
    for (const [what, candidate] of Object.entries(candidates)) {
      const started = performance.now();
      for (let call = 0; call < CALLS; call += 1) {
        const pending = candidate();
        if (pending instanceof Promise) await pending;
      }
      // The first rounds warm up.
      if (round >= 0) samples.get(what).push(((performance.now() - started) * 1000) / CALLS);
    }
  }
  return [...samples].map(([what, times]) => [what, times.sort((a, b) => a - b)[ROUNDS >> 1]]);
}

export async function run() {
  const httpx = require("httpx");
  const send = httpx.request;
  const refusal = new Error("not sent");
  httpx.request = () => Promise.reject(refusal);
  try {
    const { whole, pure } = official();
    const { request } = check(draft);
    const rows = await medians({
      "official SDK, up to the socket (V3)": whole,
      "check + prepare (V3)": () => prepare(check(draft).request, { accessKeyId }),
      "check + prepare (V1)": () => prepare(check(draft).request, { accessKeyId, signature: "v1" }),
      "of it: check": () => check(draft),
      "of it: prepare (V3)": () => prepare(request, { accessKeyId }),
      "of it: prepare (V1)": () => prepare(request, { accessKeyId, signature: "v1" }),
      "official query + getAuthorization alone (V3)": pure,
    });
    const peer = rows[0][1];
    return rows.map(([what, time]) => ({ what, microseconds: Number(time.toFixed(1)), "× official SDK": Number((time / peer).toFixed(3)) }));
  } finally {
    httpx.request = send;
  }
}
