// The core loads in every way the package offers, and survives a trap.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);

for (const entry of ["cdn-refresh-tasks", "cdn-refresh-tasks/inline"]) {
  test(`${entry}: import and require offer the same names`, async () => {
    const imported = await import(entry);
    const required = require(entry);
    assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
    assert.equal(typeof imported.init, "function");
    await imported.init();
  });
}

test("entries loaded together share one core", async () => {
  const main = await import("cdn-refresh-tasks");
  const inline = await import("cdn-refresh-tasks/inline");
  assert.equal(main.RefreshTasksError, inline.RefreshTasksError);
});

test("the browser entry says that it is not loaded, and loads once", async () => {
  const script = `
    const browser = await import(${JSON.stringify(new URL("../../pkg/dist/browser.js", import.meta.url).href)});
    const { readFileSync } = await import("node:fs");
    const bytes = readFileSync(${JSON.stringify(new URL("../../pkg/dist/core.wasm", import.meta.url).pathname)});
    try { browser.version(); } catch (error) { console.log(error.name, error.code); }
    await browser.init({}).catch((error) => console.log(error.name, error.code));
    await Promise.all([browser.init(bytes), browser.init(bytes)]);
    console.log(browser.version());`;
  const lines = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).trim().split("\n");
  assert.deepEqual(lines.slice(0, 2), ["NotInitializedError NotInitialized", "RefreshTasksError InvalidWasmInput"]);
  assert.match(lines[2], /^\d+\.\d+\.\d+$/);
});

test("a trap is told and leaves a working package", async () => {
  const { version, CoreStoppedError } = await import("cdn-refresh-tasks");
  const before = version();
  const dive = () => {
    // Deep enough that some call stops inside wasm, where an interrupted call would leave its stack pointer and memory behind.
    try {
      dive();
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof CoreStoppedError, String(error));
    }
    try {
      version();
    } catch (error) {
      assert.ok(error instanceof RangeError || error instanceof CoreStoppedError, String(error));
    }
  };
  dive();
  assert.equal(version(), before);
});
