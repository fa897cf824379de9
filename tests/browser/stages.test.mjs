// Results, what is saved of them, what is learnt from them, and the address that holds it all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { find, focused, openConsole, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const run = async (page) => {
  await (await find(page, "console-run .start")).evaluate((button) => button.click());
  await page.waitForSelector("console-run .progress.finished");
  await settled(page, 400);
};
const read = async (page, body) => {
  await page.evaluate((text) => document.querySelector("refresh-response").read([{ name: "body", body: text }]), body);
  await settled(page, 300);
};
const answer = (tasks) => JSON.stringify({ RequestId: "r", PageNumber: 1, PageSize: 100, TotalCount: tasks.length, Tasks: { CDNTask: tasks } });
const task = (more) => ({ TaskId: "15423123921", ObjectPath: "http://example.com/a", ObjectType: "file", Status: "Complete", Process: "100%", CreationTime: "2026-11-24T01:00:00Z", ...more });

/** What would be saved, instead of saving it. */
async function saved(page, format) {
  await page.evaluate(() => {
    const first = globalThis.files === undefined;
    globalThis.files = [];
    if (!first) return;
    HTMLAnchorElement.prototype.click = function () {
      globalThis.files.push(this.download);
    };
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => (globalThis.files.push(blob), create.call(URL, blob));
  });
  await (await find(page, `console-results [data-format=${format}]`)).evaluate((button) => button.click());
  await page.waitForFunction(() => globalThis.files.length === 2);
  return page.evaluate(async () => ({ bytes: [...new Uint8Array(await globalThis.files[0].arrayBuffer())], name: globalThis.files[1] }));
}
const text = ({ bytes }) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));

test("failures are grouped with what to do, hosts with their share; one press shows the rows of a group", async () => {
  const { page, close } = await openConsole({ hash: "#run?scenario=failing-origin&speed=Infinity&last=7200" });
  await run(page);
  const failed = await page.evaluate(() => document.querySelector("refresh-tasks").shown.filter(({ state }) => state === "failed").length);
  assert.ok(failed > 20);
  const groups = await page.$$eval("console-results .failures li", (items) => items.map((item) => item.textContent.replace(/\s+/g, " ")));
  assert.ok(groups.some((group) => /origin answered with an error status.*Repair it first/.test(group)), groups.join("\n"));
  assert.match(await textOf(page, "console-results figure:nth-of-type(2) figcaption"), new RegExp(`${failed} tasks failed`));
  const bars = await page.$$eval("console-results .where td:nth-of-type(1)", (cells) => cells.map((cell) => Number(cell.textContent.replace(/\D/g, ""))));
  assert.equal(bars.reduce((sum, count) => sum + count, 0), failed);
  assert.deepEqual(bars, [...bars].sort((a, b) => b - a));
  // The emulated service, as the real one, writes a reason in several ways.
  const told = await page.$$eval("console-results .failures li", (items) => items.map((item) => [item.querySelector("b").textContent, item.querySelectorAll("p.muted:not(.examples-of) bdi").length]));
  const titles = told.map(([title]) => title).filter((title) => !title.endsWith("status"));
  assert.deepEqual(titles, [...new Set(titles)], "one reason, one group");
  assert.ok(told.some(([, spellings]) => spellings > 1));
  const most = await page.$eval("console-results .failures .number", (number) => Number.parseInt(number.textContent, 10));
  await (await find(page, "console-results .failures li button")).click();
  await settled(page, 300);
  const shown = await page.evaluate(() => document.querySelector("refresh-tasks").shown.map(({ state, failure }) => [state, failure?.text.replace(/\s/g, "")].join()));
  assert.equal(shown.length, most);
  assert.equal(new Set(shown).size, 1);
  await close();
});

test("bars are as long as what they count, however narrow the page", async () => {
  const { page, close } = await openConsole({ width: 360 });
  const failed = (host, count) => Array.from({ length: count }, (_, at) => task({ ObjectPath: `http://${host}/${at}`, Status: "Failed" }));
  await read(page, answer([...failed("a.example.com", 20), ...failed("b.example.com", 10), ...failed("c.example.com", 5)]));
  const [longest, ...others] = await page.$$eval("console-results .where .bar", (bars) => bars.map((bar) => bar.getBoundingClientRect().width));
  assert.deepEqual(others.map((width) => Math.round((100 * width) / longest)), [50, 25]);
  await close();
});

