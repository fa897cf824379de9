// Typing: a key is painted before anything that follows from it, the newest key wins, and results that did not change are left alone.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { PATIENCE } from "./find.mjs";
import { artefacts, example, find, openConsole, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

const DOMAINS = "refresh-plan >>> #plan-domainNames";
/** What a key must leave alone. */
const UNTOUCHED = ["attributes of html", "console-results", "refresh-summary", "refresh-tasks", "refresh-response"];

/** From now on `log` names every element that renders, and `painted` where the picture of a key is on the screen. */
const watch = (page) =>
  page.evaluate(() => {
    globalThis.log = [];
    const name = (element) => `${element.localName}${element.getAttribute("show") ? ` ${element.getAttribute("show")}` : ""}`;
    for (const tag of new Set([...document.querySelectorAll("*")].map(({ localName }) => localName))) {
      const found = customElements.get(tag);
      if (found === undefined) continue;
      const { performUpdate } = found.prototype;
      found.prototype.performUpdate = function () {
        if (this.isUpdatePending) globalThis.log.push(name(this));
        return performUpdate.call(this);
      };
    }
    // What is set there, though the same as before, has the browser style the whole page anew.
    new MutationObserver(() => globalThis.log.push("attributes of html")).observe(document.documentElement, { attributes: true });
    document.addEventListener(
      "input",
      () => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => globalThis.log.push("painted");
        requestAnimationFrame(() => port2.postMessage(null));
      },
      { capture: true },
    );
  });

/** Nothing that loading the page brought about, such as the announcement of its first plan, is still to come. */
const quiet = async (page) => {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await page.evaluate(() => (globalThis.log.length = 0));
    await settled(page, 1500);
    const late = await page.evaluate(() => [...new Set(globalThis.log)].filter((name) => name !== "refresh-signing"));
    if (late.length === 0) return;
    assert.ok(Date.now() < end, `the page never comes to rest: ${late}`);
  }
};

/** What rendered until `last` did, or anything else that the log holds. */
const until = async (page, last) => {
  await page.waitForFunction((name) => globalThis.log.includes(name), {}, last);
  await settled(page, 200);
  // These count seconds.
  return (await page.evaluate(() => globalThis.log)).filter((name) => name !== "refresh-signing");
};

for (const [what, field, own, last] of [
  ["a question", DOMAINS, [], "refresh-plan plan"],
  ["a call", "refresh-query-form >>> #field-DomainName", ["refresh-query-form"], "refresh-console"],
]) {
  test(`a key typed into ${what} is painted before the rest of the page hears of it, and renders no result again`, async () => {
    const { page, close } = await openConsole();
    await example(page, "odd");
    await page.waitForSelector("console-results .charts");
    const target = await find(page, field);
    await target.focus();
    await watch(page);
    await quiet(page);
    await page.keyboard.type("e");
    const log = await until(page, last);
    assert.deepEqual(log.slice(0, log.indexOf("painted")), own);
    assert.deepEqual(log.filter((name) => UNTOUCHED.includes(name)), []);
    await close();
  });
}

test("keys that come faster than frames are followed once, by the newest; nothing typed elsewhere meanwhile is lost", async () => {
  const { page, close } = await openConsole();
  await watch(page);
  await page.evaluate(() => {
    const root = document.querySelector("refresh-plan").shadowRoot;
    const type = (id, value) => {
      const field = root.getElementById(id);
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    };
    globalThis.asked = [];
    document.addEventListener("refresh-ask", ({ detail }) => globalThis.asked.push(detail.query));
    for (const text of ["a", "a.example", "a.example.com"]) type("plan-domainNames", text);
    type("plan-taskIds", "15423123921");
    root.querySelector(".chips button").click();
  });
  const log = await until(page, "refresh-plan plan");
  assert.equal(log.filter((name) => name === "refresh-plan question").length, 1);
  const asked = await page.evaluate(() => globalThis.asked);
  assert.equal(asked.length, 1);
  const { statuses, ...rest } = asked[0];
  assert.deepEqual(rest, { domainNames: ["a.example.com"], taskIds: ["15423123921"] });
  assert.equal(statuses.length, 1);
  await close();
});

test("a run that is started with the last key asks with that key", async () => {
  const { page, close } = await openConsole({ hash: "#ask?speed=Infinity" });
  const ran = await page.evaluate(async () => {
    const element = document.querySelector("refresh-plan");
    const started = new Promise((resolve) => document.addEventListener("console-run", ({ detail }) => resolve(detail.run.question.query), { once: true }));
    const field = element.shadowRoot.getElementById("plan-domainNames");
    field.value = "www.example.com";
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    element.shadowRoot.querySelector("button.primary").click();
    return started;
  });
  assert.deepEqual(ran, { domainNames: ["www.example.com"] });
  await close();
});

test("typing goes on with 100,000 rows loaded; how long it takes is shown on demand, and kept as an artefact", async () => {
  const { page, close } = await openConsole();
  await example(page, "large");
  await page.waitForFunction(() => document.querySelector("refresh-tasks")?.loaded === 100_000);
  await settled(page, 1500);
  const field = await find(page, DOMAINS);
  // As fast as people type.
  await field.type("www.example.com, static.example.com, img.example.com", { delay: 60 });
  await settled(page, 200);
  await (await find(page, "console-learn .typing button")).click();
  await settled(page);
  const told = await textOf(page, "console-learn .typing [role=status]");
  assert.match(told, /^[\d.]+ ms in the median, [\d.]+ ms at worst \(\d+ keys, 100,000 rows loaded\)$/);
  assert.equal(await field.evaluate((element) => element.value), "www.example.com, static.example.com, img.example.com");
  writeFileSync(`${artefacts}/typing.txt`, `${told}\n`);
  console.log(told);
  await close();
});
