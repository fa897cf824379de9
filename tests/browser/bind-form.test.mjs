// bindForm on a plain form of somebody else's: native validation, messages at the field, fixes, a summary; and nothing left behind.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { driven, launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { POLICY, serve } from "../../tools/serve.mjs";

let browser;
let site;
/** Where the page's policy forbids to compile wasm. */
let strict;
before(async () => {
  const folder = at("pkg", "dist");
  [browser, site, strict] = await Promise.all([launch(), serve({ folder }), serve({ folder, policy: POLICY.replace(" 'wasm-unsafe-eval'", "") })]);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await strict?.close();
});

/** A form as a host page has it; `sent` holds what was submitted. */
async function hostPage({ loaded = true, options = {}, address = site.address, timezone, step = "1", before: prepare = () => {} } = {}) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  if (timezone) await page.emulateTimezone(timezone);
  await page.evaluateOnNewDocument(prepare);
  // An address that is not there: an empty page of the same origin.
  await page.goto(`${address}blank`);
  await page.evaluate(
    async (init, given, step) => {
      const form = document.createElement("form");
      const add = (tag, attributes) => {
        const label = document.createElement("label");
        label.append(attributes.name, Object.assign(document.createElement(tag), attributes));
        form.append(label);
        return label.lastChild;
      };
      add("input", { name: "csrf", value: "foreign" });
      add("input", { name: "domain", id: "domain" }).setAttribute("aria-describedby", "own-hint");
      const select = add("select", { name: "ObjectType", id: "type" });
      for (const value of ["", "file", "preload"]) select.append(new Option(value, value));
      add("input", { name: "PageSize", id: "size" });
      add("input", { name: "StartTime", id: "start", type: "datetime-local", step });
      add("input", { name: "EndTime", id: "end", type: "datetime-local", step });
      add("input", { name: "note", id: "note" });
      add("input", { name: "TaskId", id: "task" }).setCustomValidity("the host's own");
      form.append(Object.assign(document.createElement("button"), { id: "go", textContent: "go" }));
      document.body.replaceChildren(form);
      globalThis.sent = [];
      globalThis.told = [];
      globalThis.untouched = document.body.innerHTML;
      globalThis.form = form;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        globalThis.sent.push(Object.fromEntries(new FormData(form)));
      });
      form.addEventListener("refresh-unavailable", ({ detail }) => globalThis.told.push(`${detail.error.name}: ${detail.error.message}`));
      const core = await import("/browser.js");
      if (init) await core.init().catch(() => {});
      const { bindForm } = await import("/form.js");
      globalThis.changes = [];
      globalThis.bound = bindForm(form, { names: { DomainName: "domain" }, onChange: ({ ok }) => globalThis.changes.push(ok), ...given });
    },
    loaded,
    options,
    step,
  );
  const close = async () => {
    assert.deepEqual(errors, []);
    await page.close();
  };
  const field = (id) =>
    page.$eval(`#${id}`, (element) => ({
      value: element.value,
      native: element.validationMessage,
      invalid: element.getAttribute("aria-invalid"),
      described: (element.getAttribute("aria-describedby") ?? "").split(" ").map((name) => document.getElementById(name)?.textContent ?? name).join(" "),
    }));
  const focused = () => page.evaluate(() => document.activeElement.id || Object.keys(document.activeElement.dataset).join());
  return { page, errors, field, focused, close };
}

test("what is typed is judged under native validation, and said at the field beside what stood there", async () => {
  const { page, field, close } = await hostPage();
  await page.type("#domain", "example.com");
  const type = await field("type");
  assert.match(type.native, /ObjectType/);
  assert.equal(type.invalid, "true");
  assert.match(type.described, /required/);
  assert.equal(await page.$eval("#type", (element) => element.matches(":invalid")), true);
  assert.equal((await field("domain")).described.startsWith("own-hint"), true);
  await page.select("#type", "file");
  assert.deepEqual({ ...(await field("type")), value: "" }, { value: "", native: "", invalid: null, described: "" });
  assert.equal(await page.evaluate(() => globalThis.changes.at(-1)), true);
  assert.deepEqual(await page.evaluate(() => ({ ...globalThis.bound.check().request })), { DomainName: "example.com", ObjectType: "file" }, "fields of the host are its own business");
  await close();
});

test("a fix is one click, and others hear of it as of typing", async () => {
  const { page, field, focused, close } = await hostPage({ options: { locale: "zh" } });
  await page.type("#size", "500");
  await page.evaluate(() => document.querySelector("#size").addEventListener("input", ({ target }) => globalThis.told.push(target.value)));
  assert.match((await field("size")).described, /\p{Script=Han}/u);
  await page.click("[data-refresh-messages=PageSize] button");
  assert.equal((await field("size")).value, "100");
  assert.deepEqual(await page.evaluate(() => globalThis.told), ["100"]);
  assert.equal(await focused(), "size");
  assert.equal((await field("size")).native, "");
  await close();
});