test("paths have room at every width", async () => {
  for (const width of [768, 900, 1024, 1280]) {
    const { page, close } = await openConsole({ width });
    await read(page, answer([task({ ObjectPath: "http://example.com/assets/main.js" })]));
    assert.ok(await (await find(page, "refresh-tasks >>> .path bdi")).evaluate((path) => path.scrollWidth <= path.clientWidth), `cut off at ${width} px`);
    assert.ok(await page.$$eval(".top :is(.brand span, button)", (words) => words.every((word) => word.getClientRects().length === 1 && word.getBoundingClientRect().height < 40)), `the header breaks at ${width} px`);
    await close();
  }
});

test("nothing is said to have taken effect that may not have", async () => {
  const { page, close } = await openConsole();
  const caption = () => textOf(page, "console-results figure:first-of-type figcaption");
  const early = { CreationTime: "2026-11-24T00:59:00Z" };
  await read(page, answer([task(), task(early)]));
  assert.match(await caption(), /all submitted up to .* have taken effect/);
  await read(page, answer([task(), task({ ...early, Status: "Paused" })]));
  assert.doesNotMatch(await caption(), /taken effect|have ended/);
  assert.match(await caption(), /Of 1 task the status is in no document/);
  await read(page, answer([task(), task({ Status: "Refreshing", CreationTime: "soon" })]));
  assert.doesNotMatch(await caption(), /taken effect|have ended/);
  assert.match(await caption(), /1 task still running\./);
  await read(page, answer([task(), task({ Status: "Canceled" }), task({ Status: "Failed" })]));
  assert.match(await caption(), /have ended; 1 failed, 1 canceled\./);
  await close();
});

test("what the columns show is told as a table, too", async () => {
  const { page, close } = await openConsole({ hash: "#run?speed=Infinity" });
  await run(page);
  const told = await page.$$eval("console-results figure:first-of-type tbody td", (cells) => cells.reduce((sum, cell) => sum + Number(cell.textContent.replace(/\D/g, "")), 0));
  assert.equal(told, await page.evaluate(() => document.querySelector("refresh-tasks").loaded));
  assert.match(await textOf(page, "console-results figure:first-of-type figcaption"), /all submitted up to .* have (ended|taken effect)/);
  await close();
});

test("what is shown is saved, and no more: CSV that spreadsheets take as text, JSON with its ledger, NDJSON", async () => {
  const { page, close } = await openConsole();
  await read(page, answer([task({ TaskId: "12345678901234567890", ObjectPath: '=HYPERLINK("http://evil")', Description: "@SUM(1)" }), task({ ObjectPath: "http://example.com/发布,\"2\".js", Status: "Failed", Description: "Origin Timeout" })]));
  const csv = await saved(page, "csv");
  assert.deepEqual(csv.bytes.slice(0, 3), [0xef, 0xbb, 0xbf]);
  const [, first, second] = text(csv).split("\r\n");
  assert.match(first, /^"12345678901234567890\t","'=HYPERLINK\(""http:\/\/evil""\)"/);
  assert.match(first, /'@SUM\(1\)/);
  // Eleven digits are shown as they are; from twelve on a spreadsheet would round or shorten them.
  assert.match(second, /^15423123921,"http:\/\/example\.com\/发布,""2""\.js"/);
  await (await find(page, "refresh-tasks >>> .chips .failed")).evaluate((button) => button.click());
  await settled(page, 200);
  assert.equal(text(await saved(page, "ndjson")).trim().split("\n").length, 1);
  const emulated = await openConsole({ hash: "#run?speed=Infinity" });
  await run(emulated.page);
  const json = await saved(emulated.page, "json");
  const { tasks, ledger } = JSON.parse(text(json));
  assert.equal(tasks.length, ledger.rows);
  assert.match(json.name, /^emulated-refresh-tasks-\d{8}T\d{6}\.json$/);
  await emulated.close();
  await close();
});

test("hostile rows stay text in charts, failures and answers about a URL", async () => {
  const { page, close } = await openConsole();
  const hostile = ["<img src=x onerror=alert(1)>", "http://<script>alert(1)</script>/", "javascript:alert(1)", "http://exam\u202eple.com/", "//\u0000\u200b/", "http://user:secret@evil/%00"];
  await read(page, answer(hostile.map((path) => task({ ObjectPath: path, Status: "Failed", Description: path }))));
  await page.waitForSelector("console-results .where");
  const { elements, content } = await page.evaluate(() => {
    const root = document.querySelector("console-results");
    return { elements: root.querySelectorAll("img, script, a, iframe, [onerror]").length, content: root.textContent };
  });
  assert.equal(elements, 0);
  assert.ok(content.includes("<img src=x onerror=alert(1)>"));
  assert.doesNotMatch(content, /[\u202a-\u202e\u200b\u0000]/);
  await close();
});

test("whether a release covered a URL: yes by its task, no only on a whole ledger, and not before anything ran", async () => {
  const { page, close } = await openConsole({ hash: "#learn?scenario=release&speed=Infinity" });
  const look = async (url) => {
    const field = await find(page, "#covers-url");
    await field.evaluate((element) => (element.value = ""));
    await field.type(url);
    await page.keyboard.press("Enter");
    await settled(page);
    return (await page.$("console-learn .found")) ? textOf(page, "console-learn .found") : null;
  };
  assert.equal(await look("https://static.example.com/x"), null);
  assert.match(await textOf(page, "#covers-hint"), /Run a question first/);
  await run(page);
  const path = await page.evaluate(() => document.querySelector("refresh-tasks").shown.find(({ objectType }) => objectType === "file").objectPath);
  assert.match(await look(path), /^Yes:/);
  assert.match(await look("https://static.example.com/never-submitted.js"), /^No: none of the tasks asked for .* all up to the moment it names\s*Proven up to \d\d:\d\d:\d\d \(UTC[^)]*\): a task that was submitted later may be about it\.$/);
  await (await find(page, "#policy-account")).type("123");
  await settled(page);
  assert.match(await textOf(page, "console-learn pre"), /cdn:DescribeRefreshTasks.*:123:/);
  await close();
});

