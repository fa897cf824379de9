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

/** The parts that are told of in `types.ts`, and where they stand. */
const PARTS = {
  "refresh-query-form": ["field", "label", "control", "hint", "finding", "error", "button", "submit", "fix", "verdict", "error-summary"],
  "refresh-signing": ["control", "code"],
  "refresh-tasks": ["control", "scroller", "table", "row"],
  "refresh-explain": ["control"],
};

test("a page dresses them: custom properties reach all, ::part() each part", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}blank`);
  const found = await page.evaluate(async (parts) => {
    const { init, check, parse } = await import("/browser.js");
    const { defineElements } = await import("/elements.js");
    await init();
    defineElements();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { --refresh-accent: rgb(1, 2, 3) } *::part(verdict) { color: rgb(4, 5, 6) }");
    document.adoptedStyleSheets = [sheet];
    const given = {
      "refresh-query-form": { draft: { PageSize: 500, EndTime: "now" } },
      "refresh-signing": { request: check({ TaskId: "1" }).request },
      "refresh-tasks": { pages: [parse('{"TotalCount":1,"Tasks":{"CDNTask":[{"TaskId":"1"}]}}')] },
      "refresh-explain": {},
    };
    const elements = Object.entries(given).map(([name, properties]) => Object.assign(document.createElement(name), properties));
    document.body.replaceChildren(...elements);
    for (const element of elements) await element.updateComplete;
    const [form] = elements;
    form.shadowRoot.querySelector("[part~=submit]").click();
    await new Promise((done) => setTimeout(done, 100));
    // What a part is told applies to whatever bears its name.
    const rule = (name, part) => {
      sheet.insertRule(`${name}::part(${part}) { outline: 7px solid rgb(7, 8, 9) !important }`);
      const dressed = [...document.querySelector(name).shadowRoot.querySelectorAll("*")].filter((element) => getComputedStyle(element).outlineWidth === "7px").length;
      sheet.deleteRule(0);
      return dressed;
    };
    const missing = Object.entries(parts).flatMap(([name, list]) => list.filter((part) => rule(name, part) === 0).map((part) => `${name}::part(${part})`));
    const style = (selector) => getComputedStyle(form.shadowRoot.querySelector(selector));
    return { missing, accent: style("[part~=submit]").backgroundColor, verdict: style(".verdict").color };
  }, PARTS);
  assert.deepEqual(found, { missing: [], accent: "rgb(1, 2, 3)", verdict: "rgb(4, 5, 6)" });
  await page.close();
});

test("in a page that is read from right to left, they are read as their texts are", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}blank`);
  const found = await page.evaluate(async () => {
    const { init, check, parse } = await import("/browser.js");
    const { defineElements } = await import("/elements.js");
    await init();
    defineElements();
    document.documentElement.dir = "rtl";
    const given = {
      "refresh-query-form": { draft: { PageSize: 500 } },
      "refresh-plan": {},
      "refresh-signing": { request: check({ TaskId: "1" }).request },
      "refresh-response": {},
      "refresh-tasks": { pages: [parse('{"TotalCount":1,"Tasks":{"CDNTask":[{"TaskId":"1","ObjectPath":"https://example.com/a/(b)"}]}}')] },
      "refresh-summary": {},
      "refresh-ledger": {},
      "refresh-explain": {},
      "refresh-sample": {},
      "refresh-contract": {},
    };
    const elements = Object.entries(given).map(([name, properties]) => Object.assign(document.createElement(name), properties));
    document.body.replaceChildren(...elements);
    for (const element of elements) await element.updateComplete;
    const turned = elements.filter((element) => [element, ...element.shadowRoot.querySelectorAll("*:not([dir])")].some((part) => getComputedStyle(part).direction !== "ltr"));
    // A label of several words, punctuation and all, begins where its field begins.
    const label = elements[0].shadowRoot.querySelector("[part~=label]");
    const range = document.createRange();
    range.selectNodeContents(label);
    const edge = (box) => Math.round(box.left);
    const field = label.parentElement.querySelector("[part~=control]");
    return { defined: elements.every(({ shadowRoot }) => shadowRoot !== null), turned: turned.map(({ localName }) => localName), label: edge(range.getBoundingClientRect()) - edge(field.getBoundingClientRect()) };
  });
  assert.deepEqual(found, { defined: true, turned: [], label: 0 });
  await page.close();
});

test("a table that is moved while its filter is being typed goes on working", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}blank`);
  const found = await page.evaluate(async () => {
    const { init, parse } = await import("/browser.js");
    const { defineElements } = await import("/elements.js");
    await init();
    defineElements();
    const task = (TaskId) => ({ TaskId, ObjectPath: `https://example.com/${TaskId}`, Status: "Complete" });
    const table = Object.assign(document.createElement("refresh-tasks"), { pages: [parse(JSON.stringify({ TotalCount: 2, Tasks: { CDNTask: [task("11"), task("22")] } }))] });
    document.body.replaceChildren(table);
    await table.updateComplete;
    const field = table.shadowRoot.querySelector("#filter");
    field.value = "x";
    field.dispatchEvent(new Event("input"));
    document.body.append(document.createElement("div"));
    document.body.lastChild.append(table);
    table.selection = { sort: null, descending: false, states: [], filter: "22" };
    await table.updateComplete;
    return { field: field.value, shown: table.shown.map(({ taskId }) => taskId) };
  });
  assert.deepEqual(found, { field: "22", shown: ["22"] });
  await page.close();
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
