// The command line without a network: what is typed, what is said, how it ends.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { version } from "cdn-refresh-tasks";
import { KEY, cli, folder } from "./support/cli.mjs";

const lines = (text) => text.trim().split("\n");

test("help teaches by example, in both languages, and ends with 0", async () => {
  for (const command of ["wait", "list", "plan", "check", "url", "sample", "policy", "explain", "console", "emulate", "completion"]) {
    const { code, stdout, stderr } = await cli([command, "--help"]);
    assert.deepEqual([code, stderr], [0, ""], command);
    assert.match(stdout, new RegExp(`Usage: cdn-refresh-tasks ${command}`));
    assert.match(stdout, /Examples:\n/, command);
  }
  const { stdout } = await cli(["--help"], { env: { LC_ALL: "zh_CN.UTF-8" } });
  assert.match(stdout, /用法：/);
  assert.match(stdout, /退出码：/);
  const bare = await cli([]);
  assert.equal(bare.code, 0);
  assert.match(bare.stdout, /Commands:/);
  assert.equal((await cli(["--version"])).stdout, `${version()}\n`);
});

test("usage errors: one line, what to do, exit code 2, nothing on standard output", async () => {
  for (const [args, said] of [
    [["lst"], /unknown command `lst`\nhelp: did you mean list\?/],
    [["list", "--sinc", "2h"], /unknown option `--sinc`\nhelp: did you mean --since\?/],
    [["list", "--limit", "-1"], /limit/],
    [["list", "--limit", "ten"], /limit/],
    [["list", "--signature", "v2"], /`--signature <version>`: `v2` is invalid: expected one of v1, v3\nhelp: /],
    [["list", "--since", "soon", "--dry-run"], /--since: `soon` is not a duration/],
    [["list", "--from", "2026-11-24 10:00", "--dry-run"], /has no offset.*\nhelp: write `2026-11-24 10:00\+08:00`/],
    [["list", "--from", "2026-02-30T00:00:00Z", "--dry-run"], /no moment of any calendar/],
    [["list", "--since", "2h", "--from", "3h ago", "--dry-run"], /same thing/],
    [["wait"], /what should be waited for\?/],
    [["wait", "abc"], /`abc` is not a task id/],
    [["wait", "https://example.com/a.js"], /--path URL/],
    [["wait", "-"], /standard input holds no task id/],
    [["explain", "--bogus"], /unknown option/],
    [["sample", "TaskId"], /`TaskId` is not `Parameter=value`/],
    [["emulate", "--scenario", "none"], /there is no scenario `none`/],
    [["completion", "tcsh"], /there is no completion for `tcsh`/],
    [["completion"], /`shell` is missing/],
  ]) {
    const { code, stdout, stderr } = await cli(args);
    assert.equal(code, 2, `${args.join(" ")}\n${stderr}`);
    assert.equal(stdout, "", args.join(" "));
    assert.match(stderr, said);
    assert.ok(lines(stderr).length <= 2, stderr);
  }
});

test("what stops it before anything is asked is said alone, in the language of the run", async () => {
  const env = { LANG: "zh_CN.UTF-8" };
  for (const [args, said] of [
    [["list", "--signature", "v2"], /^错误：`--signature <version>`：`v2` 无效：可选值：v1, v3\n建议：/],
    [["list"], /错误：没有可用的凭证。请设置 ALIBABA_CLOUD_ACCESS_KEY_ID/],
    [["list", "--endpoint", "http://127.0.0.1:1/path"], /错误：接入点须为主机名/],
  ]) {
    const { code, stderr } = await cli(args, { env: args.includes("--endpoint") ? { ...env, ...KEY } : env });
    assert.equal(code, 2, stderr);
    assert.match(stderr, said);
    assert.doesNotMatch(stderr, /缺口|gap/, "nothing was asked, so nothing is missing");
  }
  assert.doesNotMatch((await cli(["list"])).stderr, /gap|not proven/);
});

test("a secret is never an argument, and is not repeated", async () => {
  const { code, stderr } = await cli(["list", "--access-key-secret=verysecret"]);
  assert.equal(code, 2);
  assert.match(stderr, /a secret is never an argument/);
  assert.doesNotMatch(stderr, /verysecret/);
});

