// Answers: read, shown as text and nothing else, and smooth when they are long.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { example, find, focused, openConsole, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const TABLE = "refresh-tasks >>> ";
const read = async (page, ...bodies) => {
  await page.evaluate((inputs) => document.querySelector("refresh-response").read(inputs.map((body, index) => ({ name: `body ${index}`, body }))), bodies);
  await settled(page, 150);
};
const page1 = (tasks, more = {}) => JSON.stringify({ RequestId: "r", PageNumber: 1, PageSize: 100, TotalCount: tasks.length, Tasks: { CDNTask: tasks }, ...more });
const task = (more) => ({ TaskId: "1", ObjectPath: "http://example.com/a", ObjectType: "file", Status: "Complete", Process: "100%", CreationTime: "2026-11-24T01:00:00Z", ...more });
const paths = (page) => page.evaluate(() => [...document.querySelector("refresh-tasks").shadowRoot.querySelectorAll("td.path bdi")].map((cell) => cell.textContent));

test("a pasted answer becomes a summary and rows; the text field accepts it as typed", async () => {
  const { page, close } = await openConsole();
  const area = await find(page, "refresh-response >>> textarea");
  await area.evaluate((element, text) => {
    element.value = text;
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, page1([task(), task({ Status: "Failed", Description: "OriginTimeout", Process: "3.5%" })]));
  await find(page, `${TABLE}td.path`);
  assert.match(await textOf(page, "refresh-summary >>> .states"), /1 succeeded.*1 failed/);
  assert.match(await textOf(page, `${TABLE}tbody.failed td.progress`), /3\.5\s?%/);
  assert.match(await textOf(page, `${TABLE}tbody.failed td.reason`), /timed out/);
  await close();
});

test("many pages are one table; one bad body costs only itself", async () => {
  const { page, close } = await openConsole();
  await read(page, page1([task({ ObjectPath: "http://a/" })], { TotalCount: 2 }), page1([task({ ObjectPath: "http://b/" })], { PageNumber: 2, TotalCount: 2 }), "<html>502</html>");
  assert.deepEqual(await paths(page), ["http://a/", "http://b/"]);
  assert.ok(await page.$("refresh-response >>> .fault"));
  await close();
});

test("files are chosen or dropped, many at once, and lines of JSON are pages", async () => {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  const files = [page1([task({ ObjectPath: "http://a/" })]), `${page1([task({ ObjectPath: "http://b/" })])}\n${page1([task({ ObjectPath: "http://c/" })])}\n`].map((body, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, body);
    return path;
  });
  const { page, close } = await openConsole();
  await (await find(page, "refresh-response >>> #files")).uploadFile(...files);
  await find(page, `${TABLE}td.path`);
  assert.deepEqual(await paths(page), ["http://a/", "http://b/", "http://c/"]);
  await page.evaluate((body) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([body], "dropped.json"));
    const target = document.querySelector("refresh-response").shadowRoot.querySelector(".drop");
    target.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, page1([task({ ObjectPath: "http://d/" })]));
  await settled(page, 200);
  assert.deepEqual(await paths(page), ["http://d/"]);
  rmSync(folder, { recursive: true });
  await close();
});

for (const [name, expected] of [
  ["throttled", /TooManyRequests.*throttled.*helps/s],
  ["expired", /InvalidTimeStamp\.Expired/],
  ["html", /web page/],
]) {
  test(`the fault "${name}" says what it is and what to do`, async () => {
    const { page, close } = await openConsole();
    await example(page, name);
    assert.match(await textOf(page, "refresh-response >>> .fault"), expected);
    assert.match(await textOf(page, "refresh-response >>> .fault"), /What to do/);
    assert.equal(await page.$("refresh-tasks"), null);
    await close();
  });
}

test("of a code that is in no table, it is not said whether sending again helps", async () => {
  const { page, close } = await openConsole();
  await read(page, JSON.stringify({ RequestId: "r", HostId: "h", Code: "Brand.New", Message: "m" }));
  const text = await textOf(page, "refresh-response >>> .fault");
  assert.match(text, /Brand\.New/);
  assert.doesNotMatch(text, /Sending it again/);
  await read(page, JSON.stringify({ RequestId: "r", HostId: "h", Code: "InvalidTaskId.Malformed", Message: "m" }));
  assert.match(await textOf(page, "refresh-response >>> .fault"), /Sending it again\s?does not help/);
  await close();
});

test("a long progress is cut, and never to 100", async () => {
  const { page, close } = await openConsole();
  await read(page, page1([task({ Status: "Refreshing", Process: "99.99999%" })]));
  assert.equal(await textOf(page, `${TABLE}td.progress .number`), "99.99%");
  assert.ok(await (await find(page, `${TABLE}td.progress`)).evaluate((cell) => cell.scrollWidth <= cell.clientWidth), "nothing of it is cut off");
  await close();
});

