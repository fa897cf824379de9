// `prepare` and `finish`: what is sent is byte for byte what was signed, and no credential comes out where it should not.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { inspect, promisify } from "node:util";
import { RefreshTasksError, check, plan, prepare, ramPolicy, sample, signerFromSecret, signing } from "cdn-refresh-tasks";
import { generator, seed } from "./support/random.mjs";
import { header, recorder } from "./support/recorder.mjs";
import { received, signatureProblem } from "./support/verify.mjs";

const require = createRequire(import.meta.url);
const run = promisify(execFile);
const SECRET = "marker-secret-Zq1";
const TOKEN = "marker-token+/=Zq2";
const ID = "marker.id-Zq3";
const sign = signerFromSecret(SECRET);

const PATHS = [
  "http://example.com/a.jpg",
  "https://example.com/短信测试/图 片.png?x=1&y=*'()!~#头",
  "http://example.com/$HOME/`id`/\"q\"/it's/%41/+?a=b%20c",
  "http://example.com/🙂/👩‍👩‍👧/",
  `http://example.com/${"a短".repeat(500)}`,
];

function made(draft, options) {
  const { request, diagnostics } = check(draft, options);
  assert.ok(request, JSON.stringify(diagnostics));
  return request;
}

function randomRequest(random) {
  const draft = { ObjectPath: random.pick(PATHS) };
  if (random.below(2)) Object.assign(draft, { ObjectType: random.pick(["file", "directory", "preload"]), DomainName: "example.com" });
  if (random.below(2)) draft.PageSize = 1 + random.below(100);
  if (random.below(2)) draft.PageNumber = 1 + random.below(1000);
  if (random.below(2)) {
    const time = (ago) => `${new Date(Date.now() - ago * 3_600_000).toISOString().slice(0, 19)}Z`;
    Object.assign(draft, { StartTime: time(2 + random.below(48)), EndTime: time(1) });
  }
  return random.below(8) === 0 ? made({ TaskId: "15423123921,15423123922" }, { operation: "DescribeRefreshTaskById" }) : made(draft);
}

let service;
before(async () => (service = await recorder()));
after(() => service.close());

const senders = {
  fetch: async ({ method, url, headers }) => void (await fetch(url, { method, headers })),
  curl: async ({ method, url, headers }) => {
    const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    await run("curl", ["-sS", "--max-time", "10", "-X", method, ...lines, url]);
  },
};

for (const [sender, send] of Object.entries(senders)) {
  test(`sent by ${sender}, every byte arrives as it was signed (SEED=${seed})`, async (t) => {
    if (sender === "curl" && !(await run("curl", ["--version"]).catch(() => null))) return t.skip("curl is not installed");
    const random = generator(seed + 2);
    for (let count = 0; count < 24; count += 1) {
      const request = randomRequest(random);
      const signature = random.pick(["v1", "v3"]);
      const method = random.pick(["GET", "POST", undefined]);
      const securityToken = random.pick([TOKEN, undefined]);
      const prepared = prepare(request, { accessKeyId: ID, securityToken, signature, method, endpoint: service.origin });
      const signed = await sign(prepared.stringToSign, signature);
      await send(prepared.finish(signed));
      const arrived = service.requests.at(-1);
      const query = signature === "v1" ? `${prepared.canonicalQuery}&Signature=${encodeURIComponent(signed)}` : prepared.canonicalQuery;
      assert.equal(arrived.method, method ?? (signature === "v1" ? "GET" : "POST"));
      assert.equal(arrived.target, `/?${query}`);
      assert.equal(arrived.body, "");
      assert.equal(header(arrived, "accept"), "application/json");
      for (const [name, value] of Object.entries(prepared.headers)) assert.equal(header(arrived, name), value);
      assert.equal(signatureProblem(arrived, SECRET), null);
      const { Action, Version, Format, SecurityToken, ...params } = received(arrived);
      if (signature === "v1") {
        assert.deepEqual({ Version, Format, SecurityToken }, { Version: "2018-05-10", Format: "JSON", SecurityToken: securityToken });
        assert.match(Action, /^DescribeRefreshTask(s|ById)$/);
      } else {
        assert.equal(SecurityToken, undefined);
        assert.equal(header(arrived, "x-acs-security-token"), securityToken);
      }
      for (const [name, value] of Object.entries(request)) assert.equal(params[name], String(value));
    }
  });
}

