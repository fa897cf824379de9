// Every sample is run against a recorder, or compiled where its toolchain is here. Python is in the slow tests: it needs an installation.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { sample } from "cdn-refresh-tasks";
import { recorder } from "./support/recorder.mjs";
import { SECRET, assertSent, environment, requests } from "./support/samples.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const has = (command, ...args) => run(command, args).then(() => true, () => false);

let service;
let folder;
before(async () => {
  service = await recorder();
  folder = mkdtempSync(join(tmpdir(), "cdn-refresh-tasks-"));
});
after(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

/** Runs a program from standard input; resolves to what it printed. */
function pipe(command, args, input, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"], timeout: 60_000 });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) child[stream].on("data", (chunk) => (output[stream] += chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${output.stderr}`))));
    child.stdin.end(input);
  });
}

const replaced = (code, from, to) => {
  assert.ok(code.includes(from), `${from} in ${code}`);
  return code.replaceAll(from, to);
};

test("curl", async (t) => {
  if (!(await has("curl", "--version")) || !(await has("openssl", "version"))) return t.skip("curl or openssl is not installed");
  for (const asked of requests) {
    const code = replaced(sample(asked.request, "curl"), "https://cdn.aliyuncs.com", service.origin);
    for (const shell of ["sh", "bash"]) {
      const { stdout, stderr } = await pipe(shell, [], code, { env: environment });
      assertSent(service.requests.at(-1), asked);
      assert.match(stdout, /"TotalCount":0/);
      assert.equal(stderr, "");
    }
  }
  const code = replaced(sample(requests[1].request, "curl"), "https://cdn.aliyuncs.com", service.origin);
  const { ALIBABA_CLOUD_SECURITY_TOKEN: _, ...without } = environment;
  await pipe("sh", [], code, { env: without });
  assert.ok(service.requests.at(-1).headers.every(([name]) => name !== "x-acs-security-token"));
  await assert.rejects(pipe("sh", [], code, { env: { ...environment, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" } }), /must be set/);
});

test("Node, with the official SDK", async () => {
  for (const asked of requests) {
    const code = replaced(sample(asked.request, "node"), 'endpoint: "cdn.aliyuncs.com",', `endpoint: "127.0.0.1:${service.port}", protocol: "HTTP",`);
    const { stdout } = await pipe(process.execPath, ["--input-type=module"], code, { env: environment, cwd: root });
    assertSent(service.requests.at(-1), asked);
    assert.equal(JSON.parse(stdout).totalCount, 0);
  }
});

test("aliyun CLI: the command gets each value as one argument", async (t) => {
  if (!(await has("sh", "-c", "exit 0"))) return t.skip("there is no POSIX shell");
  const heard = join(folder, "heard");
  writeFileSync(join(folder, "aliyun"), `#!/bin/sh\nprintf '%s\\0' "$@" > '${heard}'\n`);
  chmodSync(join(folder, "aliyun"), 0o755);
  for (const { request, operation, params } of requests) {
    await pipe("sh", [], sample(request, "aliyun-cli"), { env: { ...environment, PATH: `${folder}:${process.env.PATH}` } });
    const [product, action, ...rest] = readFileSync(heard, "utf8").split("\0").slice(0, -1);
    assert.deepEqual([product, action, ...rest.splice(0, 2)], ["cdn", operation, "--region", "cn-hangzhou"]);
    const flags = Object.fromEntries(rest.flatMap((word, index) => (index % 2 === 0 ? [[word.replace(/^--/, ""), rest[index + 1]]] : [])));
    assert.deepEqual(flags, params);
  }
});

/** What the sample needs of the SDK, with the signatures of the SDK; the values that arrive are printed. */
const JAVA_STUBS = {
  "com/aliyun/teaopenapi/models/Config.java": `package com.aliyun.teaopenapi.models;
    public class Config {
      public Config setAccessKeyId(String value) { return this; }
      public Config setAccessKeySecret(String value) { return this; }
      public Config setSecurityToken(String value) { return this; }
      public Config setEndpoint(String value) { return this; }
    }`,
  "com/aliyun/teautil/Common.java": `package com.aliyun.teautil;
    public class Common { public static String toJSONString(Object value) { return String.valueOf(value); } }`,
  ...Object.fromEntries(
    ["DescribeRefreshTasks", "DescribeRefreshTaskById"].flatMap((operation) => [
      [
        `com/aliyun/cdn20180510/models/${operation}Request.java`,
        `package com.aliyun.cdn20180510.models;
        public class ${operation}Request {
          public final java.util.TreeMap<String, Object> values = new java.util.TreeMap<>();
          ${["TaskId", "ObjectPath", "ObjectType", "DomainName", "Status", "StartTime", "EndTime", "ResourceGroupId"]
            .map((name) => `public ${operation}Request set${name}(String value) { values.put("${name}", value); return this; }`)
            .join("\n")}
          ${["PageNumber", "PageSize"].map((name) => `public ${operation}Request set${name}(Integer value) { values.put("${name}", value); return this; }`).join("\n")}
        }`,
      ],
      [
        `com/aliyun/cdn20180510/models/${operation}Response.java`,
        `package com.aliyun.cdn20180510.models;
        public class ${operation}Response {
          public static class Body { public java.util.Map<String, Object> toMap() { return new java.util.HashMap<>(); } }
          public Body getBody() { return new Body(); }
        }`,
      ],
    ]),
  ),
  "com/aliyun/cdn20180510/Client.java": `package com.aliyun.cdn20180510;
    import com.aliyun.cdn20180510.models.*;
    public class Client {
      public Client(com.aliyun.teaopenapi.models.Config config) throws Exception {}
      static void print(java.util.Map<String, Object> values) throws Exception {
        for (java.util.Map.Entry<String, Object> entry : values.entrySet())
          System.out.write((entry.getKey() + "=" + entry.getValue() + "\\0").getBytes("UTF-8"));
      }
      public DescribeRefreshTasksResponse describeRefreshTasks(DescribeRefreshTasksRequest request) throws Exception { print(request.values); return new DescribeRefreshTasksResponse(); }
      public DescribeRefreshTaskByIdResponse describeRefreshTaskById(DescribeRefreshTaskByIdRequest request) throws Exception { print(request.values); return new DescribeRefreshTaskByIdResponse(); }
    }`,
};

test("Java compiles, whatever the encoding of sources, and sets each value", async (t) => {
  if (!(await has("javac", "-version"))) return t.skip("there is no javac here");
  for (const [path, code] of Object.entries(JAVA_STUBS)) {
    mkdirSync(dirname(join(folder, "java", path)), { recursive: true });
    writeFileSync(join(folder, "java", path), code);
  }
  const options = { cwd: join(folder, "java") };
  // The hardest of each operation; one start of the compiler for both.
  const asked = requests.slice(-2);
  for (const { request, operation } of asked) writeFileSync(join(folder, "java", `${operation}.java`), sample(request, "java"));
  const sources = asked.map(({ operation }) => `${operation}.java`);
  await run("javac", ["-encoding", "US-ASCII", "-Xlint:all", "-Werror", "-proc:none", ...sources], options);
  for (const { operation, params } of asked) {
    const { stdout } = await run("java", ["-cp", ".", operation], options);
    const seen = stdout.split("\0").slice(0, -1).map((pair) => pair.split(/=(.*)/s, 2));
    assert.deepEqual(Object.fromEntries(seen), params);
  }
});

test("Go is formatted as gofmt does", async (t) => {
  if (!(await pipe("gofmt", [], "package main\n").catch(() => null))) return t.skip("there is no gofmt here");
  for (const { request, params } of requests) {
    const code = sample(request, "go");
    const { stdout } = await pipe("gofmt", ["-s"], code);
    assert.equal(stdout, code);
    const values = [...code.matchAll(/request\.Set(\w+)\((.*)\)$/gm)].map(([, name, value]) => [name, String(JSON.parse(value))]);
    assert.deepEqual(Object.fromEntries(values), params);
  }
});

test("no sample holds a credential", () => {
  for (const { request } of requests) {
    for (const language of ["curl", "aliyun-cli", "node", "python", "go", "java"]) {
      const code = sample(request, language);
      assert.ok(!code.includes(SECRET) && !code.includes("sample-"), code);
      assert.doesNotMatch(code, /[^\S\n]+$/m);
    }
    assert.throws(() => sample(request, "cobol"), { code: "UnknownLanguage" });
    assert.throws(() => sample(request, "\0"), { code: "UnknownLanguage" });
  }
});
