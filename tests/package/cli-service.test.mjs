// The command line against the emulated service and against servers that answer wrongly: rows, verdicts, one clear line, the exit code.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { KEY, cli, folder, start } from "./support/cli.mjs";
import { http, page, refusal, rogue } from "./support/rogue.mjs";

/** An emulated service behind a socket, and the command line pointed at it. */
async function service(t, options = {}) {
  const emulator = createEmulator({ scenario: "shop", ...options });
  const server = await emulator.listen();
  t.after(() => server.close());
  const endpoint = `http://127.0.0.1:${server.port}`;
  const run = (args, more = {}) => cli([...args, "--endpoint", endpoint], { ...more, env: { ...KEY, ...more.env } });
  return { emulator, endpoint, run };
}

const rows = (text) => text.trim().split("\n").filter(Boolean);
/** A minimal reader of RFC 4180. */
function csv(text) {
  const records = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const record = records.at(-1);
    const character = text[at];
    if (quoted) {
      if (character === '"' && text[at + 1] === '"') record[record.length - 1] += text[(at += 1)];
      else if (character === '"') quoted = false;
      else record[record.length - 1] += character;
    } else if (character === '"') quoted = true;
    else if (character === ",") record.push("");
    else if (character === "\r" && text[at + 1] === "\n") records.push([""]), (at += 1);
    else record[record.length - 1] += character;
  }
  return records.slice(0, -1);
}