test(`the official SDK, asked for the same, sends the same parameters (SEED=${seed})`, async () => {
  const { default: Client, DescribeRefreshTasksRequest } = require("@alicloud/cdn20180510");
  const { $OpenApiUtil } = require("@alicloud/openapi-core");
  const config = { accessKeyId: "id", accessKeySecret: SECRET, endpoint: `127.0.0.1:${service.port}`, protocol: "HTTP" };
  const client = new Client(new $OpenApiUtil.Config(config));
  const random = generator(seed + 3);
  for (let count = 0; count < 12; count += 1) {
    const draft = { ObjectPath: random.pick(PATHS), ObjectType: "file", PageSize: 1 + random.below(100) };
    const fields = Object.fromEntries(Object.entries(draft).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]));
    await client.describeRefreshTasks(new DescribeRefreshTasksRequest(fields));
    const theirs = service.requests.at(-1);
    const prepared = prepare(made(draft), { accessKeyId: "id", endpoint: service.origin });
    await senders.fetch(prepared.finish(await sign(prepared.stringToSign, "v3")));
    const ours = service.requests.at(-1);
    assert.equal(signatureProblem(theirs, SECRET), null);
    assert.equal(ours.method, theirs.method);
    assert.deepEqual(received(ours), received(theirs));
    for (const name of ["host", "accept", "x-acs-action", "x-acs-version", "x-acs-content-sha256"]) {
      assert.equal(header(ours, name), header(theirs, name), name);
    }
  }
});

test("what is prepared is what signing.v1 and signing.v3 give", () => {
  const request = made({ ObjectPath: PATHS[1], PageSize: 50 });
  const options = { accessKeyId: ID, securityToken: TOKEN, now: "2026-11-24T12:00:00.789+08:00", nonce: "n" };
  const v1 = prepare(request, { ...options, signature: "v1" });
  const common = { Action: "DescribeRefreshTasks", Version: "2018-05-10", Format: "JSON", AccessKeyId: ID, SecurityToken: TOKEN };
  const signed = { SignatureMethod: "HMAC-SHA1", SignatureVersion: "1.0", SignatureNonce: "n", Timestamp: "2026-11-24T04:00:00Z" };
  const params = { ObjectPath: PATHS[1], PageSize: "50" };
  const expected = signing.v1({ method: "GET", params: { ...params, ...common, ...signed } });
  assert.deepEqual({ canonicalQuery: v1.canonicalQuery, stringToSign: v1.stringToSign }, expected);
  assert.equal(v1.canonicalRequest, null);
  assert.equal(v1.expiresAt, Date.parse("2026-11-24T04:31:00Z"));
  const v3 = prepare(request, options);
  const { signedHeaders, ...texts } = signing.v3({ method: "POST", params, headers: v3.headers });
  const { canonicalQuery, canonicalRequest, stringToSign } = v3;
  assert.deepEqual({ canonicalQuery, canonicalRequest, stringToSign }, texts);
  assert.equal(v3.expiresAt, Date.parse("2026-11-24T04:15:00Z"));
  assert.equal(v3.headers["x-acs-date"], "2026-11-24T04:00:00Z");
  const hex = "0f".repeat(32);
  assert.deepEqual(v3.finish(` ${hex}\n`), {
    method: "POST",
    url: `https://cdn.aliyuncs.com/?${canonicalQuery}`,
    headers: { ...v3.headers, authorization: `ACS3-HMAC-SHA256 Credential=${ID},SignedHeaders=${signedHeaders},Signature=${hex}` },
  });
  assert.equal(v1.finish("a+/=").url, `https://cdn.aliyuncs.com/?${v1.canonicalQuery}&Signature=a%2B%2F%3D`);
});

test("however a request came about, the same values are signed, and shown as a sample", () => {
  const at = Date.UTC(2026, 10, 24, 8);
  const values = { ObjectType: "file", DomainName: "example.com", StartTime: "2026-11-24T06:00:00Z", EndTime: "2026-11-24T07:00:00Z", PageNumber: 1, PageSize: 100 };
  const form = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]).reverse());
  const query = { objectTypes: ["file"], domainNames: ["example.com"], from: values.StartTime, to: values.EndTime };
  const [planned] = plan(query, { now: at, route: "scan" }).calls;
  const requests = [
    check(values, { now: at }).request,
    // The moment of judging crosses with the draft when it is text.
    check(values, { now: "2026-11-24T16:00:00+08:00", mode: "lenient" }).request,
    check(form, { now: new Date(at) }).request,
    check({ ...planned.request }, { now: at }).request,
    planned.request,
  ];
  const options = { accessKeyId: ID, nonce: "n", now: at };
  const seen = requests.map((request) => [prepare(request, options).canonicalQuery, sample(request, "curl")]);
  const expected = "DomainName=example.com&EndTime=2026-11-24T07%3A00%3A00Z&ObjectType=file&PageNumber=1&PageSize=100&StartTime=2026-11-24T06%3A00%3A00Z";
  assert.equal(seen[0][0], expected);
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[2], seen[0]);
  // A scan asks for the times alone, from one second earlier.
  assert.equal(seen[4][0], "EndTime=2026-11-24T07%3A00%3A00Z&PageNumber=1&PageSize=100&StartTime=2026-11-24T05%3A59%3A59Z");
  assert.deepEqual(seen[4], seen[3]);
});

