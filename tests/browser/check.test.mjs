// The conformance cases in a real browser: the same answers as natively and in Node.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { serve } from "../../tools/serve.mjs";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ folder: at() })]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("decisions and answers are the native ones", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}tests/browser/blank.html`);
  const told = await page.evaluate(async () => {
    const [pack, run, decisions, answers] = await Promise.all([
      import("/pkg/dist/browser.js"),
      import("/tests/cases/run.mjs"),
      fetch("/tests/cases/decisions.json").then((response) => response.json()),
      fetch("/tests/cases/check.json").then((response) => response.json()),
    ]);
    await pack.init();
    const form = document.createElement("form");
    form.innerHTML = '<input name="PageSize" value="500"><input type="file" name="upload">';
    return {
      counts: [decisions.length, answers.length],
      decisions: run.decisions(pack, decisions),
      answers: run.answers(pack, answers),
      form: pack.check(new FormData(form)).diagnostics.map(({ code }) => code),
    };
  });
  assert.ok(told.counts[0] > 300 && told.counts[1] > 700, String(told.counts));
  assert.deepEqual(told.decisions, []);
  assert.deepEqual(told.answers, []);
  assert.deepEqual(told.form, ["InvalidPageSize.ValueNotSupported"]);
});