test("what is said at a field is plain text: no backtick is read as a letter, but those that were typed", async () => {
  const { page, field, close } = await hostPage();
  await page.type("#size", "5`");
  const { native, described } = await field("size");
  assert.match(native, /found 5`$/);
  assert.match(described, /^PageSize must be a plain whole number; found 5`/);
  await page.$eval("#size", (input) => (input.value = ""));
  await page.type("#size", "500");
  assert.match(await page.$eval("[data-refresh-messages=PageSize] button", ({ textContent }) => textContent), /100/);
  await page.click("#go");
  assert.doesNotMatch(await page.evaluate(() => document.body.textContent), /`/);
  await close();
});

test("in a page of another language and direction, what is said has its own", async () => {
  const { page, close } = await hostPage({ before: () => document.addEventListener("DOMContentLoaded", () => Object.assign(document.documentElement, { lang: "ar", dir: "rtl" })) });
  await page.type("#size", "500");
  await page.click("#go");
  const told = await page.evaluate(() => [...document.querySelectorAll("[data-refresh-messages], [data-refresh-summary]")].map((place) => [place.lang, getComputedStyle(place).direction]));
  assert.deepEqual(told, [["en", "ltr"], ["en", "ltr"]]);
  await close();
});

test("what is about several fields is said at the first that the form has, without a fix for one that it has not", async () => {
  const { page, field, close } = await hostPage();
  await page.evaluate(() => document.querySelector("#type").closest("label").remove());
  await page.type("#domain", "example.com");
  const { native, described } = await field("domain");
  assert.match(native, /ObjectType/);
  assert.match(described, /^own-hint .*ObjectType/);
  assert.equal(await page.$("[data-refresh-messages] button"), null);
  await close();
});

test("where no language is named, it is that of the page around the form", async () => {
  const before = () => document.addEventListener("DOMContentLoaded", () => (document.documentElement.lang = "zh-CN"));
  const { page, field, close } = await hostPage({ before });
  await page.type("#size", "500");
  assert.match((await field("size")).described, /\p{Script=Han}/u);
  await close();
});

test("an invalid form is not sent: a summary takes the focus and leads to each field; a valid one is", async () => {
  const { page, focused, close } = await hostPage();
  await page.type("#size", "0");
  await page.click("#go");
  assert.deepEqual(await page.evaluate(() => globalThis.sent), []);
  assert.equal(await focused(), "refreshSummary");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "size");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("20");
  assert.equal(await page.$("[data-refresh-summary]"), null);
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.evaluate(() => globalThis.sent.map(({ PageSize, csrf }) => [PageSize, csrf])), [["20", "foreign"]]);
  // Attributes of the host still count.
  await page.$eval("#note", (element) => (element.required = true));
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await close();
});

for (const [timeZone, offset] of [["UTC", 0], ["+08:00", 480], ["-03:30", -210]]) {
  test(`datetime-local is read in ${timeZone}, and a fix writes it there`, async () => {
    const { page, close } = await hostPage({ options: { timeZone } });
    const told = await page.evaluate((minutes) => {
      const now = Math.floor(Date.now() / 60_000) * 60_000;
      const there = (ms) => new Date(ms + minutes * 60_000).toISOString().slice(0, 19);
      const [start, end] = [document.querySelector("#start"), document.querySelector("#end")];
      start.value = there(now - 3_600_000);
      end.value = there(now - 60_000);
      const { request } = globalThis.bound.check();
      // The wrong way round, mended by the offered fix.
      [start.value, end.value] = [end.value, start.value];
      for (const field of [start, end]) field.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector("[data-refresh-messages] button").click();
      return { request: [Date.parse(request.StartTime) - now, Date.parse(request.EndTime) - now], fixed: [Date.parse(`${start.value}Z`) < Date.parse(`${end.value}Z`), globalThis.bound.check().ok] };
    }, offset);
    assert.deepEqual(told, { request: [-3_600_000, -60_000], fixed: [true, true] });
    await close();
  });
}

test("datetime-local is read in the reader's own zone, in summer and in winter", async () => {
  const { page, close } = await hostPage({ timezone: "America/New_York" });
  const told = await page.evaluate(() => {
    const { check } = globalThis.bound;
    const start = document.querySelector("#start");
    const read = (text) => {
      start.value = text;
      return check().diagnostics.flatMap(({ message }) => /2026-\d\d-\d\dT[\d:]+Z/.exec(message) ?? []);
    };
    return [read("2026-01-05T10:00:00"), read("2026-07-05T10:00:00")].map(([text]) => text);
  });
  assert.deepEqual(told, ["2026-01-05T15:00:00Z", "2026-07-05T14:00:00Z"]);
  await close();
});

test("a fix may write seconds into a field of whole minutes", async () => {
  const { page, field, close } = await hostPage({ options: { timeZone: "UTC" }, step: "60", before: () => (Date.now = () => Date.UTC(2026, 10, 24, 8, 0, 7)) });
  await page.evaluate(() => {
    const [start, end] = [document.querySelector("#start"), document.querySelector("#end")];
    const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 16);
    document.querySelector("#task").setCustomValidity("");
    start.value = ago(5 * 24 * 60);
    end.value = ago(60);
    start.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.click("[data-refresh-messages=StartTime] button");
  assert.match((await field("start")).value, /^2026-11-21T\d\d:\d\d:08$/);
  assert.equal((await field("start")).native, "");
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await page.evaluate(() => globalThis.bound.destroy());
  assert.equal(await page.evaluate(() => document.body.innerHTML === globalThis.untouched), true);
  await close();
});

test("no look is imposed: no style, no class, no sheet; what is added keeps to the host's own", async () => {
  const { page, close } = await hostPage();
  await page.type("#size", "500");
  await page.click("#go");
  const told = await page.evaluate(() => {
    const added = [...document.querySelectorAll("[data-refresh-summary], [data-refresh-messages]")].flatMap((place) => [place, ...place.querySelectorAll("*")]);
    return {
      added: [...new Set(added.map(({ localName }) => localName))].sort(),
      dressed: [...document.querySelectorAll("*")].filter((element) => element.hasAttribute("style") || element.hasAttribute("class")).length,
      // The browser's own, for the page that was not found, is no sheet of ours.
      sheets: [...document.styleSheets].filter(({ href }) => !href?.startsWith("resource:")).length + document.adoptedStyleSheets.length,
    };
  });
  assert.deepEqual(told, { added: ["a", "br", "button", "div", "li", "p", "ul"], dressed: 0, sheets: 0 });
  await close();
});

/** The listeners on the form and all that is in it, as the debugger counts them, where it does. */
async function listeners(page) {
  if (driven !== "chromium") return [];
  const session = await page.createCDPSession();
  const { result } = await session.send("Runtime.evaluate", { expression: "globalThis.form" });
  const found = await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId, depth: -1 });
  await session.detach();
  return found.listeners.map(({ type }) => type).sort();
}

test("destroyed, it leaves the form as it was: nodes, attributes, validity, listeners", async () => {
  const { page, close } = await hostPage();
  await page.type("#size", "0");
  await page.click("#go");
  const bound = await listeners(page);
  await page.evaluate(() => globalThis.bound.destroy());
  if (driven === "chromium") {
    assert.deepEqual(await listeners(page), ["refresh-unavailable", "submit"], "the host's own");
    assert.ok(bound.length > 2);
  }
  const told = () => page.evaluate(() => ({ same: document.body.innerHTML === globalThis.untouched, noValidate: globalThis.form.noValidate, invalid: [...globalThis.form.elements].filter((field) => !field.validity.valid).map(({ id, validationMessage }) => [id, validationMessage]) }));
  const asBefore = { same: true, noValidate: false, invalid: [["task", "the host's own"]] };
  assert.deepEqual(await told(), asBefore);
  await page.type("#size", "00");
  assert.deepEqual(await told(), asBefore);
  await page.$eval("#task", (element) => element.setCustomValidity(""));
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await close();
});

for (const [why, given, said] of [
  ["the page's policy forbids wasm", () => ({ address: strict.address }), /^NotInitializedError: the core could not be loaded: .*(Content Security Policy|CSP|blocked)/is],
  ["the engine is too old for it", () => ({ before: () => (WebAssembly.validate = () => false) }), /^NotInitializedError: the core could not be loaded: .*SIMD/],
]) {
  test(`where ${why}, the form is sent under its own attributes, and an event says so`, async () => {
    const { page, errors, close } = await hostPage(given());
    const told = await page.evaluate(() => globalThis.told);
    assert.equal(told.length, 1);
    assert.match(told[0], said);
    await page.evaluate(() => {
      document.querySelector("#task").setCustomValidity("");
      document.querySelector("#note").required = true;
    });
    await page.type("#size", "0");
    await page.click("#go");
    assert.deepEqual(await page.evaluate(() => [globalThis.sent.length, document.activeElement.id]), [0, "note"], "native attributes hold");
    await page.type("#note", "x");
    await page.click("#go");
    assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
    assert.equal(await page.evaluate(() => document.querySelectorAll("[data-refresh-summary], [data-refresh-messages]").length), 0);
    assert.equal(await page.evaluate(() => globalThis.told.length), 1, "it is said once");
    // Firefox counts what the policy forbids among the errors.
    errors.splice(0, errors.length, ...errors.filter((error) => !error.startsWith("Content-Security-Policy")));
    await close();
  });
}

test("without the core the form is sent under its own attributes, and an event says why", async () => {
  const { page, close } = await hostPage({ loaded: false });
  await page.type("#size", "0");
  assert.match((await page.evaluate(() => globalThis.told)).join("\n"), /^NotInitializedError: .*await init\(\)/);
  assert.equal(await page.evaluate(() => document.querySelector("form").noValidate), false);
  await page.$eval("#task", (element) => element.setCustomValidity(""));
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  // Loaded later, it judges from then on.
  await page.evaluate(async () => (await import("/browser.js")).init());
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await close();
});
