// Waiting for an element by polling: puppeteer's own waiting watches mutations of the document, and does not hear of those in a shadow tree.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a page may take before a test gives it up; far more than any needs, because machines are shared. */
export const PATIENCE = 30_000;

/** A handle for a selector that pierces shadow trees, as soon as it is there: `refresh-query-form >>> #field-TaskId`. */
export async function find(page, selector) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await page.$(selector);
    if (found) return found;
    assert.ok(Date.now() < end, `${selector} is not on the page`);
    await sleep(20);
  }
}
