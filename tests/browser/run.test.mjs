// Run: a question answered by the emulated service in the page, paused and gone on with, with faults, by hand, and waited for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator, testAccessKey } from "cdn-refresh-tasks/emulator";
import { createClient } from "cdn-refresh-tasks";
import { axe, example, find, focused, openConsole, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const press = async (page, name) => (await find(page, `console-run .${name}`)).evaluate((button) => button.click());
const start = (page) => press(page, "start");
const phase = (page, name) => page.waitForSelector(`console-run .progress.${name}`);
const ledger = (page) => page.evaluate(() => document.querySelector("refresh-ledger").ledger);
const sentence = (page) => page.evaluate(() => document.querySelector("refresh-ledger").sentence);
const rows = (page) => page.evaluate(() => document.querySelector("refresh-tasks")?.loaded ?? 0);
const speed = (page, name) => page.evaluate((wanted) => {
  const select = document.querySelector("#speed");
  select.selectedIndex = [...select.options].findIndex(({ text }) => text === wanted);
  select.dispatchEvent(new Event("change"));
}, name);

test("one press runs the question against the emulated service: rows, a proof, and a label on all of it", async () => {
  const { page, close } = await openConsole({ hash: "#ask?scenario=release" });
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await (await find(page, "refresh-plan >>> button.primary")).click();
  await phase(page, "finished");
  await settled(page, 400);
  assert.equal(await focused(page), "section#run");
  assert.ok(requests.includes("/emulator.wasm"), "the emulator is loaded when it is wanted");
  assert.equal(await rows(page), 3400);
  assert.match(await sentence(page), /^Complete up to \d\d:\d\d:\d\d .*: 3,400 tasks; the last 2 min/);
  const { complete, verdict, windows } = await ledger(page);
  assert.deepEqual([complete, verdict, windows[0].state, windows[0].rows], [true, "proven", "done", 3400]);
  assert.match(await textOf(page, "console-results .emulated-note"), /Emulated/);
  assert.equal(await textOf(page, "refresh-tasks >>> .mark"), "emulated");
  assert.match(await textOf(page, "console-run .figures"), /3,400 tasks · \d+ calls/);
  await close();
});

test("faults are met, told and outlasted; a refusal that nothing mends is a gap with its reason", async () => {
  const { page, close } = await openConsole({ hash: "#run?scenario=release&faults=throttled.cut.gateway.odd&share=0.3&speed=Infinity" });
  await start(page);
  await phase(page, "finished");
  assert.equal((await ledger(page)).complete, true);
  assert.equal((await ledger(page)).rows, 3400);
  assert.match(await textOf(page, "console-run .faults-met summary"), /\d+ faults? met/);
  assert.ok((await ledger(page)).retries > 0);
  await (await find(page, 'console-run [data-fault="throttled"]')).click();
  for (const kind of ["cut", "gateway", "odd"]) await (await find(page, `console-run [data-fault="${kind}"]`)).click();
  await (await find(page, 'console-run [data-fault="refused"]')).click();
  await start(page);
  await page.waitForSelector("console-run .progress:is(.finished, .failed)");
  const { complete, windows } = await ledger(page);
  assert.equal(complete, false);
  assert.match(windows.find(({ gap }) => gap).gap, /^Forbidden/);
  assert.match(await sentence(page), /^Not complete/);
  assert.match(await textOf(page, "refresh-ledger >>> .missing"), /Gap: .*Forbidden\.RAM/);
  await close();
});

test("paused, nothing moves; gone on with from its checkpoint, every row comes once; cancelled, the ledger says what is missing", async () => {
  // As slow as life: however busy this machine is, there is something left to pause.
  const { page, close } = await openConsole({ hash: "#run?scenario=release&speed=1" });
  await start(page);
  await page.waitForFunction(() => (document.querySelector("refresh-tasks")?.loaded ?? 0) > 300);
  await press(page, "pause");
  await phase(page, "paused");
  // A reply that was being read is shown yet.
  await settled(page, 800);
  const paused = await rows(page);
  assert.ok(paused < 3400);
  await settled(page, 500);
  assert.equal(await rows(page), paused, "nothing comes while it is paused");
  assert.match(await sentence(page), /^Not read to its end/);
  await speed(page, "as fast as possible");
  await press(page, "resume");
  await phase(page, "finished");
  await settled(page, 300);
  const ids = await page.evaluate(() => document.querySelector("refresh-tasks").shown.map(({ taskId, objectPath }) => `${taskId} ${objectPath}`));
  assert.equal(ids.length, 3400);
  assert.equal(new Set(ids).size, 3400);
  assert.equal((await ledger(page)).complete, true);
  await speed(page, "real time");
  await start(page);
  await page.waitForFunction(() => document.querySelector("refresh-tasks")?.loaded < 3400);
  await press(page, "cancel");
  await phase(page, "cancelled");
  assert.equal((await ledger(page)).complete, false);
  assert.ok((await page.$eval("console-run progress", ({ value }) => value)) < 1, "what did not come is not shown as done");
  await close();
});

test("waited for: until every task has ended, with the moment at which the last one was seen to have", async () => {
  const { page, close } = await openConsole({ hash: "#run?last=3600&wait=60&speed=Infinity" });
  await start(page);
  await phase(page, "finished");
  await settled(page, 300);
  assert.match(await textOf(page, "console-run .figures"), /^(\d+) of \1 tasks ended/);
  await page.waitForSelector("console-results .chart .area");
  assert.match(await textOf(page, "console-results figcaption"), /The last one was seen finished at/);
  const states = await page.evaluate(() => document.querySelector("refresh-tasks").shown.map(({ state }) => state));
  assert.ok(states.length > 0 && !states.includes("running"));
  await close();
});

test("a wait whose time is up does not say that there were no tasks", async () => {
  const { page, close } = await openConsole({ hash: "#run?last=600&wait=5&speed=Infinity" });
  await start(page);
  await phase(page, "deadline");
  await settled(page, 300);
  assert.match(await textOf(page, "console-run .figures"), /^\d+ of \d+ tasks ended/);
  assert.equal(await rows(page), 0);
  assert.match(await textOf(page, "console-results"), /A wait shows a task once its end is confirmed/);
  assert.doesNotMatch(await textOf(page, "console-results"), /No task in this answer/);
  await close();
});

test("by hand: each call is shown for one's own shell, its pasted answer read, and the same proof comes out", async () => {
  const emulator = createEmulator({ scenario: "many-rows-per-id" });
  const client = createClient({ accessKeyId: testAccessKey.id, accessKeySecret: testAccessKey.secret, fetch: emulator.fetch });
  const { page, close } = await openConsole({ hash: "#run?answers=by-hand&last=600" });
  await start(page);
  for (let call = 1; ; call += 1) {
    const hand = await find(page, "console-run .hand");
    const shown = await hand.$eval("pre", (pre) => pre.textContent);
    assert.match(shown, /aliyun cdn DescribeRefreshTasks/);
    if (call === 1) {
      // What never came is asked again, as over the network.
      await press(page, "none");
      assert.match(await textOf(page, "console-run .faults-met[open]"), /NetworkFailure/);
      assert.equal(await page.$eval("console-run progress", ({ value }) => value), 0, "nothing was read");
      await find(page, "console-run .hand");
    }
    const asked = await page.evaluate(() => ({ ...document.querySelector("console-run refresh-signing").request }));
    const reply = await client.describe(asked);
    const body = JSON.stringify({ RequestId: "r", PageNumber: reply.pageNumber, PageSize: reply.pageSize, TotalCount: reply.totalCount, Tasks: { CDNTask: reply.toArray().map((row) => ({ TaskId: row.taskId, ObjectPath: row.objectPath, ObjectType: row.objectType, Status: row.status, Process: row.rawProgress ?? `${row.progress}%`, CreationTime: new Date(row.creationTime).toISOString().replace(".000", "") })) } });
    await page.evaluate((text) => (document.querySelector("#answer").value = text), body);
    const title = await textOf(page, "console-run .hand h3");
    await press(page, "hand .primary");
    await page.waitForFunction((before) => {
      const next = document.querySelector("console-run .hand h3");
      return document.querySelector("console-run .progress.finished") || (next && next.textContent.replace(/\s+/g, " ").trim() !== before);
    }, {}, title);
    if (await page.$("console-run .progress.finished")) break;
    assert.ok(call < 60);
  }
  assert.equal(await rows(page), 3000);
  assert.equal((await ledger(page)).windows[0].state, "done");
  assert.match(await textOf(page, "console-results .origin"), /pasted/);
  assert.equal(await page.$("refresh-tasks >>> .mark"), null, "not emulated, not labelled");
  await close();
});

test("a question that cannot be answered is not run, and says where it stands", async () => {
  const { page, close } = await openConsole();
  await example(page, "unclear");
  await start(page);
  await settled(page);
  assert.equal(await page.$("console-run .progress"), null);
  assert.match(await textOf(page, "console-run .problem"), /Fix the question first/);
  await close();
});

test("by keyboard alone: question, run, pause, go on; what happens is said once", async () => {
  const { page, close } = await openConsole({ hash: "#ask?scenario=release&speed=1" });
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(document.querySelector("console-run > [role=status]").textContent)).observe(document.querySelector("console-run > [role=status]"), { childList: true, characterData: true, subtree: true });
  });
  await (await find(page, "refresh-plan >>> button.primary")).focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("console-run .pause");
  await settled(page, 800);
  await (await find(page, "console-run .pause")).focus();
  await page.keyboard.press("Enter");
  await phase(page, "paused");
  assert.match(await focused(page), /resume/, "the focus stays where pausing and going on is");
  await page.keyboard.press("Enter");
  await phase(page, "running");
  await speed(page, "as fast as possible");
  await phase(page, "finished");
  assert.deepEqual(await page.evaluate(() => globalThis.said), ["Running", "Paused", "Running", "Finished"]);
  assert.deepEqual(await axe(page), []);
  await close();
});
