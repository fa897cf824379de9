// The emulator's JavaScript side: options, one exchange as data, `fetch`, `listen`, the truth.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createEmulator, emulatorChoices, testAccessKey } from "cdn-refresh-tasks/emulator";

const START = Date.UTC(2026, 10, 24, 4, 0, 0);
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

/** The address of a V1 GET, signed by hand from the signature's own document. */
export function address(params, { now = START, origin = "http://cdn.aliyuncs.com", key = testAccessKey } = {}) {
  const all = {
    ...{ Format: "JSON", Version: "2018-05-10", AccessKeyId: key.id, SignatureMethod: "HMAC-SHA1", SignatureVersion: "1.0" },
    ...{ SignatureNonce: randomUUID(), Timestamp: new Date(now).toISOString().replace(/\.\d+Z/, "Z"), ...params },
  };
  const query = Object.keys(all).sort().map((name) => `${encode(name)}=${encode(all[name])}`).join("&");
  const signature = createHmac("sha1", `${key.secret}&`).update(`GET&%2F&${encode(query)}`).digest("base64");
  return `${origin}/?${query}&Signature=${encode(signature)}`;
}

const text = (bytes) => new TextDecoder().decode(bytes);
const get = (emulator, params, options) => emulator.handle({ method: "GET", url: address(params, options), headers: {} });