test("nonces are fresh, times the clock's, and may be handed in", () => {
  const request = made({ TaskId: "15423123921" });
  const nonces = new Set();
  for (let count = 0; count < 1000; count += 1) nonces.add(prepare(request, { accessKeyId: ID }).nonce);
  assert.equal(nonces.size, 1000);
  for (const nonce of nonces) assert.match(nonce, /^[0-9a-f]{32}$/);
  const before = Math.floor(Date.now() / 1000) * 1000;
  const { expiresAt } = prepare(request, { accessKeyId: ID });
  assert.ok(expiresAt >= before + 900_000 && expiresAt <= Date.now() + 900_000, String(expiresAt));
  const at = { accessKeyId: ID, nonce: "n" };
  const [first, ...others] = [1_700_000_000_000, new Date(1_700_000_000_999), "2023-11-14T22:13:20Z", "2023-11-15T06:13:20+08:00"].map(
    (now) => prepare(request, { ...at, now }).stringToSign,
  );
  for (const other of others) assert.equal(other, first);
  assert.equal(prepare(request, { ...at, now: -1 }).headers["x-acs-date"], "1969-12-31T23:59:59Z");
});

test("endpoints are hosts or origins, and `host` is what HTTP clients send", () => {
  const request = made({ TaskId: "15423123921" });
  for (const [endpoint, origin] of [
    [undefined, "https://cdn.aliyuncs.com"],
    ["cdn.ap-southeast-1.aliyuncs.com", "https://cdn.ap-southeast-1.aliyuncs.com"],
    ["https://CDN.aliyuncs.com:443/", "https://cdn.aliyuncs.com"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["http://localhost:80", "http://localhost"],
  ]) {
    const prepared = prepare(request, { accessKeyId: ID, endpoint });
    assert.equal(prepared.endpoint, origin);
    assert.equal(prepared.headers.host, new URL(origin).host);
    assert.equal(new URL(prepared.finish("ab").url).origin, origin);
  }
});

test("only what check and plan made is prepared", () => {
  const planned = plan({ domainNames: ["example.com"], objectTypes: ["file"] });
  for (const call of [...planned.calls].slice(0, 3)) {
    const { canonicalQuery } = prepare(call.request, { accessKeyId: ID });
    for (const [name, value] of Object.entries(call.request)) assert.ok(canonicalQuery.includes(`${name}=${encodeURIComponent(value)}`), canonicalQuery);
  }
  assert.ok(planned.calls.length > 0);
  const request = made({ TaskId: "15423123921" });
  for (const forged of [undefined, null, 1, "x", {}, { TaskId: "15423123921" }, { ...request }, structuredClone(request), Object.create(request)]) {
    for (const work of [() => prepare(forged, { accessKeyId: ID }), () => sample(forged, "curl")]) {
      assert.throws(work, (error) => error instanceof RefreshTasksError && error.code === "NotATaskRequest");
    }
  }
});

test("options that could not be sent as they are get a code, and the message holds no credential", () => {
  const request = made({ TaskId: "15423123921" });
  const good = { accessKeyId: ID, securityToken: TOKEN };
  const long = "marker".repeat(10_000);
  for (const [options, code] of [
    [undefined, "InvalidAccessKeyId"],
    [null, "InvalidAccessKeyId"],
    [{}, "InvalidAccessKeyId"],
    [{ accessKeyId: "" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker id" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker\r\nx-evil: 1" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker\0" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker\u0001" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker,SignedHeaders=x" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker短" }, "InvalidAccessKeyId"],
    [{ accessKeyId: "marker\ud800" }, "IllFormedText"],
    [{ accessKeyId: 5 }, "WrongType"],
    [{ accessKeyId: long }, "InvalidAccessKeyId"],
    [{ ...good, securityToken: "marker\n" }, "InvalidSecurityToken"],
    [{ ...good, securityToken: long }, "InvalidSecurityToken"],
    [{ ...good, securityToken: {} }, "WrongType"],
    [{ ...good, nonce: "" }, "InvalidNonce"],
    [{ ...good, nonce: "a\r\nb" }, "InvalidNonce"],
    [{ ...good, nonce: "a b" }, "InvalidNonce"],
    [{ ...good, nonce: long }, "InvalidNonce"],
    [{ ...good, nonce: null }, "WrongType"],
    [{ ...good, signature: "v2" }, "InvalidSignatureVersion"],
    [{ ...good, method: "PUT" }, "InvalidMethod"],
    [{ ...good, method: "get" }, "InvalidMethod"],
    ...[Number.NaN, Infinity, -Infinity, 1e300, new Date(Number.NaN), "yesterday", "2026-11-24T00:00:00", "2026-11-24", "", null, {}].map((now) => [
      { ...good, now },
      "InvalidNow",
    ]),
    [{ ...good, now: 8e15 }, "InvalidNow"],
    ...["https://marker:marker@cdn.aliyuncs.com", "https://cdn.aliyuncs.com/path", "ftp://a", "a b", "a?b", "127.1", "例子.中国", "a:99999", "/"].map(
      (endpoint) => [{ ...good, endpoint }, "InvalidEndpoint"],
    ),
    [{ ...good, endpoint: 8080 }, "WrongType"],
  ]) {
    assert.throws(
      () => prepare(request, options),
      (error) => {
        assert.ok(error instanceof RefreshTasksError, inspect(error));
        assert.equal(error.code, code, `${inspect(options).slice(0, 200)}: ${error.message}`);
        assert.doesNotMatch(error.message, /marker/);
        return true;
      },
    );
  }
  for (const signature of ["v1", "v3"]) {
    const { finish } = prepare(request, { ...good, signature });
    for (const bad of ["", " ", "a b", "a\r\nx: y", "短", "a,b", undefined, null, 5, Promise.resolve("x"), "a".repeat(5000)]) {
      assert.throws(() => finish(bad), { code: "InvalidSignature" });
    }
  }
});

test("credentials come out where they are sent, and nowhere else", async () => {
  const request = made({ ObjectPath: PATHS[0] });
  for (const signature of ["v1", "v3"]) {
    const prepared = prepare(request, { accessKeyId: ID, securityToken: TOKEN, signature });
    const signed = prepared.finish(await sign(prepared.stringToSign, signature));
    assert.doesNotMatch(JSON.stringify([prepared, signed]), /marker-secret/);
    assert.doesNotMatch(inspect(prepared, { depth: 9, showHidden: true }), /marker/);
  }
  for (const language of ["curl", "aliyun-cli", "node", "python", "go", "java"]) assert.doesNotMatch(sample(request, language), /marker/);
  assert.doesNotMatch(inspect(sign, { depth: 9, showHidden: true }) + String(sign), /marker/);
});

test("a policy allows each operation that is needed, on the domains that are asked", () => {
  const actions = (policy) => policy.Statement.flatMap((statement) => statement.Action);
  const all = ramPolicy({});
  assert.deepEqual(all, {
    Version: "1",
    Statement: [{ Effect: "Allow", Action: ["cdn:DescribeRefreshTasks"], Resource: ["acs:cdn:*:*:domain/*"] }],
  });
  const some = ramPolicy({ domainNames: ["b.com", "A.com", "b.com"], statuses: ["Failed"] }, "123456");
  assert.deepEqual(some.Statement[0].Resource, ["acs:cdn:*:123456:domain/a.com", "acs:cdn:*:123456:domain/b.com"]);
  assert.deepEqual(ramPolicy({ domainNames: "例子.中国,a.com" }).Statement[0].Resource, ["acs:cdn:*:*:domain/a.com", "acs:cdn:*:*:domain/xn--fsqu00a.xn--fiqs8s"]);
  const byId = ramPolicy({ taskIds: ["1"] }, "123456");
  assert.deepEqual(actions(byId), ["cdn:DescribeRefreshTasks", "cdn:DescribeRefreshTaskById"]);
  assert.deepEqual(byId.Statement[1].Resource, ["acs:cdn:*:123456:*"]);
  assert.deepEqual(actions(ramPolicy({ taskIds: [] })), ["cdn:DescribeRefreshTasks"]);
  for (const [query, account, code] of [
    [{ domainNames: ["*"] }, "1", "InvalidDomainName.Malformed"],
    [{ domainNames: ['a.com","*'] }, "1", "InvalidDomainName.Malformed"],
    [{ domainNames: [""] }, "1", "InvalidDomainName.Malformed"],
    [{ domainNames: [5] }, "1", "WrongType"],
    [{}, "1*", "InvalidAccountId"],
    [{}, "", "InvalidAccountId"],
    [{}, 5, "WrongType"],
  ]) {
    assert.throws(() => ramPolicy(query, account), (error) => error instanceof RefreshTasksError && error.code === code);
  }
});
