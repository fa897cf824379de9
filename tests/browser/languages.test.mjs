// English and Chinese: complete, and switched as a whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { at } from "../../tools/lib/run.mjs";
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

for (const file of ["pkg/src/elements/text/index.ts", "pkg/src/elements/text/reading/index.ts", "pkg/src/elements/text/plan/index.ts", "pkg/src/elements/text/ledger/index.ts", "www/src/text/index.ts", "www/src/text/stages/index.ts"]) {
  test(`${file}: no key is missing, none is left over, none is empty or untranslated`, async () => {
    const { en, zh } = await dictionary(file);
    const [english, chinese] = [new Map(leaves(en)), new Map(leaves(zh))];
    assert.deepEqual([...chinese.keys()], [...english.keys()]);
    const same = new Set(["utc"]);
    for (const [key, text] of chinese) {
      assert.equal(typeof text, typeof english.get(key), key);
      if (typeof text === "function") continue;
      assert.notEqual(text, "", key);
      const han = /\p{Script=Han}/u;
      if (han.test(english.get(key))) assert.fail(`${key} has Chinese in English`);
      if (!han.test(text) && /[a-z]{4,} [a-z]{2,}/.test(text)) assert.fail(`${key} is not translated: ${text}`);
      if (!same.has(key) && han.test(text)) assert.doesNotMatch(text, /[\p{Script=Han}][,;:!?](\s|$)|[\p{Script=Han}][A-Za-z0-9]|[A-Za-z0-9][\p{Script=Han}]/u, `${key}: full-width punctuation, a space between Han and Latin`);
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

test("on the Chinese page no English sentence is left, but the service's own messages", async () => {
  const { page, close } = await openConsole({ locale: "zh" });
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  await example(page, "mistakes");
  const seen = await sentences(page);
  await example(page, "preloads");
  for (const name of ["odd", "throttled"]) {
    await example(page, name);
    seen.push(...(await sentences(page)));
  }
  await (await find(page, "console-run .start")).evaluate((button) => button.click());
  await page.waitForSelector("console-run .progress.finished");
  await page.evaluate(() => document.querySelector("refresh-ledger").shadowRoot.querySelector("details").open = true);
  await settled(page, 300);
  seen.push(...(await sentences(page)));
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
