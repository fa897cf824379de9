// Requests whose values are hard to quote, and what a run sample must have sent for them.
import assert from "node:assert/strict";
import { check } from "cdn-refresh-tasks";
import { header } from "./recorder.mjs";
import { received, signatureProblem } from "./verify.mjs";

export const SECRET = "sample-secret-Zq1";
export const environment = {
  ...process.env,
  ALIBABA_CLOUD_ACCESS_KEY_ID: "sample-id",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET,
  ALIBABA_CLOUD_SECURITY_TOKEN: "sample-token",
};

const drafts = [
  {},
  { ObjectPath: "http://example.com/a.jpg", PageSize: 50, PageNumber: 2 },
  { ObjectPath: "http://example.com/$HOME/`id`/$(id)/it's/\"q\"/\\u0041\\n/%s/!h/短信 🙂?a={request}&b=*#{x}", ObjectType: "file", DomainName: "example.com" },
];

export const requests = [
  ...drafts.map((draft) => ({ operation: "DescribeRefreshTasks", ...checked(draft) })),
  { operation: "DescribeRefreshTaskById", ...checked({ TaskId: "15423123921,15423123922" }, { operation: "DescribeRefreshTaskById" }) },
];

function checked(draft, options) {
  const { request, diagnostics } = check(draft, options);
  assert.ok(request, JSON.stringify(diagnostics));
  const params = Object.fromEntries(Object.entries(request).map(([name, value]) => [name, String(value)]));
  return { request, params };
}

export function assertSent(arrived, { operation, params }) {
  assert.equal(signatureProblem(arrived, SECRET), null);
  assert.equal(header(arrived, "x-acs-action"), operation);
  assert.equal(header(arrived, "x-acs-version"), "2018-05-10");
  assert.equal(header(arrived, "x-acs-security-token"), "sample-token");
  assert.deepEqual(received(arrived), params);
}
