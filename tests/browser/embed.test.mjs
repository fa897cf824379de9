// The elements of the built package in a page that is not ours.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { serve } from "../../tools/serve.mjs";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ folder: at("pkg", "dist") })]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("defined twice and under another prefix, they work side by side, in the language of their surroundings", async () => {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  // An address that is not there: an empty page of the same origin.
  await page.goto(`${site.address}blank`);
  const found = await page.evaluate(async () => {
    const { init } = await import("/browser.js");
    const { defineElements } = await import("/elements.js");
    await init();
    defineElements();
    defineElements();
    defineElements("cdn-");
    const sent = [];
    document.addEventListener("refresh-change", ({ detail }) => sent.push(detail.checked.ok));
    const make = async (name, lang) => {
      const host = document.createElement("div");
      host.lang = lang;
      const form = document.createElement(name);
      form.draft = { PageSize: 500 };
      host.append(form);
      document.body.append(host);
      await form.updateComplete;
      return form.shadowRoot.querySelector(".finding").textContent;
    };
    return { english: await make("refresh-query-form", "en-GB"), chinese: await make("cdn-query-form", "zh-Hans"), sent };
  });
  assert.match(found.english, /between 1 and 100/);
  assert.match(found.chinese, /\p{Script=Han}/u);
  assert.deepEqual(found.sent, [false, false]);
  assert.deepEqual(errors, []);
  await page.close();
});
