// The elements where there is no document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { at } from "../../tools/lib/run.mjs";

/** What a bundler for this kind of host makes of it, run where there is nothing but the language. */
for (const conditions of [["workerd", "worker", "browser"], ["edge-light", "worker", "browser"], ["worker", "browser"]]) {
  test(`bundled for ${conditions.join(", ")}: the import is harmless`, async () => {
    const contents = 'import { defineElements } from "cdn-refresh-tasks/elements"; defineElements(); globalThis.done = typeof defineElements;';
    const { outputFiles } = await build({ stdin: { contents, resolveDir: at("tests") }, bundle: true, write: false, format: "iife", conditions, platform: "neutral" });
    const context = createContext({});
    runInContext(outputFiles[0].text, context);
    assert.equal(context.done, "function");
  });
}

test("importing and defining the elements in Node does nothing and leaves nothing behind", async () => {
  const before = Object.keys(globalThis);
  const { defineElements } = await import("cdn-refresh-tasks/elements");
  defineElements();
  assert.deepEqual(Object.keys(globalThis), before);
  assert.equal(globalThis.customElements, undefined);
});
