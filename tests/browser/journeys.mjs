// What every example must let its user do. The page may be anybody's: fields are found by their name, buttons by what they say.
import assert from "node:assert/strict";
import { check } from "cdn-refresh-tasks";
import { find } from "./find.mjs";

const field = (name) => `[id="${name}"], [name="${name}"]`;
const service = (ms) => new Date(ms).toISOString().replace(/\.\d+/, "");

/** The texts that the field's `aria-describedby` leads to. */
const described = (page, name) =>
  page.$eval(field(name), (element) => (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));

/** A form shows no markup. */
const plain = (text) => text.replaceAll("`", "");

const says = (page, name, text) =>
  page.waitForFunction(
    (selector, wanted) => {
      const element = document.querySelector(selector);
      const told = (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
      return wanted === "" ? element.getAttribute("aria-invalid") !== "true" : told.includes(wanted) && element.getAttribute("aria-invalid") === "true";
    },
    {},
    field(name),
    text,
  ).catch(async () => assert.fail(`${name} should say "${text}"; it says "${await described(page, name)}"`));

async function press(page, title) {
  const button = await page.waitForFunction((text) => [...document.querySelectorAll("button")].find(({ textContent }) => textContent.replaceAll("`", "") === text), {}, plain(title));
  await button.asElement().click();
}

const submit = async (page) => (await page.evaluateHandle(() => [...document.querySelectorAll("form button")].find(({ type }) => type === "submit"))).asElement().click();
const answered = (page) => page.waitForFunction(() => document.querySelector("output").textContent).then((handle) => handle.jsonValue()).then(JSON.parse);

/** How the fields of a plain form are filled. */
export const typing = {
  time: (page, name, text) => page.type(field(name), text),
  choose: (page, name, value) => page.select(field(name), value),
};

/**
 * Mistakes within a field and between two, all at once and each at its own; mended by a click or by typing; then a request, its numbers
 * numbers.
 */
export async function formJourney(page, { locale = "en", time, choose } = typing) {
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const [early, late] = [service(now - 7_200_000), service(now - 3_600_000)];
  const draft = { DomainName: "example.com", StartTime: late, EndTime: early, PageSize: "500" };
  const expected = Object.fromEntries(check(draft, { locale }).diagnostics.map((diagnostic) => [diagnostic.params[0], diagnostic]));
  assert.deepEqual(Object.keys(expected).sort(), ["EndTime", "ObjectType", "PageSize"]);

  await page.waitForSelector(field("DomainName"));
  await page.type(field("DomainName"), draft.DomainName);
  await page.type(field("PageSize"), draft.PageSize);
  await time(page, "StartTime", draft.StartTime);
  await time(page, "EndTime", draft.EndTime);
  await submit(page);
  for (const [name, { message }] of Object.entries(expected)) await says(page, name, plain(message));
  assert.equal(await page.$eval("output", ({ textContent }) => textContent), "");

  await press(page, expected["PageSize"].fixes[0].title);
  await says(page, "PageSize", "");
  assert.equal(await page.$eval(field("PageSize"), ({ value }) => value), "100");
  await press(page, expected["EndTime"].fixes[0].title);
  await says(page, "EndTime", "");
  await choose(page, "ObjectType", "file");
  await says(page, "ObjectType", "");
  await submit(page);
  assert.deepEqual(await answered(page), { DomainName: "example.com", ObjectType: "file", StartTime: early, EndTime: late, PageSize: 100 });
}

/** The elements: what is typed in their shadow reaches the page as properties and events. */
export async function elementsJourney(page) {
  const inside = "refresh-query-form >>> ";
  await find(page, `${inside}#field-PageSize`);
  assert.equal(await page.$eval(`${inside}#field-DomainName`, ({ value }) => value), "example.com", "the property was set");
  await find(page, `${inside}[data-param=ObjectType] .finding.error`);
  await page.type(`${inside}#field-PageSize`, "500");
  await (await find(page, `${inside}[data-param=PageSize] .fix`)).click();
  await page.waitForFunction(() => document.querySelector("refresh-query-form").shadowRoot.querySelector("#field-PageSize").value === "100");
  await page.select(`${inside}#field-ObjectType`, "file");
  await (await page.$(`${inside}button[type=submit]`)).click();
  assert.deepEqual(await answered(page), { DomainName: "example.com", ObjectType: "file", PageSize: 100 });
  await page.waitForFunction(() => document.querySelector("refresh-signing").shadowRoot.textContent.includes("PageSize=100"));
  const state = await page.$("p");
  if (state) assert.equal(await state.evaluate(({ textContent }) => textContent), "DomainName, PageSize, ObjectType", "events reach the state of the page");
}
