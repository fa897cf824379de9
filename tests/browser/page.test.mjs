// The console as a whole, under the policy it is served with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { find, focused, openConsole, settled, useBrowser } from "./harness.mjs";

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
  await page.browserContext().close();
});

test("without the core the page says so instead of staying blank", async () => {
  const { page } = await openConsole();
  await page.setRequestInterception(true);
  page.on("request", (request) => (request.url().endsWith("core.wasm") ? request.respond({ status: 404, body: "" }) : request.continue()));
  await page.reload();
  await page.waitForSelector(".failed");
  assert.match(await page.$eval(".failed", (element) => element.textContent), /core/);
  await page.browserContext().close();
});
