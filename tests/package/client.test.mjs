// The client, one request at a time: what it sends, what it makes of every answer, and what it never tells.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { inspect } from "node:util";
import { InvalidRequestError, RefreshTasksError, ServiceError, createClient, createQuota, signerFromSecret, signing } from "cdn-refresh-tasks";
import { build } from "esbuild";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { createRedisQuota } from "cdn-refresh-tasks/redis";
import { http, page, refusal, rogue } from "./support/rogue.mjs";

const KEY = { accessKeyId: "testid", accessKeySecret: "testsecret" };
/** Sleeping costs nothing, and is remembered. */
const clock = () => {
  const slept = [];
  return { slept, now: () => Date.now(), sleep: async (ms) => void slept.push(ms) };
};
const fails = async (work, type, code) => {
  const error = await work.then(
    () => assert.fail("it should have failed"),
    (error) => error,
  );
  assert.ok(error instanceof type, `${error.stack}`);
  assert.equal(error.code, code);
  return error;
};
const answering = (...bodies) => {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push({ url: String(url), ...init });
    const next = bodies[Math.min(calls.length, bodies.length) - 1];
    return next instanceof Response ? next.clone() : new Response(next);
  };
  return { fetch, calls };
};

test("describe: checked, signed as the service demands, read", async () => {
  const emulator = createEmulator({ scenario: "shop" });
  for (const signature of ["v3", "v1"]) {
    const attempts = [];
    const client = createClient({ ...KEY, signature, fetch: emulator.fetch, endpoint: "http://127.0.0.1:1", onAttempt: (attempt) => attempts.push(attempt) });
    const answer = await client.describe({ PageSize: 5 });
    assert.equal(answer.kind, "page");
    assert.equal(answer.length, 5);
    assert.deepEqual(
      attempts.map(({ operation, attempt, httpStatus, code, requestId }) => [operation, attempt, httpStatus, code, requestId]),
      [["DescribeRefreshTasks", 1, 200, null, answer.requestId]],
    );
  }
});

test("the signature is right by an independent reckoning, and each attempt has a nonce and timestamp of its own", async () => {
  const { fetch, calls } = answering(new Response(refusal("TooManyRequests"), { status: 429 }), page());
  await createClient({ ...KEY, fetch, clock: clock() }).describe({ TaskId: "15423123921" });
  assert.equal(calls.length, 2);
  assert.notEqual(calls[0].headers["x-acs-signature-nonce"], calls[1].headers["x-acs-signature-nonce"]);
  for (const { url, method, headers } of calls) {
    assert.equal(method, "POST");
    const { hostname, searchParams } = new URL(url);
    const { authorization, ...sent } = headers;
    const signed = /SignedHeaders=([^,]+)/.exec(authorization)[1].split(";");
    const { stringToSign } = signing.v3({ method, params: Object.fromEntries(searchParams), headers: { host: hostname, ...sent }, signedHeaders: signed });
    assert.match(authorization, new RegExp(`Signature=${createHmac("sha256", KEY.accessKeySecret).update(stringToSign).digest("hex")}$`));
  }
});

test("an invalid draft is refused before anything is sent, with every diagnostic", async () => {
  const { fetch, calls } = answering(page());
  const error = await fails(createClient({ ...KEY, fetch }).describe({ Status: "Failed", PageSize: 1000 }), InvalidRequestError, "MissingParameter.ObjectType");
  assert.deepEqual(error.diagnostics.map(({ code }) => code).sort(), ["InvalidPageSize.ValueNotSupported", "MissingParameter.ObjectType"]);
  assert.equal(calls.length, 0);
  assert.equal(error.name, "InvalidRequestError");
});

test("lenient mode and locale reach the check", async () => {
  const { fetch } = answering(page());
  await createClient({ ...KEY, fetch, mode: "lenient" }).describe({ ObjectType: "file", Status: "Timeout" });
  const error = await fails(createClient({ ...KEY, fetch, locale: "zh" }).describe({ Status: "Failed" }), InvalidRequestError, "MissingParameter.ObjectType");
  assert.match(error.message, /[一-鿿]/);
});

