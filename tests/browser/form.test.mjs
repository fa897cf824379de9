// The form: judged as it is typed, mended with one click, usable without a mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { example, find, focused, openConsole, settled, textOf, type, useBrowser } from "./harness.mjs";

useBrowser();

const FORM = "refresh-query-form >>> ";
const codes = (page) =>
  page.evaluate(() => [...document.querySelector("refresh-query-form").shadowRoot.querySelectorAll(".finding")].map((finding) => [finding.closest("[data-param]")?.dataset.param ?? "", finding.dataset.code]));
const draft = (page) => page.evaluate(() => document.querySelector("refresh-query-form").draft);

test("a diagnostic stands at its field as soon as it is typed, tied to it for screen readers", async () => {
  const { page, close } = await openConsole();
  await type(page, "DomainName", "example.com");
  assert.deepEqual(await codes(page), [["ObjectType", "MissingParameter.ObjectType"]]);
  const select = await find(page, `${FORM}#field-ObjectType`);
  const { invalid, description } = await select.evaluate((element) => ({
    invalid: element.getAttribute("aria-invalid"),
    description: element.getAttribute("aria-describedby").split(" ").map((id) => element.getRootNode().getElementById(id).textContent).join(" "),
  }));
  assert.equal(invalid, "true");
  assert.match(description, /required/);
  assert.equal(await focused(page), "input#field-DomainName", "typing keeps the focus");
  await select.select("file");
  assert.deepEqual(await codes(page), []);
  assert.equal(await select.evaluate((element) => element.getAttribute("aria-invalid")), "false");
  await close();
});

test("a fix is one click, leaves the rest alone, and goes on at the mended field", async () => {
  const { page, close } = await openConsole();
  await type(page, "PageSize", "500");
  await type(page, "TaskId", "15423123921");
  // By script, because a page that is still laid out may move between the two halves of a mouse click.
  await (await find(page, `${FORM}[data-param="PageSize"] .fix`)).evaluate((element) => element.click());
  await settled(page);
  assert.deepEqual(await draft(page), { PageSize: 100, TaskId: "15423123921" });
  assert.equal(await focused(page), "input#field-PageSize");
  await close();
});

test("every fix of the mistakes, one after the other, ends in a request that can be sent or needs a person", async () => {
  const { page, close } = await openConsole();
  await example(page, "mistakes");
  const before = (await codes(page)).length;
  assert.ok(before >= 6, `${before} findings`);
  for (let click = 0; click < 12; click += 1) {
    const button = await page.$(`${FORM}.finding .fix`);
    if (!button) break;
    await button.evaluate((element) => element.click());
    await settled(page, 10);
  }
  assert.ok((await codes(page)).length < before - 3, JSON.stringify(await codes(page)));
  await close();
});

test("the summary takes the focus on submit only, leads to each field, and goes when all is well", async () => {
  const { page, close } = await openConsole();
  await type(page, "PageSize", "0");
  assert.equal(await page.$(`${FORM}.error-summary`), null);
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(page), "div.error-summary");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "a");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "input#field-PageSize");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("20");
  await settled(page);
  assert.equal(await page.$(`${FORM}.error-summary`), null);
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(page), "section#sign", "a valid request goes on at its signing");
  await close();
});

test("the verdict is spoken after a pause, not with every key", async () => {
  const { page, close } = await openConsole();
  await settled(page, 1400);
  const spoken = await page.evaluateHandle(() => {
    const said = [];
    const live = document.querySelector("refresh-query-form").shadowRoot.querySelector("[role=status]");
    new MutationObserver(() => said.push(live.textContent)).observe(live, { characterData: true, childList: true, subtree: true });
    return said;
  });
  await type(page, "PageSize", "123456");
  await settled(page, 1500);
  assert.equal((await spoken.jsonValue()).length, 1);
  await close();
});

test("a pasted query string is read, what belongs to signing is left out and named, an unknown key is shown", async () => {
  const { page, close } = await openConsole();
  await (await find(page, `${FORM}.paste summary`)).click();
  await (await find(page, `${FORM}#paste`)).type("https://cdn.aliyuncs.com/?Action=DescribeRefreshTasks&Signature=abc&ObjectType=file&Pagesize=20&ObjectPath=http%3A%2F%2Fexample.com%2Fa%20b");
  await (await find(page, `${FORM}.paste button`)).click();
  await settled(page);
  assert.deepEqual(await draft(page), { ObjectType: "file", Pagesize: "20", ObjectPath: "http://example.com/a b" });
  assert.match(await textOf(page, `${FORM}.paste [role=status]`), /Action, Signature/);
  assert.ok(await page.$(`${FORM}#field-Pagesize`), "the unknown key has a field");
  await close();
});

test("what is pasted twice is shown and told, not dropped", async () => {
  const { page, close } = await openConsole();
  await (await find(page, `${FORM}.paste summary`)).click();
  await (await find(page, `${FORM}#paste`)).type("PageSize=10&ObjectType=file&PageSize=20");
  await (await find(page, `${FORM}.paste button`)).click();
  await settled(page);
  assert.deepEqual(await draft(page), { PageSize: ["10", "20"], ObjectType: "file" });
  assert.match(await textOf(page, `${FORM}[data-param=PageSize] .finding.error`), /found an array/);
  await page.waitForFunction(() => location.hash.includes("PageSize=10&PageSize=20"));
  const hash = await page.evaluate(() => location.hash);
  await close();
  const linked = await openConsole({ hash });
  assert.deepEqual(await draft(linked.page), { PageSize: ["10", "20"], ObjectType: "file" });
  await linked.close();
});

test("the address holds the query and gives it back, without signatures of object paths and without the AccessKey ID", async () => {
  const first = await openConsole();
  await type(first.page, "ObjectPath", "https://example.com/a.js?auth_key=1700-0-0-abcdef&v=2");
  await (await find(first.page, "refresh-signing >>> #access-key-id")).type("LTAI-marker");
  await settled(first.page, 400);
  const hash = await first.page.evaluate(() => location.hash);
  assert.doesNotMatch(decodeURIComponent(hash), /abcdef|LTAI/);
  assert.match(decodeURIComponent(hash), /v=2/);
  assert.doesNotMatch(await first.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), /LTAI/);
  await first.close();
  const second = await openConsole({ hash: "#ask?ObjectType=preload&Status=Failed&mode=lenient" });
  assert.deepEqual(await draft(second.page), { ObjectType: "preload", Status: "Failed" });
  assert.equal(await second.page.evaluate(() => document.querySelector("refresh-query-form").mode), "lenient");
  await second.close();
});

test("everything that can be operated is at least 24 by 24 pixels, also at 360 pixels", async () => {
  const { page, close } = await openConsole({ width: 360, height: 800 });
  await example(page, "mistakes");
  await example(page, "odd");
  const small = await page.evaluate(() => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (!element.matches("button, a[href], input, select, textarea, summary") || !element.checkVisibility()) continue;
        const target = element.matches("input[type=radio]") ? element.closest("label") : element;
        const { width, height } = target.getBoundingClientRect();
        if ((width < 24 || height < 24) && !element.closest(".skip")) found.push(`${element.localName}.${element.className}#${element.id} ${width}x${height}`);
      }
    };
    walk(document);
    return found;
  });
  assert.deepEqual(small, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "nothing sticks out");
  await close();
});
