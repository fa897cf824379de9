// What leaves the wasm.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import binaryen from "binaryen";

const SCALAR = new Set([binaryen.none, binaryen.i32, binaryen.i64, binaryen.f32, binaryen.f64]);

for (const name of ["core", "emulator"]) {
  test(`no export of ${name}.wasm answers with a reference`, () => {
    const module = binaryen.readBinary(readFileSync(new URL(`../../pkg/dist/${name}.wasm`, import.meta.url)));
    const answers = new Map();
    for (let at = 0; at < module.getNumExports(); at++) {
      const found = binaryen.getExportInfo(module.getExportByIndex(at));
      if (found.kind !== binaryen.ExternalFunction) continue;
      answers.set(found.name, binaryen.getFunctionInfo(module.getFunction(found.value)).results);
    }
    module.dispose();
    assert.ok(answers.size > 3, "functions are exported");
    // V8 up to Node 20 aborts the process ("unreachable code") when it gives up optimized code during the call of such an export. What takes
    // several values is never compiled into its caller, so the expansion of a Result is safe.
    const references = [...answers].filter(([, type]) => !SCALAR.has(type) && binaryen.expandType(type).length < 2);
    assert.deepEqual(references, []);
  });
}
