// The examples without a framework, as their reader would have them: files beside a node_modules, under a strict policy.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { serve } from "../../tools/serve.mjs";
import { elementsJourney, formJourney, typing } from "./journeys.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

async function open(t, name) {
  const folder = mkdtempSync(join(tmpdir(), "cdn-refresh-tasks-example-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(at("pkg", "examples", name), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(at("pkg"), join(folder, "node_modules", "cdn-refresh-tasks"), "junction");
  const site = await serve({ folder });
  t.after(() => site.close());
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && !message.location().url?.endsWith("favicon.ico") && complaints.push(message.text()));
  await page.goto(site.address);
  return {
    page,
    async close() {
      assert.deepEqual(complaints, []);
      await page.close();
    },
  };
}

test("a plain form", async (t) => {
  const { page, close } = await open(t, "html-form");
  await page.waitForFunction(() => document.forms.query.noValidate);
  // How a time is typed depends on the browser's language; a value does not.
  const time = (_, name, text) =>
    page.$eval(
      `[name=${name}]`,
      (element, value) => {
        element.value = value.replace("Z", "");
        element.dispatchEvent(new Event("input", { bubbles: true }));
      },
      text,
    );
  await formJourney(page, { ...typing, time });
  await close();
});

test("the elements, themed by the page", async (t) => {
  const { page, close } = await open(t, "html-elements");
  await elementsJourney(page);
  const accent = await page.$eval("refresh-query-form >>> button[type=submit]", (button) => getComputedStyle(button).backgroundColor);
  assert.equal(accent, "rgb(122, 31, 162)");
  await close();
});
