// The package's entries in a real browser, on the main thread and in a worker, under a strict policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { serve } from "../../tools/serve.mjs";

let browser;
let site;
let page;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ folder: at() })]);
  page = await browser.newPage();
  await page.goto(`${site.address}tests/browser/blank.html`);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

test("calls before init say so; init loads once", async () => {
  const told = await page.evaluate(async () => {
    const browser = await import("/pkg/dist/browser.js");
    let before;
    try {
      browser.version();
    } catch (error) {
      before = error.name;
    }
    await Promise.all([browser.init(), browser.init()]);
    return { before, version: browser.version() };
  });
  assert.equal(told.before, "NotInitializedError");
  assert.match(told.version, /^\d+\.\d+\.\d+$/);
});

test("an address that leads nowhere is named, and a second attempt works", async (t) => {
  const fresh = await browser.newPage();
  t.after(() => fresh.close());
  await fresh.goto(`${site.address}tests/browser/blank.html`);
  const told = await fresh.evaluate(async () => {
    const { init, version } = await import("/pkg/dist/browser.js");
    const code = await init("/nowhere.wasm").then(
      () => "loaded",
      (error) => error.code,
    );
    await init("/pkg/dist/core.wasm");
    return { code, version: version() };
  });
  assert.equal(told.code, "WasmNotFound");
  assert.match(told.version, /^\d+\.\d+\.\d+$/);
});

test("a module worker imports the same entry", async () => {
  const version = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker("/tests/browser/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
      }),
  );
  assert.match(version, /^\d+\.\d+\.\d+$/);
});

test("a full stack inside the core leaves a working package", async () => {
  const same = await page.evaluate(async () => {
    const { version } = await import("/pkg/dist/browser.js");
    const before = version();
    let stopped = 0;
    const dive = () => {
      try {
        dive();
      } catch {
        stopped += 1;
      }
      try {
        version();
      } catch {
        stopped += 1;
      }
    };
    dive();
    return stopped > 0 && version() === before;
  });
  assert.equal(same, true);
});

test("the emulator answers in a page: signed there, fetched there, aborted there", async () => {
  const told = await page.evaluate(async () => {
    const { createEmulator, init, testAccessKey } = await import("/pkg/dist/emulator-browser.js");
    const { init: initCore, signing } = await import("/pkg/dist/browser.js");
    await Promise.all([init(), init(), initCore()]);
    const emulator = createEmulator({ scenario: "release" });
    const params = {
      ...{ Action: "DescribeRefreshTasks", Version: "2018-05-10", Format: "JSON", AccessKeyId: testAccessKey.id, SignatureMethod: "HMAC-SHA1" },
      ...{ SignatureVersion: "1.0", SignatureNonce: "n", Timestamp: new Date().toISOString().replace(/\.\d+Z/, "Z"), PageSize: "100" },
    };
    const { canonicalQuery, stringToSign } = signing.v1({ method: "GET", params });
    // Web Crypto, because the secret is the host's business.
    const algorithm = { name: "HMAC", hash: "SHA-1" };
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(`${testAccessKey.secret}&`), algorithm, false, ["sign"]);
    const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(stringToSign)))));
    const address = `https://cdn.aliyuncs.com/?${canonicalQuery}&Signature=${encodeURIComponent(signature)}`;
    const page = await (await emulator.fetch(address)).json();
    const hanging = createEmulator({ faults: { hang: 1 } }).fetch(address, { signal: AbortSignal.timeout(20) });
    return { rows: page.Tasks?.CDNTask.length ?? page.Code, aborted: await hanging.catch((error) => error.name) };
  });
  assert.deepEqual(told, { rows: 100, aborted: "TimeoutError" });
});
