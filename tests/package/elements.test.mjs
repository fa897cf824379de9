// The elements where there is no document.
import assert from "node:assert/strict";
import { test } from "node:test";

test("importing and defining the elements in Node does nothing and leaves nothing behind", async () => {
  const before = Object.keys(globalThis);
  const { defineElements } = await import("cdn-refresh-tasks/elements");
  defineElements();
  assert.deepEqual(Object.keys(globalThis), before);
  assert.equal(globalThis.customElements, undefined);
});
