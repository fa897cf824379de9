// bindForm on a plain form of somebody else's: native validation, messages at the field, fixes, a summary; and nothing left behind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
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

/** A form as a host page has it; `sent` holds what was submitted. */
async function hostPage({ loaded = true, options = {} } = {}) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  // An address that is not there: an empty page of the same origin.
  await page.goto(`${site.address}blank`);
  await page.evaluate(
    async (init, given) => {
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
      add("input", { name: "StartTime", id: "start", type: "datetime-local", step: "1" });
      add("input", { name: "EndTime", id: "end", type: "datetime-local", step: "1" });
      add("input", { name: "note", id: "note" });
      form.append(Object.assign(document.createElement("button"), { id: "go", textContent: "go" }));
      document.body.replaceChildren(form);
      globalThis.sent = [];
      globalThis.told = [];
      globalThis.untouched = document.body.innerHTML;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        globalThis.sent.push(Object.fromEntries(new FormData(form)));
      });
      form.addEventListener("refresh-unavailable", ({ detail }) => globalThis.told.push(detail.error.name));
      const core = await import("/browser.js");
      if (init) await core.init();
      const { bindForm } = await import("/form.js");
      globalThis.changes = [];
      globalThis.bound = bindForm(form, { names: { DomainName: "domain" }, onChange: ({ ok }) => globalThis.changes.push(ok), ...given });
    },
    loaded,
    options,
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
  return { page, field, focused, close };
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

test("destroyed, it leaves the form as it was", async () => {
  const { page, close } = await hostPage();
  await page.type("#size", "0");
  await page.click("#go");
  await page.evaluate(() => globalThis.bound.destroy());
  assert.equal(await page.evaluate(() => document.body.innerHTML === globalThis.untouched && document.querySelector("form").checkValidity() && !document.querySelector("form").noValidate), true);
  await page.type("#size", "00");
  assert.equal(await page.evaluate(() => document.body.innerHTML === globalThis.untouched), true);
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await close();
});

test("without the core the form is sent under its own attributes, and an event says why", async () => {
  const { page, close } = await hostPage({ loaded: false });
  await page.type("#size", "0");
  assert.deepEqual(await page.evaluate(() => globalThis.told), ["NotInitializedError"]);
  assert.equal(await page.evaluate(() => document.querySelector("form").noValidate), false);
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  // Loaded later, it judges from then on.
  await page.evaluate(async () => (await import("/browser.js")).init());
  await page.click("#go");
  assert.equal(await page.evaluate(() => globalThis.sent.length), 1);
  await close();
});

test("beyond the core it weighs at most 4 KB", () => {
  const seen = new Set();
  const imports = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, next] of readFileSync(at("pkg", "dist", name), "utf8").matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) imports(next);
  };
  imports("browser.js");
  const core = new Set(seen);
  seen.clear();
  imports("form.js");
  const own = [...seen].filter((name) => !core.has(name));
  assert.ok(own.includes("form.js"));
  const bytes = own.reduce((sum, name) => sum + gzipSync(readFileSync(at("pkg", "dist", name)), { level: 9 }).length, 0);
  assert.ok(bytes <= 4096, `${bytes} B: ${own.join(", ")}`);
});