// Each has a server and a folder of its own and mostly waits, as its user would.
describe("against a service", { concurrency: 4 }, () => {
  test("list: every task once, in every format, and the ledger says it is all", async (t) => {
    const { emulator, run } = await service(t);
    const ndjson = await run(["list", "--ndjson"]);
    assert.equal(ndjson.code, 0, ndjson.stderr);
    assert.match(ndjson.stderr, /complete up to /);
    const tasks = rows(ndjson.stdout).map((line) => JSON.parse(line));
    const visible = new Set(emulator.truth().tasks.filter(({ visibleFrom }) => visibleFrom !== null && visibleFrom <= Date.now() - 60_000).map(({ taskId, objectPath }) => `${taskId} ${objectPath}`));
    const delivered = new Set(tasks.map(({ taskId, objectPath }) => `${taskId} ${objectPath}`));
    assert.ok(delivered.size === tasks.length && tasks.length > 100);
    const missing = [...visible].filter((key) => !delivered.has(key));
    // What is at the edge of the retention may have gone meanwhile.
    assert.ok(missing.length <= visible.size * 0.02, `${missing.length} of ${visible.size} are missing`);
    const json = JSON.parse((await run(["list", "--json", "--quiet"])).stdout);
    assert.equal(json.ledger.complete, true);
    assert.ok(json.tasks.length >= tasks.length);
    const table = await run(["list", "--limit", "3", "--quiet"]);
    assert.equal(table.code, 0, table.stderr);
    assert.equal(rows(table.stdout).length, 3);
  });

  test("list --csv: byte order mark, ids that stay text, nothing that a spreadsheet would run", async (t) => {
    const evil = (ObjectPath, TaskId) => ({ TaskId, ObjectPath, ObjectType: "file", Status: "Failed", Process: "10%", CreationTime: new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, ""), Description: '=HYPERLINK("http://x","y")' });
    const tasks = [evil("=cmd|' /C calc'!A0", "12345678901234567890"), evil("@SUM(1,2)", "15423123921"), evil('a "quoted", path', "1"), evil("+1\nsecond line", "2")];
    const { endpoint } = await rogue(t, (socket) => socket.end(http(200, page(tasks))));
    const { stdout, code } = await cli(["list", "--csv", "--quiet", "--endpoint", endpoint, "--route", "scan"], { env: KEY });
    assert.ok([0, 3].includes(code));
    assert.equal(stdout[0], "\uFEFF");
    const [head, ...records] = csv(stdout.slice(1));
    assert.equal(head[0], "TaskId");
    assert.equal(records.length, 4);
    for (const cell of records.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    const cellOf = (id) => records.find(([cell]) => cell.trim() === id);
    assert.doesNotMatch(cellOf("12345678901234567890")[0], /^\d+$/, "a number of 20 digits would be rounded");
    assert.equal(cellOf("1")[1], 'a "quoted", path');
  });

  test("wait: ids in every shape people have them in", async (t) => {
    const { emulator, run } = await service(t, { scenario: "empty", world: {} });
    const submitted = await submit(emulator, ["https://example.com/a.js", "https://example.com/b.js"]);
    const [id] = submitted.split(",");
    for (const [args, input] of [
      [[id]],
      [[submitted]],
      [["-"], `{"RequestId":"X","RefreshTaskId":"${submitted}"}`],
      [["-"], `${id}\n`],
      [[`{"PushTaskId":${id}}`]],
    ]) {
      const { code, stderr } = await run(["wait", ...args, "--timeout", "0s", "--quiet"], { input, cwd: folder(t) });
      assert.equal(code, 124, `${args} ${input}\n${stderr}`);
    }
    const refused = await run(["wait", "-"], { input: '{"Code":"QuotaExceeded.Refresh","Message":"x","RequestId":"y"}' });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /error answer \(`QuotaExceeded.Refresh`\)/);
  });

  /** Submits a refresh through the emulator, signed by hand; answers its task ids. */
  async function submit(emulator, urls) {
    const { signing, signerFromSecret } = await import("cdn-refresh-tasks");
    const params = { Action: "RefreshObjectCaches", Version: "2018-05-10", Format: "JSON", AccessKeyId: "testid", SignatureMethod: "HMAC-SHA1", SignatureVersion: "1.0", SignatureNonce: crypto.randomUUID(), Timestamp: new Date().toISOString().replace(/\.\d+/, ""), ObjectType: "File", ObjectPath: urls.join("\n") };
    const { canonicalQuery, stringToSign } = signing.v1({ method: "GET", params });
    const signature = await signerFromSecret("testsecret")(stringToSign, "v1");
    const answer = await emulator.fetch(`http://cdn.aliyuncs.com/?${canonicalQuery}&Signature=${encodeURIComponent(signature)}`);
    return (await answer.json()).RefreshTaskId;
  }

  /** A service that knows a few ids and their ends. */
  const byId = (t, states) =>
    rogue(t, (socket, request) => {
      const url = new URL(/^POST (\S+)/.exec(request)[1], "http://x");
      const ids = (url.searchParams.get("TaskId") ?? "").split(",");
      const tasks = ids.filter((id) => states[id]).map((TaskId) => ({ TaskId, ObjectPath: `https://example.com/${TaskId}?auth_key=17-0-0-abc`, ObjectType: "file", CreationTime: new Date(Date.now() - 300_000).toISOString().replace(/\.\d+/, ""), ...states[TaskId] }));
      socket.end(http(200, JSON.stringify({ RequestId: "R", TotalCount: tasks.length, Tasks: /ById/.test(request) ? tasks : { CDNTask: tasks } })));
    });

  const DONE = { Status: "Complete", Process: "100%" };
  const FAILED = { Status: "Failed", Process: "40%", Description: "Origin Return StatusCode 502" };
  const RUNNING = { Status: "Refreshing", Process: "40%" };

  test("wait: 0 when all are in effect, 1 when one failed, 124 when time is up", async (t) => {
    const { endpoint } = await byId(t, { 1: DONE, 2: FAILED, 3: RUNNING });
    const wait = (ids, ...more) => cli(["wait", ids, "--endpoint", endpoint, ...more], { env: KEY, cwd: folder(t) });
    const done = await wait("1");
    assert.deepEqual([done.code, rows(done.stdout).length], [0, 1], done.stderr);
    assert.match(done.stdout, /the task is in effect everywhere/);
    const failed = await wait("1,2");
    assert.equal(failed.code, 1, failed.stderr);
    assert.match(failed.stdout, /Origin Return StatusCode 502/);
    assert.match(failed.stdout, /1 of 2 tasks failed/);
    assert.doesNotMatch(failed.stdout, /17-0-0-abc/, "what authenticates a URL is not told");
    const late = await wait("1,3", "--timeout", "1s", "--json");
    assert.equal(late.code, 124);
    const result = JSON.parse(late.stdout);
    assert.equal(result.outcome, "deadline");
    assert.ok(result.unfinished.includes("3"));
    assert.match(late.stderr, /checkpoint: /);
    const chinese = await wait("1", "--lang", "zh");
    assert.match(chinese.stdout, /全部 1 个任务已全网生效/);
  });

  test("wait under GitHub Actions: annotations and a summary", async (t) => {
    const { endpoint } = await byId(t, { 1: DONE, 2: FAILED });
    const path = join(folder(t), "summary.md");
    const { code, stderr } = await cli(["wait", "1,2", "--endpoint", endpoint], { env: { ...KEY, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: path }, cwd: folder(t) });
    assert.equal(code, 1);
    assert.match(stderr, /^::error title=purge or preload failed::https:\/\/example\.com\/2\?auth_key=\*\*\*: Origin Return StatusCode 502/m);
    const summary = readFileSync(path, "utf8");
    assert.match(summary, /### 1 of 2 tasks failed/);
    assert.match(summary, /\| https:\/\/example\.com\/2\?auth\\_key=/);
  });

  test("wait under GitHub Actions: what the summary leaves out is counted, and one that cannot be written is told", async (t) => {
    const many = Object.fromEntries(Array.from({ length: 203 }, (_, id) => [id + 1, FAILED]));
    const { endpoint } = await byId(t, many);
    const path = join(folder(t), "summary.md");
    const run = (GITHUB_STEP_SUMMARY) => cli(["wait", Object.keys(many).join(","), "--endpoint", endpoint], { env: { ...KEY, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY }, cwd: folder(t) });
    assert.equal((await run(path)).code, 1);
    const summary = readFileSync(path, "utf8");
    assert.equal(summary.match(/^\| https:/gm).length, 200);
    assert.match(summary, /^and 3 more: /m);
    const unwritten = await run(join(folder(t), "no", "such", "folder"));
    assert.equal(unwritten.code, 1);
    assert.match(unwritten.stderr, /^::warning title=cdn-refresh-tasks::the summary of the step could not be written \(ENOENT\)$/m);
  });

  test("wrong answers: one clear line with the request id, exit code 4", async (t) => {
    const cases = [
      [http(404, refusal("InvalidAccessKeyId.NotFound", "Specified access key is not found.")), /InvalidAccessKeyId\.NotFound: .*request id 11111111/],
      [http(400, refusal("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")), /SignatureDoesNotMatch/],
      [http(403, refusal("Forbidden.RAM", "User not authorized to operate on the specified resource.")), /Forbidden\.RAM/],
      [http(400, refusal("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")), /InvalidSecurityToken\.Expired/],
      [http(403, "<html><head><title>403 Forbidden</title></head><body>corporate proxy</body></html>", { "content-type": "text/html" }), /HTML|html/],
    ];
    for (const [answer, said] of cases) {
      const { endpoint } = await rogue(t, (socket) => socket.end(answer));
      for (const command of [["list"], ["wait", "1"]]) {
        const { code, stderr } = await cli([...command, "--quiet", "--endpoint", endpoint], { env: KEY, cwd: folder(t) });
        assert.equal(code, 4, `${command} ${stderr}`);
        const errors = rows(stderr).filter((line) => line.startsWith("error:"));
        assert.equal(errors.length, 1, stderr);
        assert.match(errors[0], said);
        assert.match(stderr, /^help: /m);
        assert.doesNotMatch(stderr, /testsecret|Signature=|\n {4}at /);
      }
    }
  });

  test("list: of many gaps some are named and the others counted", async (t) => {
    let asked = 0;
    const task = { TaskId: "1", ObjectPath: "https://example.com/1", ObjectType: "file", ...DONE, CreationTime: new Date(Date.now() - 59.5 * 3_600_000).toISOString().replace(/\.\d+/, "") };
    const { endpoint } = await rogue(t, (socket) => socket.end((asked += 1) === 1 ? http(200, page([task])) : http(403, refusal("Forbidden.RAM", "User not authorized to operate on the specified resource."))));
    const { code, stderr } = await cli(["list", "--since", "60h", "--window", "1h", "--quiet", "--endpoint", endpoint], { env: KEY, cwd: folder(t) });
    assert.equal(code, 4, stderr);
    const named = rows(stderr).filter((line) => line.startsWith("  gap: ")).length;
    const [, others] = /^  … and (\d+) gaps more; --json lists them all$/m.exec(stderr);
    assert.equal(named, 20);
    assert.ok(Number(others) >= 30 && Number(others) <= 41, others);
  });

  test("no network: the name, the port and the cut are said", async (t) => {
    const cut = await rogue(t, (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{"RequestId":"1","Tas', () => socket.destroy()));
    for (const [endpoint, said] of [
      ["https://no-such-host.invalid", /ENOTFOUND|EAI_AGAIN/],
      ["http://127.0.0.1:1", /ECONNREFUSED|bad port/],
      [cut.endpoint, /terminated|closed|ECONNRESET|aborted/i],
    ]) {
      const { code, stderr } = await cli(["wait", "1", "--quiet", "--timeout", "5s", "--endpoint", endpoint], { env: KEY, cwd: folder(t) });
      assert.ok([4, 124].includes(code), `${code} ${stderr}`);
      assert.match(stderr, said);
    }
  });

  test("a clock an hour off does not matter", async (t) => {
    for (const clockOffsetMs of [3_600_000, -3_600_000]) {
      const { run } = await service(t, { world: { clockOffsetMs } });
      const { code, stdout, stderr } = await run(["list", "--ndjson", "--quiet"]);
      assert.equal(code, 0, stderr);
      assert.ok(rows(stdout).length > 100);
      // Nor is a deadline over at once, or an hour late.
      const running = /"taskId":"(\d+)"[^\n]*"state":"running"/.exec(stdout)[1];
      const waited = await run(["wait", running, "--timeout", "2s", "--quiet"], { cwd: folder(t) });
      assert.equal(waited.code, 124, waited.stderr);
      assert.match(waited.stdout, /time is up after [1-9] s/);
    }
  });

  test("a token that has expired, a key that is wrong, a key that may not ask: the emulated service's own words, and exit code 4", async (t) => {
    const expired = await service(t, { securityTokens: { testid: { token: "token", expiresAt: Date.now() - 1000 } } });
    const withToken = await expired.run(["list", "--quiet"], { env: { ALIBABA_CLOUD_SECURITY_TOKEN: "token" } });
    const wrong = await (await service(t)).run(["list", "--quiet"], { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another" } });
    const forbidden = await (await service(t, { forbidden: ["testid"] })).run(["list", "--quiet"]);
    for (const [{ code, stdout, stderr }, said] of [[withToken, /SecurityToken\.Expired/], [wrong, /SignatureDoesNotMatch/], [forbidden, /Forbidden\.RAM/]]) {
      assert.equal(code, 4, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, said);
      assert.match(stderr, /^error: .*request id [0-9A-F-]{36}/m);
      assert.match(stderr, /^help: /m);
      assert.doesNotMatch(stderr, /another|testsecret/);
    }
  });

  test("an answer without end is not read on: one line, exit code 4", async (t) => {
    const { endpoint } = await rogue(t, (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
      const more = Buffer.alloc(1 << 20, " ");
      const pour = () => {
        while (!socket.destroyed && socket.write(more));
        socket.once("drain", pour);
      };
      pour();
    });
    const wait = (seconds) => cli(["wait", "1", "--quiet", "--timeout", `${seconds}s`, "--endpoint", endpoint], { env: KEY, cwd: folder(t) });
    // It is asked again until time is up, so more time is given only where a busy machine could not read that much within the first.
    let ended = await wait(3);
    if (ended.code === 124) ended = await wait(45);
    assert.equal(ended.code, 4, ended.stderr);
    assert.match(ended.stderr, /longer than 64 MiB/);
  });

  test("the service goes away in the middle: what was read is printed and accounted for, and the run goes on by the line that was said", async (t) => {
    const emulator = createEmulator({ scenario: "release" });
    let calls = 0;
    let away = true;
    const { endpoint } = await rogue(t, async (socket, request) => {
      calls += 1;
      const url = /^POST (\S+)/.exec(request)[1];
      const headers = Object.fromEntries([...request.matchAll(/^([\w-]+): (.*)\r$/gm)].map(([, name, value]) => [name.toLowerCase(), value]));
      const { status, headers: answered, body } = emulator.handle({ method: "POST", url, headers });
      if (away && calls > 6) socket.end(http(403, refusal("OperationDenied")));
      else socket.end(Buffer.concat([http(status, new TextDecoder().decode(body), Object.fromEntries(Object.entries(answered).filter(([name]) => name !== "content-length")))]));
    });
    const cwd = folder(t);
    const broken = await cli(["list", "--type", "file", "--ndjson", "--endpoint", endpoint], { env: KEY, cwd });
    assert.equal(broken.code, 4, broken.stderr);
    assert.match(broken.stderr, /^error: OperationDenied: .*request id/m);
    assert.match(broken.stderr, /^not (proven to be )?complete \(\d+ rows in \d+ calls\)/m);
    const before = rows(broken.stdout).map((line) => JSON.parse(line));
    assert.ok(before.length > 0);
    const again = /go on with `cdn-refresh-tasks ([^`]+)`/.exec(broken.stderr)[1].split(" ");
    away = false;
    const resumed = await cli([...again, "--ndjson"], { env: KEY, cwd });
    assert.equal(resumed.code, 0, resumed.stderr);
    const key = ({ taskId, objectPath }) => `${taskId} ${objectPath}`;
    const found = [...before, ...rows(resumed.stdout).map((line) => JSON.parse(line))].filter(({ event }) => event === undefined).map(key);
    const there = emulator.truth().tasks.filter(({ visibleFrom }) => visibleFrom !== null).map(key);
    assert.deepEqual(new Set(found), new Set(there));
    assert.equal(found.length, there.length, "no row twice");
  });

  test("a storm of 429 is weathered; one without end stops at --timeout, with the reason and a checkpoint", async (t) => {
    const storm = await rogue(t, (socket) => socket.end(http(429, refusal("TooManyRequests"), { "x-acs-retry-after": "50" })));
    const late = await cli(["list", "--timeout", "2s", "--endpoint", storm.endpoint], { env: KEY, cwd: folder(t) });
    assert.equal(late.code, 124, late.stderr);
    assert.match(late.stderr, /^error: time is up after 2s/m);
    assert.match(late.stderr, /^checkpoint: /m);
    let calls = 0;
    const { endpoint } = await rogue(t, (socket) => {
      calls += 1;
      socket.end(calls <= 3 ? http(429, refusal("TooManyRequests"), { "x-acs-retry-after": "50" }) : http(200, page([])));
    });
    const { code, stderr } = await cli(["list", "--quiet", "--endpoint", endpoint], { env: KEY });
    assert.equal(code, 0, stderr);
    assert.ok(calls >= 4);
  });

  test("Ctrl-C: the ledger is said, a checkpoint written, the run goes on from it", { skip: process.platform === "win32" }, async (t) => {
    const { endpoint } = await byId(t, { 3: RUNNING });
    const cwd = folder(t);
    const run = start(["wait", "3", "--endpoint", endpoint, "--verbose"], { env: KEY, cwd });
    while (!/DescribeRefreshTaskById #1 200 ok/.test(run.told())) await new Promise((resolve) => setTimeout(resolve, 50));
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.ended;
    assert.equal(code, 130, stderr);
    assert.match(stdout, /interrupted after/);
    const [name] = readdirSync(cwd).filter((file) => file.endsWith(".checkpoint"));
    assert.match(stderr, new RegExp(`--resume ${name}`));
    assert.doesNotMatch(readFileSync(join(cwd, name), "utf8"), /testsecret/);
    assert.match(stderr, new RegExp(`--endpoint ${endpoint}`), "the line to go on with asks the same service");
    const done = await byId(t, { 3: DONE });
    const resumed = await cli(["wait", "--resume", name, "--endpoint", done.endpoint], { env: KEY, cwd });
    assert.equal(resumed.code, 0, resumed.stderr);
  });

  test("a damaged checkpoint, one that is not there, and a full disk", { skip: process.platform !== "linux" }, async (t) => {
    const { endpoint } = await byId(t, { 3: RUNNING });
    const cwd = folder(t);
    const missing = await cli(["wait", "--resume", "none", "--endpoint", endpoint], { env: KEY, cwd });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /none could not be read \(ENOENT\)/);
    const damaged = await cli(["wait", "--resume", "-", "--endpoint", endpoint].map((word) => (word === "-" ? "/dev/null" : word)), { env: KEY, cwd });
    assert.equal(damaged.code, 2, damaged.stderr);
    const full = await cli(["wait", "3", "--timeout", "1s", "--checkpoint", "/dev/full", "--endpoint", endpoint], { env: { ...KEY, TMPDIR: "/nonexistent" }, cwd });
    assert.equal(full.code, 124, full.stderr);
    assert.match(full.stderr, /\/dev\/full \(the disk is full\)/);
    assert.match(full.stderr, /here it is, to be kept by hand:\n\S+/);
    assert.ok(existsSync("/dev/full"));
  });

  test("standard output: closed early, and full", { skip: process.platform !== "linux" }, async (t) => {
    const { endpoint } = await service(t);
    const { execFile } = await import("node:child_process");
    const { main } = await import("./support/cli.mjs");
    const sh = (line) => new Promise((resolve) => execFile("bash", ["-c", line], { env: { ...process.env, ...KEY, LANG: "en_US.UTF-8" } }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr })));
    const command = `"${process.execPath}" "${main}" list --endpoint ${endpoint} --quiet`;
    const closed = await sh(`${command} | head -1; echo "\${PIPESTATUS[0]}"`);
    assert.match(closed.stderr, /standard output was closed after \d+ rows/);
    assert.match(closed.stdout, /\n3\n$/);
    const full = await sh(`cd ${folder(t)}; ${command} --csv > /dev/full`);
    assert.equal(full.code, 4, full.stderr);
    assert.match(full.stderr, /standard output could not be written \(the disk is full\)/);
  });

  test("a cell from the service cannot move the terminal", async (t) => {
    const { endpoint } = await byId(t, { 7: { ...FAILED, Description: "\u001b[2J\u001b]0;owned\u0007" } });
    const { stdout } = await cli(["wait", "7", "--endpoint", endpoint], { env: KEY, cwd: folder(t) });
    assert.doesNotMatch(stdout, /[\u001b\u0007]/);
  });
});