test("a page of seeded tasks, as data", () => {
  const emulator = createEmulator({ scenario: "release", now: () => START });
  const answer = get(emulator, { Action: "DescribeRefreshTasks", PageSize: "100" });
  assert.equal(answer.status, 200);
  assert.match(answer.headers["content-type"], /json/);
  const page = JSON.parse(text(answer.body));
  assert.equal(page.TotalCount, 3400);
  assert.equal(page.Tasks.CDNTask.length, 100);
  assert.match(page.Tasks.CDNTask[0].ObjectPath, /^https:\/\/static\.example\.com\/release-812\//);
});

test("options that are not known are refused with what is known", () => {
  for (const [options, pattern] of [
    [{ scenario: "nowhere" }, /unknown scenario `nowhere`, expected one of `shop`.*`release`/],
    [{ faults: { reset: 0.1, "html-503": 0.1 } }, /unknown fault `html-503`, expected one of .*`html-502`/],
    [{ faults: { reset: 2 } }, /share of calls from 0 to 1/],
    [{ world: { tie: "stable" } }, /unknown field `tie`, expected one of .*`ties`/],
    [{ world: { ties: "random" } }, /unknown variant `random`, expected `stable` or `unstable`/],
    [{ seeds: 3 }, /unknown field `seeds`/],
    [{ seed: -1 }, /seed|-1/],
    [{ now: () => NaN }, /`now`/],
    [{ forbidden: ["nobody"] }, /`nobody`/],
  ]) {
    assert.throws(() => createEmulator(options), (error) => error.code === "InvalidEmulatorOptions" && pattern.test(error.message), String(pattern));
  }
});

test("every scenario starts, and says in both languages what it is about", () => {
  for (const { name, about } of emulatorChoices().scenarios) {
    assert.ok(about.en.length > 20 && /\p{Script=Han}/u.test(about.zh), name);
    const emulator = createEmulator({ scenario: name, now: () => START });
    assert.equal(name === "empty", emulator.truth().tasks.length === 0);
  }
});

test("every choice is one: faults strike, and the default world is what it says", () => {
  const { faults, world } = emulatorChoices();
  assert.ok(faults.includes("reset") && world.byIdPerSecond === 30 && world.byIdRows === null);
  createEmulator({ faults: Object.fromEntries(faults.map((fault) => [fault, 0.5])), world });
});

test("fetch answers, aborts, and fails as a network does", async () => {
  const emulator = createEmulator({ now: () => START });
  const response = await emulator.fetch(address({ Action: "DescribeRefreshTasks" }));
  assert.equal(response.status, 200);
  assert.equal((await response.json()).PageSize, 20);

  const slow = createEmulator({ now: () => START, faults: { hang: 1 } });
  const controller = new AbortController();
  const hanging = slow.fetch(address({ Action: "DescribeRefreshTasks" }), { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 20);
  await assert.rejects(hanging, /enough/);
  await assert.rejects(slow.fetch(address({}), { signal: AbortSignal.abort() }), { name: "AbortError" });

  const reset = createEmulator({ now: () => START, faults: { reset: 1 } });
  await assert.rejects(reset.fetch(address({ Action: "DescribeRefreshTasks" })), (error) => error instanceof TypeError && error.cause.code === "ECONNRESET");
  const cut = createEmulator({ now: () => START, faults: { "cut-off": 1 } });
  await assert.rejects(cut.fetch(address({ Action: "DescribeRefreshTasks" })).then((answer) => answer.text()), TypeError);
});

test("listen serves the same over a socket, with real resets and cut bodies", async () => {
  const serve = async (options, work) => {
    const server = await createEmulator({ now: () => START, ...options }).listen();
    try {
      await work(`http://127.0.0.1:${server.port}`);
    } finally {
      await server.close();
    }
  };
  await serve({}, async (origin) => {
    const page = await (await fetch(address({ Action: "DescribeRefreshTasks" }, { origin }))).json();
    assert.equal(page.Tasks.CDNTask.length, 20);
  });
  await serve({ faults: { reset: 1 } }, (origin) => assert.rejects(fetch(address({ Action: "DescribeRefreshTasks" }, { origin })), TypeError));
  await serve({ faults: { "cut-off": 1 } }, (origin) =>
    assert.rejects(fetch(address({ Action: "DescribeRefreshTasks" }, { origin })).then((answer) => answer.text()), TypeError),
  );
  await serve({ faults: { hang: 1 } }, async (origin) => {
    const pending = fetch(address({ Action: "DescribeRefreshTasks" }, { origin }), { signal: AbortSignal.timeout(100) });
    await assert.rejects(pending, { name: "TimeoutError" });
  });
});

test("the truth has every task and every request, and no secret", () => {
  const emulator = createEmulator({ scenario: "many-rows-per-id", now: () => START });
  get(emulator, { Action: "DescribeRefreshTasks", PageNumber: "3" });
  get(emulator, { Action: "DescribeRefreshTasks", Status: "Complete" });
  const { tasks, requests } = emulator.truth();
  assert.equal(tasks.length, 3000);
  assert.equal(new Set(tasks.map(({ taskId }) => taskId)).size, 3);
  assert.deepEqual(requests.map(({ code, rows, params }) => [code, rows, params.PageNumber]), [
    [null, 20, "3"],
    ["MissingParameter.ObjectType", 0, undefined],
  ]);
  assert.ok(!JSON.stringify(requests).includes("Signature\""));
});

test("same seed, same answers; another seed, others", () => {
  const run = (seed) => {
    const emulator = createEmulator({ seed, now: () => START });
    const answer = get(emulator, { Action: "DescribeRefreshTasks", PageSize: "50" });
    return [answer.headers["x-acs-request-id"], text(answer.body)];
  };
  assert.deepEqual(run(5), run(5));
  assert.notDeepEqual(run(5), run(6));
});

test("the browser entry says that it is not loaded, loads once, and does not listen", () => {
  const script = `
    const { readFileSync } = await import("node:fs");
    const at = (path) => new URL(path, ${JSON.stringify(new URL("../../pkg/dist/", import.meta.url).href)});
    const { createEmulator, init } = await import(at("emulator-browser.js"));
    const told = (error) => console.log(error.name, error.code);
    try { createEmulator(); } catch (error) { told(error); }
    await init({}).catch(told);
    const bytes = readFileSync(at("emulator.wasm"));
    await Promise.all([init(bytes), init(bytes)]);
    const emulator = createEmulator();
    await emulator.listen().catch(told);
    console.log((await emulator.fetch("https://cdn.aliyuncs.com/?Format=JSON")).status);`;
  const lines = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).trim().split("\n");
  assert.deepEqual(lines, ["RefreshTasksError NotInitialized", "RefreshTasksError InvalidWasmInput", "RefreshTasksError NodeOnly", "400"]);
});

test("require offers the same names", () => {
  const required = createRequire(import.meta.url)("cdn-refresh-tasks/emulator");
  assert.deepEqual(Object.keys(required).sort(), ["RefreshTasksError", "createEmulator", "emulatorChoices", "init", "testAccessKey"]);
  assert.equal(required.createEmulator({ now: () => START }).truth().requests.length, 0);
});

test("a mistake of whoever runs it is told as one, not as a fault of the network", async (t) => {
  let readings = 0;
  const emulator = createEmulator({ now: () => ((readings += 1) === 1 ? Date.now() : Number.NaN) });
  const server = await emulator.listen();
  t.after(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${server.port}/?Action=DescribeRefreshTasks`);
  assert.equal(answer.status, 500);
  assert.match((await answer.json()).Message, /`now` is to give milliseconds since the epoch, found `NaN`/);
});
