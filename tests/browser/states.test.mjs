// Every state in both languages and both schemes: clean for axe, and a picture of each under artefacts/.
import assert from "node:assert/strict";
import { test } from "node:test";
import { driven } from "../../tools/browser.mjs";
import { LOOKS, axe, example, find, openConsole, screenshot, settled, useBrowser } from "./harness.mjs";

useBrowser();

const submit = async (page) => {
  await (await find(page, "refresh-query-form >>> button.primary")).evaluate((button) => button.click());
  await settled(page);
};
const open = async (page) => {
  await (await find(page, "refresh-tasks >>> .open")).evaluate((button) => button.click());
  await settled(page);
};
const tab = (name) => async (page) => {
  await (await find(page, `refresh-contract >>> #tab-${name}`)).evaluate((button) => button.click());
  await settled(page);
};
/** In an order in which each builds on the one before, so that one page shows them all. */
const STATES = [
  ["empty", []],
  ["mistakes", ["mistakes", submit]],
  ["valid", ["preloads", "odd", open]],
  ["fault", ["html", tab("params")]],
  ["throttled", ["throttled", tab("errors")]],
  ["conflicts", ["reference", tab("conflicts")]],
];

const press = async (page, selector) => {
  await (await find(page, selector)).evaluate((button) => button.click());
  await settled(page);
};
const ended = async (page) => {
  await press(page, "console-run .start");
  await page.waitForSelector("console-run .progress.finished");
  await page.waitForSelector("console-results .charts");
};
/** From the question to what came of it, each from an address of its own. */
const RUNS = [
  ["unclear", "#ask", (page) => example(page, "unclear")],
  ["failures", "#run?scenario=failing-origin&faults=slow.throttled&speed=Infinity&last=7200", ended],
  ["waited", "#run?scenario=release&wait=30&speed=Infinity&last=7200", ended],
  ["absent", "#run?speed=Infinity&taskIds=15423123921", async (page) => {
    await press(page, "console-run .start");
    await page.waitForSelector("console-run .progress.finished");
  }],
  ["by-hand", "#run?answers=by-hand&last=7200", (page) => press(page, "console-run .start")],
];

/** Clean for axe, as wide as the window, and a picture. */
async function look(page, name, { locale, theme, width }) {
  await settled(page, 300);
  assert.deepEqual(await axe(page), [], name);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${name} sticks out`);
  // Sections contain their layout, so what sticks out of one does not widen the page.
  assert.deepEqual(await page.$$eval("section", (sections) => sections.filter((one) => one.scrollWidth > one.clientWidth).map(({ id }) => id)), [], name);
  await screenshot(page, `${name}-${locale}-${theme}-${width}`, { full: true });
}

for (const [locale, theme, width] of LOOKS) {
  const looks = { locale, theme, width };
  test(`calls and answers: ${locale}, ${theme}, ${width} px`, async () => {
    const { page, close } = await openConsole({ ...looks, height: 900, reducedMotion: true });
    for (const [name, steps] of STATES) {
      for (const step of steps) await (typeof step === "string" ? example(page, step) : step(page));
      await look(page, name, looks);
    }
    await close();
  });

  test(`questions and runs: ${locale}, ${theme}, ${width} px`, async () => {
    for (const [name, hash, come] of RUNS) {
      const { page, close } = await openConsole({ ...looks, hash, height: 900, reducedMotion: true });
      await come(page);
      await look(page, name, looks);
      await close();
    }
  });
}

test("100,000 rows", async () => {
  const { page, close } = await openConsole();
  await example(page, "large");
  await settled(page, 300);
  await (await find(page, "refresh-tasks")).evaluate((element) => element.scrollIntoView());
  assert.deepEqual(await axe(page), []);
  await screenshot(page, "large-en-light-1440");
  await close();
});

// Only Chromium's debugger changes the medium.
const chromiumOnly = { skip: driven !== "chromium" && "Chromium only" };

test("printed, it is what is read: nothing to press, nothing cut off, dark on white", chromiumOnly, async () => {
  const { page, close } = await openConsole({ theme: "dark" });
  await example(page, "odd");
  await example(page, "preloads");
  await page.emulateMediaType("print");
  const seen = await page.evaluate(() => {
    const shown = (selector, root = document) => [...root.querySelectorAll(selector)].some((element) => element.checkVisibility());
    const { shadowRoot } = document.querySelector("refresh-signing");
    const cut = [...shadowRoot.querySelectorAll("pre")].filter((code) => code.scrollHeight > code.clientHeight + 1).length;
    const plans = [...document.querySelectorAll("refresh-plan")].some((plan) => shown(".plan button", plan.shadowRoot));
    const paths = [...document.querySelector("refresh-tasks").shadowRoot.querySelectorAll(".path bdi")].filter((path) => path.scrollWidth > path.clientWidth).length;
    return { header: shown(".top"), examples: shown(".examples button"), copies: shown(".copy button", shadowRoot), plans, code: shown("pre", shadowRoot), cut, paths, scheme: getComputedStyle(document.documentElement).colorScheme };
  });
  assert.deepEqual(seen, { header: false, examples: false, copies: false, plans: false, code: true, cut: 0, paths: 0, scheme: "light" });
  await screenshot(page, "print", { full: true });
  await close();
});

test("a table too long to print says so, and prints what is on the screen", chromiumOnly, async () => {
  const { page, close } = await openConsole();
  await example(page, "large");
  await settled(page, 300);
  await page.emulateMediaType("print");
  await settled(page, 300);
  const { told, rows } = await page.evaluate(() => {
    const { shadowRoot } = document.querySelector("refresh-tasks");
    return { told: shadowRoot.querySelector(".unprinted").checkVisibility(), rows: shadowRoot.querySelectorAll("tbody[data-index]").length };
  });
  assert.ok(told);
  assert.ok(rows < 100, `${rows} rows`);
  await close();
});

test("where motion is to be reduced, nothing moves by itself", chromiumOnly, async () => {
  for (const [reducedMotion, behaviour] of [[true, "auto"], [false, "smooth"]]) {
    const { page, close } = await openConsole({ reducedMotion });
    await example(page, "odd");
    await find(page, "refresh-tasks >>> .open");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), behaviour);
    const moving = await page.evaluate(() => {
      const all = (root) => [...root.querySelectorAll("*")].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
      return all(document).filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(", ").some((span) => Number.parseFloat(span) > 0);
      }).length;
    });
    assert.equal(moving > 0, !reducedMotion);
    await close();
  }
});
