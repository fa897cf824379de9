// The official Python clients, unchanged, pointed at the emulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator, testAccessKey } from "cdn-refresh-tasks/emulator";
import { pythonWith, runPython } from "./support/python.mjs";

/** Each client as one Python function `call(action, params)`, which answers the body or raises with a code. */
const clients = {
  alibabacloud_cdn20180510: {
    requirements: ["alibabacloud_cdn20180510==9.2.0"],
    connect: `
import re
from alibabacloud_cdn20180510.client import Client
from alibabacloud_cdn20180510 import models
from alibabacloud_tea_openapi.models import Config
client = Client(Config(access_key_id=given["id"], access_key_secret=given["secret"], endpoint="127.0.0.1:%d" % given["port"], protocol="http"))
snake = lambda name: re.sub("(?<!^)(?=[A-Z])", "_", name).lower()
def call(action, params):
    request = getattr(models, action + "Request")(**{snake(name): value for name, value in params.items()})
    return getattr(client, snake(action))(request).body.to_map()
code_of = lambda error: getattr(error, "code", None)
`,
  },
  "aliyun-python-sdk-cdn": {
    requirements: ["aliyun-python-sdk-cdn==3.8.8", "aliyun-python-sdk-core==2.16.1"],
    connect: `
import importlib, json
from aliyunsdkcore.client import AcsClient
client = AcsClient(given["id"], given["secret"], "cn-hangzhou", auto_retry=False)
def call(action, params):
    module = importlib.import_module("aliyunsdkcdn.request.v20180510." + action + "Request")
    request = getattr(module, action + "Request")()
    request.set_protocol_type("http")
    request.set_endpoint("127.0.0.1:%d" % given["port"])
    request.set_accept_format("json")
    for name, value in params.items():
        getattr(request, "set_" + name)(value)
    return json.loads(client.do_action_with_exception(request))
code_of = lambda error: error.get_error_code() if hasattr(error, "get_error_code") else None
`,
  },
};

const run = `
import json, sys
given = json.load(sys.stdin)
CONNECT
def attempt(action, params):
    try:
        return {"body": call(action, params)}
    except Exception as error:
        if code_of(error) is None: raise
        return {"code": code_of(error)}
print(json.dumps([attempt(action, params) for action, params in given["calls"]]))
`;

for (const [name, { requirements, connect }] of Object.entries(clients)) {
  test(name, async () => {
    const python = pythonWith(...requirements);
    let clock = Date.now();
    // Every call is a second later, but for those that are to be throttled.
    let pace = 1000;
    const emulator = createEmulator({ scenario: "release", now: () => clock, world: { advanceLagMs: 0 } });
    const emulated = emulator.handle;
    emulator.handle = (request) => {
      clock += pace;
      return emulated(request);
    };
    const server = await emulator.listen();
    const ask = (calls, key = testAccessKey) => runPython(python, run.replace("CONNECT", connect), { ...key, port: server.port, calls });
    try {
      const urls = ["https://www.example.com/a b(1)*.txt", "https://www.example.com/图片/!~'@.png"];
      const [{ body: refreshed }, { body: pushed }] = await ask([
        ["RefreshObjectCaches", { ObjectPath: urls.join("\n"), ObjectType: "File" }],
        ["PushObjectCache", { ObjectPath: urls[0] }],
      ]);
      assert.match(pushed.PushTaskId, /^\d{11}$/);
      clock += 400_000;
      const byId = ["DescribeRefreshTaskById", { TaskId: refreshed.RefreshTaskId }];
      const [stale, fresh, byPath] = await ask([byId, byId, ["DescribeRefreshTasks", { ObjectPath: urls[1] }]]);
      assert.deepEqual(stale.body.Tasks.map((task) => task.Status), ["Refreshing", "Refreshing"]);
      assert.deepEqual(fresh.body.Tasks.map((task) => [task.ObjectPath, task.Status]), urls.map((url) => [url, "Complete"]));
      assert.deepEqual(byPath.body.Tasks.CDNTask.map((task) => task.TaskId), [refreshed.RefreshTaskId]);

      const pages = await ask(Array.from({ length: 35 }, (_, index) => ["DescribeRefreshTasks", { PageNumber: index + 1, PageSize: 100 }]));
      const seen = new Set(pages.flatMap(({ body }) => body.Tasks.CDNTask.map((task) => `${task.TaskId} ${task.ObjectPath}`)));
      assert.equal(seen.size, 3403);

      const now = new Date(clock).toISOString().replace(/\.\d+Z/, "Z");
      const refused = await ask([
        ["DescribeRefreshTasks", { Status: "Complete" }],
        ["DescribeRefreshTasks", { TaskId: "12a" }],
        ["DescribeRefreshTasks", { StartTime: now }],
        ["DescribeRefreshTasks", { StartTime: "2019-01-01T00:00:00Z", EndTime: now }],
      ]);
      assert.deepEqual(refused.map(({ code }) => code), ["MissingParameter.ObjectType", "InvalidTaskId.Malformed", "MissingTimeParameter", "InvalidTime"]);
      assert.equal((await ask([["DescribeRefreshQuota", {}]], { id: "nobody", secret: "x" }))[0].code, "InvalidAccessKeyId.NotFound");
      assert.match((await ask([["DescribeRefreshQuota", {}]], { ...testAccessKey, secret: "x" }))[0].code, /^SignatureDoesNotMatch$|^InvalidAccessKeySecret$/);

      pace = 0;
      clock += 2000;
      const burst = await ask(Array.from({ length: 8 }, () => ["DescribeRefreshTasks", {}]));
      assert.deepEqual(burst.map(({ code }) => code ?? "ok"), [...Array(5).fill("ok"), ...Array(3).fill("TooManyRequests")]);
    } finally {
      await server.close();
    }
  });
}