test("check: every problem with its fix, 2; a good request, 0; JSON for programs", async () => {
  const bad = await cli(["check", "DomainName=example.com", "Status=failed", "PageSise=10"]);
  assert.equal(bad.code, 2);
  for (const code of ["MissingParameter.ObjectType", "InvalidStatus.ValueNotSupported", "UnknownParameter"]) assert.match(bad.stdout, new RegExp(code));
  assert.match(bad.stdout, /fix: /);
  const good = await cli(["check", "DomainName=example.com", "ObjectType=file", "--json"]);
  assert.equal(good.code, 0);
  assert.deepEqual(JSON.parse(good.stdout).request, { ObjectType: "file", DomainName: "example.com" });
  for (const input of ['{"TaskId":12345678901234567890}', "TaskId=12345678901234567890", "https://cdn.aliyuncs.com/?TaskId=12345678901234567890"]) {
    const { stdout } = await cli(["check", "--json", input.startsWith("https") ? input : "-"], { input });
    assert.equal(JSON.parse(stdout).request.TaskId, "12345678901234567890", input);
  }
  const broken = await cli(["check", "-"], { input: "{" });
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /not valid JSON/);
});

test("check: a parameter that is given twice is said, in whatever form the request comes", async () => {
  for (const [args, input] of [
    [["PageSize=10", "PageSize=20"]],
    [["-"], "PageSize=10&PageSize=20"],
    [["https://cdn.aliyuncs.com/?PageSize=10&PageSize=20"]],
    [["PageSize=10", "-"], '{"PageSize":20}'],
  ]) {
    const { code, stdout, stderr } = await cli(["check", "--json", ...args], { input });
    assert.equal(code, 2, stderr);
    const { diagnostics } = JSON.parse(stdout);
    assert.deepEqual(diagnostics.map((diagnostic) => diagnostic.code), ["RepeatedParameter"], String(args));
    assert.match(diagnostics[0].message, /`10` and `20`/);
  }
  const twice = await cli(["check", "-"], { input: '{"PageSize":10,"Status":"a \\"PageSize\\": b","PageSize":20}' });
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /the request has "PageSize" more than once/);
  const nested = await cli(["check", "--json", "-"], { input: '{"PageSize":10,"Status":"\\"PageSize\\":","Foo":{"PageSize":1}}' });
  assert.doesNotMatch(nested.stdout + nested.stderr, /Repeated|more than once/);
  const broken = await cli(["check", "https://?PageSize=10"]);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /is not a URL/);
});

test("the language follows --lang, then the locale", async () => {
  const said = async (args, env) => (await cli([...args, "explain", "TooManyRequests"], { env })).stdout;
  const chinese = await said([], { LANG: "zh_CN.UTF-8" });
  assert.match(chinese, /限流/);
  assert.equal(await said(["--lang", "zh"], {}), chinese);
  assert.equal((await cli(["explain", "TooManyRequests", "--lang=zh"])).stdout, chinese);
  assert.doesNotMatch(await said(["--lang", "en"], { LANG: "zh_CN.UTF-8" }), /[一-鿿]/);
  assert.doesNotMatch(await said([], { LC_ALL: "C", LANG: "zh_CN.UTF-8" }), /[一-鿿]/);
});

test("explain: known, unknown and all", async () => {
  assert.match((await cli(["explain", "InvalidTime"])).stdout, /what to do:/);
  assert.equal(JSON.parse((await cli(["explain", "No.Such", "--json"])).stdout).known, false);
  assert.ok(lines((await cli(["explain"])).stdout).length > 15);
});

