// Live: the page that the command line's `console` serves asks the service through it, and its key is seen nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { KEY, start } from "../package/support/cli.mjs";
import { axe, find, openConsole, screenshot, settled, textOf, useBrowser } from "./harness.mjs";

useBrowser();

async function served(t) {
  const emulator = createEmulator({ scenario: "shop" });
  const service = await emulator.listen();
  const run = start(["console", "--endpoint", `http://127.0.0.1:${service.port}`], { env: KEY });
  t.after(async () => {
    run.child.kill("SIGINT");
    await run.ended;
    await service.close();
  });
  while (!run.written().includes("token=")) await settle(30);
  const address = /http:\S+/.exec(run.written())[0];
  return { emulator, address, token: new URL(address).searchParams.get("token") };
}
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("the question goes to the service with the command line's credentials; the key leaves the address at once", async (t) => {
  const { emulator, address, token } = await served(t);
  const { page, close } = await openConsole({ address, hash: "#run" });
  assert.doesNotMatch(await page.evaluate(() => location.href), /token/);
  assert.equal(await page.evaluate(() => document.querySelector("[name=source]:checked").value), "live");
  await (await find(page, "console-run .start")).evaluate((button) => button.click());
  await page.waitForSelector("console-run .progress.finished");
  await settled(page, 400);
  const { complete, rows } = await page.evaluate(() => document.querySelector("refresh-ledger").ledger);
  assert.equal(complete, true);
  assert.equal(await page.evaluate(() => document.querySelector("refresh-tasks").loaded), rows);
  assert.ok(emulator.truth().requests.length > 1);
  assert.match(await textOf(page, "console-results .origin"), /From the service/);
  assert.equal(await page.$("refresh-tasks >>> .mark"), null);
  await (await find(page, ".link")).click();
  await settled(page, 400);
  const held = await page.evaluate(() => [location.href, document.documentElement.outerHTML, JSON.stringify({ ...localStorage, ...sessionStorage }), history.length].join("\n"));
  assert.ok(!held.includes(token), "the key is in no address, document or storage");
  assert.deepEqual(await axe(page), []);
  await screenshot(page, "live-en-light-1440", { full: true });
  await close();
});

test("with a wrong key nothing is asked, and the page says what the command line said", async (t) => {
  const { emulator, address, token } = await served(t);
  const { page, complaints } = await openConsole({ address: address.replace(token, "x".repeat(token.length)), hash: "#run" });
  await (await find(page, "console-run .start")).evaluate((button) => button.click());
  await page.waitForSelector("console-run .progress:is(.finished, .failed)");
  assert.match(await textOf(page, "console-run .faults-met"), /ConsoleProxy\.Refused/);
  assert.equal(await page.evaluate(() => document.querySelector("refresh-ledger").ledger.complete), false);
  assert.equal(emulator.truth().requests.length, 0);
  // The browser itself remarks on the status; nothing else does.
  assert.deepEqual(complaints.filter((line) => !/status of 401/.test(line)), []);
  await page.close();
});
