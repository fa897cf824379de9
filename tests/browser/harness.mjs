// One browser per test file, and a page that tells everything it complains of.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { driven, launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { serve } from "../../tools/serve.mjs";
import { PATIENCE, find } from "./find.mjs";

export { find };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const artefacts = at("artefacts");

/** Language, scheme and width: two that share nothing, and with `LOOKS=all`, as in `npm run test:all`, every pair of them. */
export const LOOKS = [
  ["en", "light", 1440],
  ["zh", "dark", 360],
  ...(process.env.LOOKS === "all" ? [["zh", "dark", 1440], ["zh", "light", 360], ["en", "dark", 360]] : []),
];

let browser;

export function useBrowser() {
  before(async () => {
    mkdirSync(artefacts, { recursive: true });
    browser = await launch();
  });
  after(() => browser?.close());
}

/** An origin of its own for a tab, which so has its own storage; a profile of its own would cost a window, which takes longer than all of the page. */
async function ownAddress(page) {
  const { address, close } = await serve();
  page.once("close", close);
  return address;
}

/**
 * The console in a fresh tab with its own storage, served here or at `address`. `now` stops the clock there. Closing it asserts that nothing was complained of: no
 * error, no violation of the policy, no request to anywhere else.
 */
export async function openConsole({ locale = "en", theme = "light", width = 1440, height = 900, hash = "", now, reducedMotion = false, address } = {}) {
  const page = await browser.newPage();
  const home = address ?? (await ownAddress(page));
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width, height });
  if (driven === "chromium") await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: reducedMotion ? "reduce" : "no-preference" }]);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message ?? error}`));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(`console: ${message.text()}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(home).origin) && !/^(data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  await page.evaluateOnNewDocument(
    (preferences, stopped) => {
      localStorage.setItem("cdn-refresh-tasks.preferences", JSON.stringify(preferences));
      if (stopped !== null) Date.now = () => stopped;
      globalThis.violations = [];
      document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
    },
    { locale, theme },
    now ?? null,
  );
  await page.goto(home + hash);
  await page.waitForFunction(() => document.documentElement.dataset.core !== undefined);
  const close = async () => {
    complaints.push(...(await page.evaluate(() => globalThis.violations)));
    await page.close();
    assert.deepEqual(complaints, []);
  };
  return { page, complaints, close };
}

/** Everything that axe finds on the page, or in `parts` of it, in words; rules of WCAG 2.2 AA and best practice. */
export async function axe(page, parts = [":root"]) {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((include) => globalThis.axe.run({ include }, { resultTypes: ["violations"] }), parts);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
}

/** A picture of a page or of an element, packed less where only Chromium can leave that out: it is half of the time a picture takes. */
export const screenshot = (from, name, { full } = {}) =>
  from.screenshot({ path: `${artefacts}/${name}.png`, ...(full !== undefined && { fullPage: full }), optimizeForSpeed: driven === "chromium" });

/** The settled page: elements rendered, timers of the interface over. */
export const settled = (page, ms = 60) =>
  page.evaluate((wait) => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(undefined)), wait)), ms);

export const textOf = async (page, selector) => (await (await find(page, selector)).evaluate((element) => element.textContent)).replace(/\s+/g, " ").trim();

/** The focused element, through every shadow tree. */
export const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element ? `${element.localName}${element.id ? `#${element.id}` : ""}${typeof element.className === "string" && element.className ? `.${element.className.trim().replaceAll(" ", ".")}` : ""}` : null;
  });

/** Clears a field and types into it. */
export async function type(page, param, text) {
  const field = await find(page, `refresh-query-form >>> #field-${param}`);
  await field.evaluate((element) => (element.value = ""));
  await field.type(text);
}

export async function example(page, name) {
  await (await find(page, `[data-example="${name}"]`)).evaluate((button) => button.click());
  await settled(page);
}