test("throttling is waited out as the service asks; a storm ends with the fault", async () => {
  const time = clock();
  const throttled = new Response(refusal("Throttling.User"), { status: 400, headers: { "x-acs-retry-after": "700" } });
  const { fetch, calls } = answering(throttled, throttled, page());
  // By a clock of its own, the quota's pauses are not among those of the client.
  await createClient({ ...KEY, fetch, clock: time, quota: createQuota() }).describe({ PageSize: 1 });
  assert.equal(calls.length, 3);
  assert.equal(time.slept.filter((ms) => ms === 700).length, 2);
  const storm = answering(throttled);
  const error = await fails(createClient({ ...KEY, fetch: storm.fetch, clock: clock() }).describe({ PageSize: 1 }), ServiceError, "Throttling.User");
  assert.equal(error.fault.throttled, true);
  assert.ok(storm.calls.length <= 5);
});

test("a client with a clock of its own is paced by it, also where that clock stands still or is set back", async () => {
  for (const later of [0, -3_600_000]) {
    const { fetch, calls } = answering(page(1));
    const slept = [];
    let now = 1_795_514_400_000;
    const sleep = async (ms) => {
      slept.push(ms);
      now += later;
    };
    const client = createClient({ ...KEY, fetch, clock: { now: () => now, sleep } });
    await Promise.all(Array.from({ length: 5 }, () => client.describe({ PageSize: 1 })));
    assert.equal(calls.length, 5);
    // 80 % of the five calls a second.
    assert.deepEqual(slept, [250, 250, 250, 250]);
  }
});

test("what nothing mends is not tried again", async () => {
  for (const [body, status, code] of [
    [refusal("InvalidAccessKeyId.NotFound"), 404, "InvalidAccessKeyId.NotFound"],
    [refusal("SignatureDoesNotMatch"), 400, "SignatureDoesNotMatch"],
    [refusal("Forbidden.RAM"), 403, "Forbidden.RAM"],
    [refusal("InvalidSecurityToken.Expired"), 400, "InvalidSecurityToken.Expired"],
  ]) {
    const { fetch, calls } = answering(new Response(body, { status }));
    const error = await fails(createClient({ ...KEY, fetch, clock: clock() }).describe({ PageSize: 1 }), ServiceError, code);
    assert.equal(calls.length, 1, code);
    assert.equal(error.fault.httpStatus, status);
    assert.match(error.message, /request id 11111111-2222-3333-4444-555555555555/);
  }
});

test("a clock an hour off is set by the service's Date and the call goes through", async () => {
  for (const hours of [-1, 1]) {
    const emulator = createEmulator({ scenario: "shop" });
    const codes = [];
    const client = createClient({
      ...KEY,
      fetch: emulator.fetch,
      clock: { ...clock(), now: () => Date.now() + hours * 3_600_000 },
      onAttempt: ({ code }) => codes.push(code),
    });
    assert.equal((await client.describe({ PageSize: 5 })).length, 5);
    assert.equal(codes.length, 2);
    assert.match(codes[0], /TimeStamp/i);
    assert.equal(codes[1], null);
    await client.describe({ PageSize: 5 });
    assert.equal(codes.length, 3, "the offset is kept");
  }
});

test("a service whose clock never stands still is given up, not asked for ever", async () => {
  const listed = (client) => fails(client.tasks({}).pages().next(), ServiceError, "InvalidTimeStamp.Expired");
  // By such a clock time is up at once.
  const waited = async (client) => assert.equal((await client.wait(["1"], { timeoutMs: 60_000 })).outcome, "deadline");
  for (const work of [listed, waited]) {
    let calls = 0;
    let now = Date.now();
    const fetch = async () => {
      calls += 1;
      assert.ok(calls <= 1000, "asked for ever");
      const date = new Date(now + calls * 3_600_000).toUTCString();
      return new Response(refusal("InvalidTimeStamp.Expired"), { status: 400, headers: { date } });
    };
    const time = { now: () => now, sleep: async (ms) => void (now += ms) };
    const quota = { acquire: async () => {}, penalize: () => {} };
    await work(createClient({ ...KEY, fetch, quota, clock: time }));
    // Twenty failures in a row are an outage; each is two calls, the second by the clock that the first showed.
    assert.ok(calls <= 2 * 21, `${calls} calls`);
  }
});

