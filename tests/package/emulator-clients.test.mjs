// Official clients, unchanged, pointed at the emulator: they refresh, query, page, and get the documented errors and throttling.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { createEmulator, testAccessKey } from "cdn-refresh-tasks/emulator";

const require = createRequire(import.meta.url);

/** Each client as one function: operation and parameters in, parsed body out; errors have `code`. */
const clients = {
  "@alicloud/cdn20180510 5": (origin, key) => generated("@alicloud/cdn20180510", require("@alicloud/openapi-core").$OpenApiUtil.Config, origin, key),
  "@alicloud/cdn20180510 5, older signature": (origin, key) =>
    generated("@alicloud/cdn20180510", require("@alicloud/openapi-core").$OpenApiUtil.Config, origin, key, { signatureAlgorithm: "v2" }),
  "@alicloud/cdn20180510 4": (origin, key) => generated("cdn20180510-v4", require("@alicloud/openapi-client").Config, origin, key),
  "@alicloud/pop-core, GET": (origin, key) => popCore(origin, key, "GET"),
  "@alicloud/pop-core, POST": (origin, key) => popCore(origin, key, "POST"),
};

function generated(name, Config, origin, { id, secret, token }, more = {}) {
  const sdk = require(name);
  const [protocol, endpoint] = origin.split("://");
  const config = { accessKeyId: id, accessKeySecret: secret, securityToken: token, protocol, endpoint, ...more };
  const client = new sdk.default(new Config(config));
  const lower = (text) => text[0].toLowerCase() + text.slice(1);
  return async (action, params) => {
    const request = new sdk[`${action}Request`](Object.fromEntries(Object.entries(params).map(([param, value]) => [lower(param), value])));
    const { body } = await client[lower(action)](request);
    return body.toMap();
  };
}

function popCore(endpoint, { id, secret, token }, method) {
  const { RPCClient } = require("@alicloud/pop-core");
  const client = new RPCClient({ endpoint, apiVersion: "2018-05-10", accessKeyId: id, accessKeySecret: secret, securityToken: token });
  return (action, params) => client.request(action, params, { method });
}

for (const [name, connect] of Object.entries(clients)) {
  describe(name, () => {
    let clock = Date.now();
    let server;
    let origin;
    const temporary = { id: "sts.id", secret: "sts-secret", token: "sts/token+1==" };
    const emulator = createEmulator({
      scenario: "release",
      now: () => clock,
      accessKeys: { [testAccessKey.id]: testAccessKey.secret, [temporary.id]: temporary.secret },
      securityTokens: { [temporary.id]: { token: temporary.token } },
      world: { advanceLagMs: 0 },
    });
    let ask;
    const later = (ms) => (clock += ms);
    before(async () => {
      server = await emulator.listen();
      origin = `http://127.0.0.1:${server.port}`;
      ask = connect(origin, testAccessKey);
    });
    after(() => server.close());
    const code = (pattern) => (error) => pattern.test(error.code) || assert.fail(`${error.code}: ${error.message}`);

    test("refreshes, and sees the task through", async () => {
      const urls = ["https://www.example.com/a b(1)*.txt", "https://www.example.com/图片/!~'@.png"];
      const { RefreshTaskId } = await ask("RefreshObjectCaches", { ObjectPath: urls.join("\n"), ObjectType: "File" });
      later(3000);
      const read = async () => (await ask("DescribeRefreshTaskById", { TaskId: RefreshTaskId })).Tasks.map(({ Status, ObjectPath }) => [ObjectPath, Status]);
      assert.deepEqual(await read(), urls.map((url) => [url, "Refreshing"]));
      later(400_000);
      // Asking is what moves a task on: the first answer may be stale.
      await read();
      assert.deepEqual(await read(), urls.map((url) => [url, "Complete"]));
      const { Tasks, TotalCount } = await ask("DescribeRefreshTasks", { ObjectPath: urls[1] });
      assert.deepEqual([TotalCount, Tasks.CDNTask.map((task) => task.TaskId)], [1, [RefreshTaskId]]);
      const { PushTaskId } = await ask("PushObjectCache", { ObjectPath: urls[0] });
      assert.match(PushTaskId, /^\d{11}$/);
    });

    test("pages", async () => {
      const seen = new Set();
      const total = emulator.truth().tasks.filter(({ visibleFrom }) => visibleFrom <= clock).length;
      for (let number = 1; seen.size < total; number += 1) {
        later(250);
        const page = await ask("DescribeRefreshTasks", { PageNumber: number, PageSize: 100 });
        assert.ok(page.Tasks.CDNTask.length > 0, `page ${number} is empty, ${seen.size} of ${total} seen`);
        for (const task of page.Tasks.CDNTask) seen.add(`${task.TaskId} ${task.ObjectPath}`);
      }
      assert.ok(seen.size >= 3400);
    });

    test("gets the documented errors", async () => {
      const now = new Date(clock).toISOString().replace(/\.\d+Z/, "Z");
      for (const [params, expected] of [
        [{ Status: "Complete" }, /^MissingParameter\.ObjectType$/],
        [{ TaskId: "12a" }, /^InvalidTaskId\.Malformed$/],
        [{ StartTime: now }, /^MissingTimeParameter$/],
        [{ StartTime: "2019-01-01T00:00:00Z", EndTime: now }, /^InvalidTime$/],
        [{ StartTime: now, EndTime: now }, /^InvalidEndTime\.Mismatch$/],
      ]) {
        later(1000);
        await assert.rejects(ask("DescribeRefreshTasks", params), code(expected));
      }
    });

    test("is told what is wrong with its credentials", async () => {
      const call = (key) => connect(origin, key)("DescribeRefreshQuota", {});
      later(1000);
      await assert.rejects(call({ id: "nobody", secret: "x" }), code(/^InvalidAccessKeyId\.NotFound$/));
      await assert.rejects(call({ ...testAccessKey, secret: "wrong" }), code(/^SignatureDoesNotMatch$/));
      await assert.rejects(call({ ...temporary, token: "stale" }), code(/^InvalidSecurityToken\.Malformed$/));
      assert.equal((await call(temporary)).UrlQuota, "10000");
    });

    test("is throttled beyond five calls a second", async () => {
      later(2000);
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => ask("DescribeRefreshTasks", {})));
      const refused = answers.filter(({ status }) => status === "rejected");
      assert.deepEqual(refused.map(({ reason }) => reason.code), Array(3).fill("TooManyRequests"));
      later(1000);
      await ask("DescribeRefreshTasks", {});
    });
  });
}
