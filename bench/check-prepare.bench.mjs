// One request from a form to a string to sign, against what the official SDK does for the same: build its request and sign it.
import { createRequire } from "node:module";
import { check, prepare } from "cdn-refresh-tasks";

export const name = "check + prepare one request, string to sign ready, against the official SDK's build + sign";

const require = createRequire(import.meta.url);

const now = Date.now();
const time = (ago) => `${new Date(now - ago).toISOString().slice(0, 19)}Z`;
const draft = {
  ObjectPath: "http://example.com/assets/app.3f9c2d.js",
  ObjectType: "file",
  DomainName: "example.com",
  PageNumber: 2,
  PageSize: 50,
  StartTime: time(7_200_000),
  EndTime: time(3_600_000),
};
const id = "LTAI5tExampleExampleExam";
const secret = "ExampleExampleExampleExample30";

/** The steps of the SDK's `describeRefreshTasks` up to sending, with its own functions; only the promises between them are left out. */
function official() {
  const { DescribeRefreshTasksRequest } = require("@alicloud/cdn20180510");
  const { OpenApiUtil, $OpenApiUtil } = require("@alicloud/openapi-core");
  const typed = Object.fromEntries(Object.entries(draft).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]));
  return () => {
    const request = new DescribeRefreshTasksRequest(typed);
    request.validate();
    const query = {};
    for (const [field, param] of Object.entries(DescribeRefreshTasksRequest.names())) {
      if (request[field] !== undefined && request[field] !== null) query[param] = request[field];
    }
    const call = new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query(query) });
    const headers = {
      host: "cdn.aliyuncs.com",
      "x-acs-version": "2018-05-10",
      "x-acs-action": "DescribeRefreshTasks",
      "user-agent": OpenApiUtil.getUserAgent(undefined),
      "x-acs-date": OpenApiUtil.getTimestamp(),
      "x-acs-signature-nonce": OpenApiUtil.getNonce(),
      accept: "application/json",
    };
    const hash = OpenApiUtil.hash(Buffer.from("", "utf-8"), "ACS3-HMAC-SHA256").toString("hex");
    headers["x-acs-content-sha256"] = hash;
    const sent = { method: "POST", pathname: "/", query: { ...call.query }, headers };
    headers.Authorization = OpenApiUtil.getAuthorization(sent, "ACS3-HMAC-SHA256", hash, id, secret);
    return headers;
  };
}

export async function run({ time }) {
  const { request } = check(draft);
  const candidates = {
    "official SDK: build + sign (V3)": official(),
    "check + prepare (V3)": () => prepare(check(draft).request, { accessKeyId: id }),
    "check + prepare (V1)": () => prepare(check(draft).request, { accessKeyId: id, signature: "v1" }),
    "check alone": () => check(draft),
    "prepare alone (V3)": () => prepare(request, { accessKeyId: id }),
    "prepare alone (V1)": () => prepare(request, { accessKeyId: id, signature: "v1" }),
  };
  const medians = await time(candidates);
  const peer = medians["official SDK: build + sign (V3)"];
  return Object.entries(medians).map(([what, nanoseconds]) => ({
    what,
    microseconds: Number((nanoseconds / 1000).toFixed(2)),
    "× official SDK": Number((nanoseconds / peer).toFixed(3)),
  }));
}