test("faults on the way are named as what they are", async (t) => {
  const html = await rogue(t, (socket) => socket.end(http(502, "<html><title>502 Bad Gateway</title></html>", { "content-type": "text/html" })));
  const cut = await rogue(t, (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"RequestId":', () => socket.destroy()));
  const empty = await rogue(t, (socket) => socket.end(http(200, "")));
  const hang = await rogue(t, () => {});
  const reset = await rogue(t, (socket) => socket.resetAndDestroy());
  const moved = await rogue(t, (socket) => socket.end(http(302, "", { location: "http://portal.example/login" })));
  const error200 = await rogue(t, (socket) => socket.end(http(200, refusal("InternalError"))));
  const describe = (endpoint) => createClient({ ...KEY, endpoint, clock: clock(), timeoutMs: 300 }).describe({ PageSize: 1 });
  const fault = async (endpoint) => (await describe(endpoint).catch((error) => error)).fault;
  assert.equal((await fault(html.endpoint)).cause, "html");
  assert.equal((await fault(html.endpoint)).httpStatus, 502);
  assert.equal((await fault(cut.endpoint)).cause, "network");
  assert.equal((await fault(empty.endpoint)).cause, "empty");
  assert.equal((await fault(hang.endpoint)).cause, "timeout");
  assert.equal((await fault(reset.endpoint)).cause, "network");
  assert.match((await fault(reset.endpoint)).message, /ECONNRESET|closed/);
  assert.equal((await fault(moved.endpoint)).httpStatus, 302);
  assert.equal((await fault(error200.endpoint)).code, "InternalError");
  const nobody = await fault("http://127.0.0.1:9");
  assert.equal(nobody.cause, "network");
  assert.match(nobody.message, /ECONNREFUSED|bad port/);
  assert.match((await fault("https://no-such-host.invalid")).message, /ENOTFOUND|EAI_AGAIN/);
});

test("an answer without end is not read without end", async (t) => {
  const { endpoint } = await rogue(t, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
    const chunk = Buffer.alloc(1 << 20, " ");
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", more);
    more();
  });
  const error = await fails(createClient({ ...KEY, endpoint, clock: clock() }).describe({ PageSize: 1 }), ServiceError, "NetworkFailure");
  assert.match(error.message, /longer than 64 MiB/);
});

test("abort: before, while waiting for a turn, and while under way", async (t) => {
  const { endpoint, requests } = await rogue(t, () => {});
  const client = createClient({ ...KEY, endpoint });
  await assert.rejects(client.describe({ PageSize: 1 }, { signal: AbortSignal.abort() }), { name: "AbortError" });
  assert.equal(requests.length, 0);
  const controller = new AbortController();
  const pending = client.describe({ PageSize: 1 }, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 50);
  await assert.rejects(pending, { message: "enough" });
});

test("no secret reaches a message, a fault, an attempt or an inspection", async () => {
  const secrets = { accessKeySecret: "S3cr3t/Key+Value==", securityToken: "CAIS/token+with=special" };
  const leaky = ({ url, headers }) =>
    new Response(
      refusal(
        "SignatureDoesNotMatch",
        `Specified signature is not matched. server string to sign is:POST ${url} ${headers["x-acs-security-token"]} ${headers.authorization} SecurityToken=${encodeURIComponent(secrets.securityToken)}`,
      ),
      { status: 400 },
    );
  for (const signature of ["v3", "v1"]) {
    const told = [];
    const client = createClient({
      accessKeyId: "LTAIexample",
      ...secrets,
      signature,
      fetch: async (url, init) => leaky({ url, headers: init.headers }),
      onAttempt: (attempt) => told.push(attempt),
    });
    const error = await client.describe({ PageSize: 1 }).catch((error) => error);
    const text = [error.message, error.stack, JSON.stringify(error), JSON.stringify(error.fault), inspect(error, { depth: 9 }), inspect(client, { depth: 9 }), JSON.stringify(told)].join("\n");
    for (const secret of Object.values(secrets)) {
      for (const form of [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))]) assert.ok(!text.includes(form), `${signature}: ${form}`);
    }
    assert.doesNotMatch(text, /Signature=[0-9a-f]{64}/);
  }
});