test("url: signed-ready without a secret, signed with its own, and neither shows it", async (t) => {
  const ready = await cli(["url", "TaskId=15423123921", "--access-key-id", "testid", "--json"]);
  assert.equal(ready.code, 0, ready.stderr);
  assert.match(JSON.parse(ready.stdout).stringToSign, /^GET&%2F&AccessKeyId%3Dtestid/);
  const signed = await cli(["url", "TaskId=15423123921", "--sign"], { env: KEY });
  assert.match(signed.stdout, /^https:\/\/cdn\.aliyuncs\.com\/\?AccessKeyId=testid&.*&Signature=[\w%]+\n$/);
  assert.doesNotMatch(signed.stdout + signed.stderr, /testsecret/);
  const curl = await cli(["url", "TaskId=15423123921", "--sign", "--signature", "v3"], { env: KEY });
  assert.match(curl.stdout, /^curl -X POST -H '.*authorization: ACS3-HMAC-SHA256 Credential=testid/);
  for (const how of [["--sign"], ["--profile", "work"]]) {
    const config = join(folder(t), "config.json");
    writeFileSync(config, JSON.stringify({ profiles: [{ name: "work", access_key_id: "testid", access_key_secret: "testsecret" }] }));
    const env = how.includes("--sign") ? KEY : { ALIBABA_CLOUD_CONFIG_FILE: config };
    const other = await cli(["url", "TaskId=15423123921", ...how, "--access-key-id", "otherid"], { env });
    assert.equal(other.code, 2);
    assert.equal(other.stdout, "");
    assert.match(other.stderr, /`--access-key-id` says `otherid`, but the secret at hand is that of `testid`/);
    assert.equal((await cli(["url", "TaskId=15423123921", ...how, "--access-key-id", "testid"], { env })).code, 0);
  }
  const none = await cli(["url", "TaskId=15423123921", "--sign"]);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /no credentials found/);
});

test("sample and policy", async () => {
  assert.match((await cli(["sample", "TaskId=15423123921", "--as", "aliyun-cli"])).stdout, /aliyun cdn DescribeRefreshTasks .*15423123921/s);
  const { Statement } = JSON.parse((await cli(["policy", "--domain", "a.example.com,b.example.com", "--account", "123"])).stdout);
  assert.deepEqual(Statement[0].Resource, ["acs:cdn:*:123:domain/a.example.com", "acs:cdn:*:123:domain/b.example.com"]);
  const wrong = await cli(["sample", "Status=Failed"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /MissingParameter\.ObjectType/);
});

test("plan: routes, windows and price; a range out of reach is said", async () => {
  const { code, stdout } = await cli(["plan", "--since", "2h", "--rows-per-hour", "20000"]);
  assert.equal(code, 0);
  assert.match(stdout, /scan: about \d+ calls/);
  for (const args of [["plan", "--since", "2h"], ["list", "--since", "2h", "--dry-run"]]) {
    const [sentence, ...table] = lines((await cli(args)).stdout);
    const [, time] = /^scan: at least 1 call, (.+?);/.exec(sentence);
    assert.ok(table.some((line) => line.startsWith("→") && line.includes(` ${time}+ `)), `the table, too, says ${time}: ${table}`);
  }
  const made = JSON.parse((await cli(["list", "--since", "3d", "--dry-run", "--json"])).stdout);
  assert.equal(made.ok, true);
  assert.ok(made.windows.length >= 1);
  const old = await cli(["plan", "--from", "9d ago", "--to", "8d ago"]);
  assert.equal(old.code, 2);
  assert.match(old.stderr, /InvalidTime/);
});

test("completion: scripts for three shells, and what they ask for", async () => {
  for (const shell of ["bash", "zsh", "fish"]) assert.match((await cli(["completion", shell])).stdout, /cdn-refresh-tasks complete --/);
  const complete = async (...words) => lines((await cli(["complete", "--", ...words])).stdout).map((line) => line.split("\t")[0]);
  assert.deepEqual(await complete("wa"), ["wait"]);
  assert.deepEqual(await complete("list", "--ty"), ["--type"]);
  assert.deepEqual(await complete("list", "--type", "pre"), ["preload"]);
  assert.deepEqual(await complete("list", "--status=F"), ["--status=Failed"]);
  assert.deepEqual(await complete("sample", "Page"), ["PageNumber=", "PageSize="]);
  assert.deepEqual(await complete("sample", "TaskId=1", "--as", "py"), ["python"]);
});

test("what a bash completion offers", { skip: process.platform === "win32" }, async () => {
  const { execFileSync } = await import("node:child_process");
  const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
  const { main } = await import("./support/cli.mjs");
  const bin = mkdtempSync("/tmp/cdn-refresh-tasks-bin-");
  writeFileSync(`${bin}/cdn-refresh-tasks`, `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, { mode: 0o755 });
  const script = 'source <(cdn-refresh-tasks completion bash); COMP_WORDS=(cdn-refresh-tasks list --rou); COMP_CWORD=2; _cdn_refresh_tasks; echo "${COMPREPLY[@]}"';
  try {
    assert.equal(execFileSync("bash", ["-c", script], { encoding: "utf8", env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } }).trim(), "--route");
  } finally {
    rmSync(bin, { recursive: true });
  }
});
