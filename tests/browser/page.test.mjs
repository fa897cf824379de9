// The console as a whole, under the policy it is served with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beforeTyping } from "../../tools/sizes.mjs";
import { axe, find, focused, openConsole, screenshot, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

test("the page loads the core under its policy and shows the whole way without a key typed", async () => {
  const { page, close } = await openConsole();
  assert.match(await page.evaluate(() => document.documentElement.dataset.core), /^\d+\.\d+\.\d+$/);
  for (const element of ["query-form", "signing", "response", "explain", "sample", "contract"]) await find(page, `refresh-${element}`);
  await close();
});

test("the skip link and the sections are reached by keyboard", async () => {
  const { page, close } = await openConsole();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "a.skip");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(page), "section#ask");
  await (await find(page, 'nav a[href="#learn"]')).focus();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(page), "section#learn");
  assert.match(await page.evaluate(() => location.hash), /^#learn/);
  await close();
});

test("the browser's back and forward lead through the sections; an address is followed to its own", async () => {
  const { page, close } = await openConsole({ hash: "#results?last=7200", reducedMotion: true });
  const place = (section) => page.waitForFunction((id) => location.hash === `#${id}?last=7200` && document.querySelector("nav [aria-current=true]")?.hash.startsWith(`#${id}`), {}, section);
  await place("results");
  for (const section of ["ask", "learn"]) {
    await (await find(page, `nav a[href="#${section}"]`)).click();
    await place(section);
  }
  await page.evaluate(() => history.back());
  await place("ask");
  await page.evaluate(() => history.back());
  await place("results");
  assert.equal(await focused(page), "section#results");
  await page.evaluate(() => history.forward());
  await place("ask");
  await page.evaluate(() => void (location.hash = "#run?last=7200"));
  await place("run");
  await close();
});

test("at 320 px, as at 400 % zoom, nothing sticks out of its section", async () => {
  const { page, close } = await openConsole({ width: 320, hash: `#ask?faults=slow&wait=15&objectTypes=${"x".repeat(300)}` });
  await find(page, "console-run .faults");
  const wide = () => page.$$eval("section", (sections) => sections.filter((one) => one.scrollWidth > one.clientWidth).map(({ id }) => id));
  assert.deepEqual(await wide(), []);
  const chip = await page.$eval("refresh-plan >>> [data-param=objectTypes]", (field) => [field.scrollWidth, field.clientWidth]);
  assert.ok(chip[0] <= chip[1], `${chip}`);
  await close();
});

test("nothing inline is allowed and nothing from elsewhere", async () => {
  const { page } = await openConsole();
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    try {
      script.textContent = "globalThis.injected = true";
      document.body.append(script);
    } catch {
      // Trusted Types refuse it even before the policy on scripts does.
    }
    return { injected: globalThis.injected === true, enforced: globalThis.violations.length > 0 };
  });
  assert.equal(ran.injected, false);
  await page.close();
});

/** The page loaded anew, its core held back until `answer` is called with what to do about it; with the names of the files asked for so far. */
async function withoutCore(page) {
  const asked = [];
  let answer;
  await page.setCacheEnabled(false);
  await page.setRequestInterception(true);
  const held = new Promise((resolve) => {
    page.on("request", (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol === "http:") asked.push(pathname.slice(1) || "index.html");
      if (!request.url().endsWith("core.wasm")) return void request.continue();
      answer = (act) => act(request);
      resolve();
    });
  });
  await page.reload();
  await held;
  return { asked, answer: (act) => answer(act) };
}

for (const [locale, waiting] of [
  ["en", "The core is loading; type meanwhile."],
  ["zh", "核心加载中，可先填写。"],
]) {
  test(`before the core is there a question is typed, from what the size report counts; then it is planned and run: ${locale}`, async () => {
    const { page, close } = await openConsole({ locale, hash: "#ask?speed=Infinity" });
    const { asked, answer } = await withoutCore(page);
    assert.deepEqual(asked.filter((name) => name !== "core.wasm").sort(), beforeTyping(locale));
    assert.equal(asked.at(-1), "core.wasm", "it is asked for once the fields stand");
    const ids = await find(page, "refresh-plan >>> #plan-taskIds");
    await ids.type("15423123921");
    assert.equal(await textOf(page, "refresh-plan >>> .verdict"), waiting);
    assert.equal(await textOf(page, "#plan refresh-plan >>> .hint"), waiting);
    assert.deepEqual(await axe(page), []);
    await screenshot(page, `waiting-${locale}`);
    // What is pressed meanwhile is done once it can be.
    await (await find(page, "refresh-plan >>> button.primary")).click();
    await answer((request) => request.continue());
    await find(page, "refresh-plan >>> .verdict.ok");
    assert.equal(await ids.evaluate((field) => field.value), "15423123921");
    assert.match(await textOf(page, "#plan refresh-plan >>> .calls .pairs"), /TaskId=15423123921/);
    await find(page, "console-run .progress.finished");
    await close();
  });
}

test("without the core the page says so, and keeps what was typed", async () => {
  const { page } = await openConsole();
  const { answer } = await withoutCore(page);
  const ids = await find(page, "refresh-plan >>> #plan-taskIds");
  await ids.type("15423123921");
  await answer((request) => request.respond({ status: 404, body: "" }));
  const told = await find(page, ".failed");
  assert.match(await told.evaluate((element) => element.textContent), /core\.wasm.*404/);
  assert.equal(await told.evaluate((element) => element.role ?? element.getAttribute("role")), "alert");
  assert.equal(await textOf(page, "refresh-plan >>> .verdict.error"), "The core did not load.");
  assert.equal(await ids.evaluate((field) => field.value), "15423123921");
  await (await find(page, "refresh-plan >>> button.primary")).click();
  await settled(page);
  assert.deepEqual(await axe(page), []);
  await screenshot(page, "no-core");
  await page.close();
});
