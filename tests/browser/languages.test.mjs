// English and Chinese: complete, and switched as a whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { at } from "../../tools/lib/run.mjs";
import { mistakes } from "../house/support/chinese.mjs";
import { example, find, openConsole, settled, useBrowser } from "./harness.mjs";

useBrowser();

async function dictionary(file) {
  const { outputFiles } = await build({ entryPoints: [at(file)], bundle: true, write: false, format: "esm", platform: "neutral", external: ["cdn-refresh-tasks"] });
  const { texts, stageTexts } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return texts ?? stageTexts;
}

/** Every text under its path; functions count as texts. */
function* leaves(node, path = "") {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "object" && value !== null) yield* leaves(value, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

/** What a text with places says, of counts and of words that end in Latin letters; a span ends in its Chinese unit. */
function* said(text) {
  const names = /^\(?([^)=]*)\)? *=>/.exec(String(text))[1].split(",").map((name) => name.trim());
  const values = names.map((name) => (/^(span|start|end)$/.test(name) ? ["3 秒"] : /^(failed|canceled)$/.test(name) ? [2] : [2, "任务 ID"]));
  const all = values.reduce((lists, some) => lists.flatMap((before) => some.map((value) => [...before, value])), [[]]);
  for (const given of [...all, ...names.map((_, none) => names.map((_, at) => (at === none && values[at][0] === 2 ? 0 : values[at][0])))]) {
    try {
      yield String(text(...given));
    } catch (error) {
      // A count is asked for more than words can do.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}

for (const file of ["pkg/src/elements/text/index.ts", "pkg/src/elements/text/reading/index.ts", "pkg/src/elements/text/plan/index.ts", "pkg/src/elements/text/ledger/index.ts", "www/src/text/index.ts", "www/src/text/stages/index.ts"]) {
  test(`${file}: no key is missing, none is left over, none is empty or untranslated`, async () => {
    const { en, zh } = await dictionary(file);
    const [english, chinese] = [new Map(leaves(en)), new Map(leaves(zh))];
    assert.deepEqual([...chinese.keys()], [...english.keys()]);
    const same = new Set(["utc"]);
    for (const [key, text] of chinese) {
      assert.equal(typeof text, typeof english.get(key), key);
      if (typeof text === "function") {
        assert.deepEqual([...said(text)].flatMap(mistakes), [], key);
        continue;
      }
      if (key !== "space") assert.notEqual(text, "", key);
      const han = /\p{Script=Han}/u;
      if (han.test(english.get(key))) assert.fail(`${key} has Chinese in English`);
      if (!han.test(text) && /[a-z]{4,} [a-z]{2,}/.test(text)) assert.fail(`${key} is not translated: ${text}`);
      if (!same.has(key)) assert.deepEqual(mistakes(text), [], key);
    }
  });
}

const sentences = (page) =>
  page.evaluate(() => {
    const found = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.textContent.trim();
        if (/[A-Za-z]{2,}( [a-z]{2,}){3,}/.test(text)) found.push(text);
        return;
      }
      if (node.nodeType === Node.ELEMENT_NODE && (node.matches("style, script, code, pre, [translate=no], option, datalist") || !node.checkVisibility?.())) return;
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child);
    };
    walk(document.body);
    return found;
  });

/** What is read as one line of words: the text between two edges of blocks, whichever elements it is made of. */
const lines = (page) =>
  page.evaluate(() => {
    const found = [""];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) found[found.length - 1] += node.textContent.replace(/\s+/g, " ");
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches("style, script, pre, svg, option, datalist") || !node.checkVisibility?.()) return;
      const { display, position } = getComputedStyle(node);
      // The service's words, whatever they are, count as one.
      if (node.matches("[translate=no]")) return void (display === "inline" ? (found[found.length - 1] += "X") : found.push(""));
      const apart = !["inline", "contents"].includes(display) || position === "absolute" || node.matches("br, input, select, textarea");
      if (apart) found.push("");
      for (const child of node.localName === "slot" ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes) walk(child);
      if (apart) found.push("");
    };
    walk(document.body);
    return [...new Set(found.map((line) => line.replace(/ +/g, " ").trim()).filter((line) => /\p{Script=Han}/u.test(line)))];
  });

test("on the Chinese page no English sentence is left, but the service's own messages", async () => {
  const { page, close } = await openConsole({ locale: "zh" });
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  await example(page, "mistakes");
  const seen = await sentences(page);
  const read = await lines(page);
  await example(page, "unclear");
  read.push(...(await lines(page)));
  await example(page, "recent");
  await example(page, "preloads");
  for (const name of ["odd", "throttled"]) {
    await example(page, name);
    seen.push(...(await sentences(page)));
    read.push(...(await lines(page)));
  }
  await (await find(page, "console-run .start")).evaluate((button) => button.click());
  await page.waitForSelector("console-run .progress.finished");
  await page.evaluate(() => document.querySelector("refresh-ledger").shadowRoot.querySelector("details").open = true);
  await settled(page, 300);
  seen.push(...(await sentences(page)));
  read.push(...(await lines(page)));
  assert.ok(read.length > 100);
  assert.deepEqual([...new Set(read)].flatMap(mistakes), []);
  const ours = seen.filter((text) => !/^(The server is busy|Specified time stamp|The (specified|request|query|StartTime|input)|A maximum of|.*\.$)/.test(text));
  assert.deepEqual(ours, []);
  await close();
});

test("switching the language switches everything, keeps what was typed, and is remembered", async () => {
  const { page, close } = await openConsole({ locale: "en" });
  await example(page, "mistakes");
  const text = () => page.evaluate(() => document.querySelector("refresh-query-form").shadowRoot.textContent);
  const before = await page.evaluate(() => JSON.stringify(document.querySelector("refresh-query-form").draft));
  assert.doesNotMatch((await text()).replace(/15423123921.*$/s, ""), /\p{Script=Han}{4}/u);
  await (await find(page, '.languages button[lang="zh-CN"]')).click();
  // The language is fetched when it is first asked for.
  await page.waitForFunction(() => document.title === "CDN 刷新预热任务");
  await settled(page);
  assert.match(await text(), /\p{Script=Han}{4}/u);
  assert.equal(await page.evaluate(() => document.title), "CDN 刷新预热任务");
  assert.equal(await page.evaluate(() => JSON.stringify(document.querySelector("refresh-query-form").draft)), before);
  assert.match(await page.evaluate(() => localStorage.getItem("cdn-refresh-tasks.preferences")), /"zh"/);
  await close();
});