test("the address holds question, run and view, and gives them back without what is signed", async () => {
  const first = await openConsole({ hash: "#run?speed=Infinity" });
  const paths = await find(first.page, "refresh-plan >>> #plan-objectPaths");
  await paths.type("https://u:pw-marker@example.com/a.js?auth_key=1700-0-0-marker&v=2\nhttps://example.com/202611240100/0123456789abcdef0123456789abcdef/b.mp4");
  await (await find(first.page, 'console-run [data-fault="odd"]')).click();
  await (await find(first.page, "[name=aim][value=wait]")).evaluate((radio) => radio.click());
  await settled(first.page, 500);
  const hash = await first.page.evaluate(() => location.hash);
  assert.doesNotMatch(decodeURIComponent(hash), /marker|0123456789abcdef/);
  assert.match(decodeURIComponent(hash), /v=2/);
  await first.close();
  const { page, close } = await openConsole({ hash: "#results?speed=Infinity&last=86400&scenario=failing-origin&domainNames=video.example.com&sort=-created&shown=failed&filter=video" });
  assert.deepEqual(await page.evaluate(() => document.querySelector("refresh-plan").asked), { query: { domainNames: ["video.example.com"] }, options: {}, last: 86400 });
  await run(page);
  const { shown, loaded, selection } = await page.evaluate(() => {
    const { shown, loaded, selection } = document.querySelector("refresh-tasks");
    return { shown: shown.map(({ state, creationTime }) => [state, creationTime]), loaded, selection };
  });
  assert.deepEqual(selection, { sort: "created", descending: true, states: ["failed"], filter: "video" });
  assert.ok(shown.length > 0 && shown.length < loaded);
  assert.ok(shown.every(([state], at) => state === "failed" && (at === 0 || shown[at - 1][1] >= shown[at][1])));
  assert.equal(await page.evaluate(() => location.hash.includes("shown=failed")), true, "a run takes nothing of the view away");
  await close();
});

for (const [locale, label, visible] of [
  ["en", /Task id/, /visible this long.*\(120 s\)/],
  ["zh", /任务 ID/, /（120 秒）/],
]) {
  test(`by keyboard alone, through faults, to one row and what it rests on: ${locale}`, async () => {
    const { page, close } = await openConsole({ locale, hash: "#ask?scenario=failing-origin&faults=throttled.gateway&speed=Infinity&last=7200" });
    const press = async (selector, key = "Enter") => {
      await (await find(page, selector)).focus();
      await page.keyboard.press(key);
      await settled(page, 200);
    };
    await press("refresh-plan >>> button.primary");
    await page.waitForSelector("console-run .progress.finished");
    await settled(page, 400);
    await press("refresh-tasks >>> .chips .failed");
    await press("refresh-tasks >>> .open");
    assert.match(await focused(page), /button\.open/);
    assert.match(await textOf(page, "refresh-tasks >>> .detail dl"), label);
    await press("console-results figure details summary");
    assert.equal(await page.$eval("console-results figure details", (details) => details.open), true);
    await press("refresh-ledger >>> summary");
    assert.match(await textOf(page, "refresh-ledger >>> .assumptions"), visible);
    await close();
  });
}
