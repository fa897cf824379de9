// The examples without a framework, as their reader would have them: files beside a node_modules, under a strict policy.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { POLICY, serve } from "../../tools/serve.mjs";
import { find } from "./find.mjs";
import { elementsJourney, formJourney, typing } from "./journeys.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** The files of an example, or a page of the README, whose script stands in it. */
async function open(t, name, html) {
  const folder = mkdtempSync(join(tmpdir(), "cdn-refresh-tasks-example-"));
  t.after(() => rmSync(folder, { recursive: true }));
  if (html === undefined) cpSync(at("pkg", "examples", name), folder, { recursive: true });
  else writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>${html}`);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(at("pkg"), join(folder, "node_modules", "cdn-refresh-tasks"), "junction");
  const site = await serve({ folder, ...(html === undefined ? {} : { policy: POLICY.replace("'self'", "'self' 'unsafe-inline'") }) });
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

const pages = [...readFileSync(at("README.md"), "utf8").matchAll(/^```html\n([\s\S]*?)^```$/gm)].map(([, html]) => html);
const FORM = /<form[\s\S]*<\/form>/.exec(pages[0])[0];

test("the README's form tells what is wrong as it is typed", async (t) => {
  const { page, close } = await open(t, "README", pages[0]);
  await page.waitForFunction(() => document.forms.query.oninput !== null);
  await page.type("[name=DomainName]", "example.com");
  assert.match(await page.$eval("output", (output) => output.value), /ObjectType.*\p{Script=Han}/u);
  await close();
});

test("the README's form, bound", async (t) => {
  const { page, close } = await open(t, "README", FORM + pages[1]);
  const printed = [];
  page.on("console", (message) => printed.push(message.text()));
  await page.waitForFunction(() => document.forms.query.noValidate);
  await page.type("[name=DomainName]", "example.com");
  assert.match(await page.$eval("[data-refresh-messages=ObjectType]", ({ textContent }) => textContent), /required/);
  assert.ok(printed.length > 0);
  await close();
});

test("the README's elements", async (t) => {
  const { page, close } = await open(t, "README", pages[2]);
  const inside = "refresh-query-form >>> ";
  await (await find(page, `${inside}#field-TaskId`)).type("15423123921");
  await page.waitForFunction(() => document.querySelector("refresh-signing").shadowRoot.textContent.includes("TaskId=15423123921"));
  await close();
});
