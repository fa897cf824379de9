// The console in a real browser, under the policy it is served with.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { serve } from "../../tools/serve.mjs";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("the page loads the core under its policy", async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(site.address);
  await page.waitForFunction(() => document.documentElement.dataset.core !== undefined, { timeout: 10_000 });
  assert.match(await page.evaluate(() => document.documentElement.dataset.core), /^\d+\.\d+\.\d+$/);
  assert.deepEqual(complaints, []);
});