test("redactPath: what opens doors in object paths", async () => {
  const source = await build({ entryPoints: [new URL("../../pkg/src/client/redact.ts", import.meta.url).pathname], write: false, format: "esm" });
  const { redactPath } = await import(`data:text/javascript;base64,${Buffer.from(source.outputFiles[0].contents).toString("base64")}`);
  for (const [path, told] of [
    ["http://a.example/x.mp4?auth_key=1700000000-0-0-abcdef&w=1", "http://a.example/x.mp4?auth_key=***&w=1"],
    ["http://a.example/x?w=1&sign=abc&token=def", "http://a.example/x?w=1&sign=***&token=***"],
    ["http://a.example/x?Signature=a%2Bb&OSSAccessKeyId=LTAI&Expires=1", "http://a.example/x?Signature=***&OSSAccessKeyId=***&Expires=1"],
    ["http://a.example/x?x-oss-signature=abc#f", "http://a.example/x?x-oss-signature=***#f"],
    ["https://user:pass@a.example/x", "https://***@a.example/x"],
    ["http://a.example/assign=1/token/x.js?v=3", "http://a.example/assign=1/token/x.js?v=3"],
  ]) {
    assert.equal(redactPath(path), told);
  }
});

test("credentials: explicit, by signer, by provider; half of them is said at once", async () => {
  const { fetch, calls } = answering(page());
  const described = (options) => createClient({ fetch, ...options }).describe({ PageSize: 1 });
  await described({ accessKeyId: "a", signer: signerFromSecret("s") });
  await described({ accessKeyId: "a", signer: async () => "c2lnbmF0dXJl" });
  let asked = 0;
  const provider = { getCredential: async () => ({ accessKeyId: `id${++asked}`, accessKeySecret: "s", securityToken: "t" }) };
  const client = createClient({ fetch, credentials: provider });
  await client.describe({ PageSize: 1 });
  await client.describe({ PageSize: 1 });
  assert.equal(asked, 2, "asked for each call, as tokens are renewed");
  assert.equal(calls.at(-1).headers["x-acs-security-token"], "t");
  assert.match(calls.at(-1).headers.authorization, /Credential=id2,/);
  for (const options of [{ accessKeyId: "a" }, { accessKeySecret: "s" }, { signer: () => "" }, { credentials: {} }, { ...KEY, credentials: provider }]) {
    assert.throws(() => createClient(options), (error) => error instanceof RefreshTasksError && error.code === "NoCredentials");
  }
  const failing = { getCredential: async () => Promise.reject(new Error("the metadata server is away\nwith details")) };
  const error = await fails(described({ credentials: failing }), RefreshTasksError, "NoCredentials");
  assert.match(error.message, /the metadata server is away$/);
  await fails(described({ credentials: { getCredential: () => null } }), RefreshTasksError, "NoCredentials");
});

test("@alicloud/credentials as it is", async () => {
  const { default: module } = await import("@alicloud/credentials");
  const Credential = module.default ?? module;
  const { fetch, calls } = answering(page());
  const credentials = new Credential({ type: "sts", accessKeyId: "STS.id", accessKeySecret: "secret", securityToken: "token" });
  await createClient({ credentials, fetch }).describe({ PageSize: 1 });
  assert.match(calls[0].headers.authorization, /Credential=STS\.id,/);
  assert.equal(calls[0].headers["x-acs-security-token"], "token");
});

test("a call that `onAttempt` ends is not waited for", async () => {
  const over = new AbortController();
  const slow = clock();
  const { fetch } = answering(new Response(refusal("TooManyRequests"), { status: 429, headers: { "retry-after": "600" } }));
  const client = createClient({ ...KEY, fetch, clock: slow, onAttempt: () => over.abort() });
  await assert.rejects(client.describe({ PageSize: 5 }, { signal: over.signal }), { name: "AbortError" });
  assert.deepEqual(slow.slept.filter((ms) => ms > 5000), []);
});

test("a walk tells what kept it from an answer in the caller's language", async () => {
  const fetch = async () => {
    throw new Error("getaddrinfo ENOTFOUND nowhere");
  };
  const client = createClient({ ...KEY, fetch, clock: clock(), locale: "zh" });
  const error = await fails(client.tasks({ from: Date.now() - 3_600_000 }).pages().next(), ServiceError, "NetworkFailure");
  assert.match(error.fault.explanation.remedy, /\p{Script=Han}/u);
});

test("a shared quota that is asked for slowly heeds an abort in the meantime", async () => {
  const over = new AbortController();
  const redis = {
    eval: async () => {
      over.abort();
      return ["60000000", 1];
    },
  };
  const acquired = createRedisQuota(redis).acquire("list", over.signal).then(() => "acquired", ({ name }) => name);
  const late = new Promise((resolve) => setTimeout(resolve, 2000, "still waiting").unref());
  assert.equal(await Promise.race([acquired, late]), "AbortError");
});