test("hostile texts stay texts: no markup, no link, nothing that turns the line around", async () => {
  const { page, close } = await openConsole();
  const hostile = [
    "<img src=x onerror=alert(1)>",
    "javascript:alert(document.domain)",
    "</td></tr><script>alert(1)</script>",
    "http://example.com/\u202egpj.exe",
    "http://example.com/\u200b\u2066\u0000\u001b[31m",
    "`code` ${1} {{2}} \" onfocus=alert(1) autofocus x=\"",
    "a".repeat(50_000),
  ];
  await read(page, page1(hostile.map((text) => task({ ObjectPath: text, Description: text, Status: text, ObjectType: text, Process: text, CreationTime: text, TaskId: text, [text.slice(0, 40)]: text }))));
  for (const button of await page.$$(`${TABLE}.open`)) await button.evaluate((element) => element.click());
  await settled(page, 200);
  const found = await page.evaluate(() => {
    const root = document.querySelector("refresh-tasks").shadowRoot;
    return { elements: root.querySelectorAll("img, script, a, iframe, [onerror], [onfocus], [autofocus]").length, text: root.textContent };
  });
  assert.equal(found.elements, 0);
  assert.ok(found.text.includes("<img src=x onerror=alert(1)>"));
  assert.doesNotMatch(found.text, /[\u202a-\u202e\u2066-\u2069\u200b\u0000\u001b]/);
  assert.match(found.text, /U\+202E/);
  await read(page, JSON.stringify({ RequestId: hostile[0], HostId: hostile[1], Code: hostile[2], Message: hostile[3], Recommend: hostile[1] }));
  assert.equal(await page.evaluate(() => document.querySelector("refresh-response").shadowRoot.querySelectorAll("img, script, a").length), 0);
  await close();
});

test("100,000 rows: a screenful of elements, typing and scrolling go on", async () => {
  const { page, close } = await openConsole();
  await example(page, "large");
  await settled(page, 300);
  const rows = () => page.evaluate(() => document.querySelector("refresh-tasks").shadowRoot.querySelectorAll("tbody[data-index]").length);
  assert.ok((await rows()) < 80, `${await rows()} rows in the document`);
  assert.equal(await (await find(page, `${TABLE}table`)).evaluate((table) => table.getAttribute("aria-rowcount")), "100001");
  const scroller = await find(page, `${TABLE}.scroller`);
  await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await settled(page, 300);
  const last = await page.evaluate(() => [...document.querySelector("refresh-tasks").shadowRoot.querySelectorAll("tbody[data-index]")].at(-1).dataset.index);
  assert.equal(last, "99999");
  await (await find(page, `${TABLE}#filter`)).type("chunk-00000000");
  await settled(page, 600);
  assert.equal((await paths(page)).length, 1);
  await close();
});

test("sorting by a column and showing one state, by keyboard alone", async () => {
  const { page, close } = await openConsole();
  await read(page, page1([task({ ObjectPath: "http://b/" }), task({ ObjectPath: "http://c/", Status: "Failed" }), task({ ObjectPath: "http://a/" })]));
  const press = async (selector) => {
    await (await find(page, selector)).focus();
    await page.keyboard.press("Enter");
    await settled(page, 150);
  };
  await press(`${TABLE}th.path button`);
  assert.deepEqual(await paths(page), ["http://a/", "http://b/", "http://c/"]);
  await press(`${TABLE}th.path button`);
  assert.deepEqual(await paths(page), ["http://c/", "http://b/", "http://a/"]);
  assert.equal(await (await find(page, `${TABLE}th.path`)).evaluate((head) => head.getAttribute("aria-sort")), "descending");
  await press(`${TABLE}.chips .failed`);
  assert.deepEqual(await paths(page), ["http://c/"]);
  await press(`${TABLE}.open`);
  assert.ok(await page.$(`${TABLE}.detail`));
  assert.equal(await focused(page), "button.open", "opening keeps the focus");
  await close();
});

test("the summary counts every row, whatever is written in it", async () => {
  const { page, close } = await openConsole();
  await example(page, "odd");
  assert.match(await textOf(page, "refresh-summary >>> dl"), /file 1/);
  assert.match(await textOf(page, "refresh-summary >>> dl"), /ignoreparams 1/);
  const names = ["constructor", "__proto__", "toString"];
  await read(page, page1([...names, "constructor"].map((ObjectType) => task({ ObjectType }))));
  assert.match(await textOf(page, "refresh-summary >>> dl"), /constructor 2 · __proto__ 1 · toString 1/);
  const counted = await page.evaluate(async () => {
    const summary = document.querySelector("refresh-summary");
    Object.assign(summary, { tasks: summary.pages.flatMap((one) => one.toArray()), pages: [] });
    await summary.updateComplete;
    return summary.shadowRoot.querySelector("dl").textContent.replace(/\s+/g, " ");
  });
  assert.match(counted, /constructor 2 · __proto__ 1 · toString 1/);
  await close();
});

test("a remark stands at its row", async () => {
  const { page, close } = await openConsole();
  await read(page, page1([task(), task({ Process: "soon" })]));
  const rows = await page.evaluate(() => [...document.querySelector("refresh-tasks").shadowRoot.querySelectorAll("tbody[data-index]")].map((row) => row.querySelector(".remarked") !== null));
  assert.deepEqual(rows, [false, true]);
  assert.match(await textOf(page, "refresh-response >>> .remarks"), /row 2/);
  await close();
});
