// The console asks with half of a language: every text of a check or a plan must be in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { half } from "../../tools/lib/halves.mjs";
import { at } from "../../tools/lib/run.mjs";

const read = (name) => JSON.parse(readFileSync(at(...name.split("/")), "utf8"));

function* strings(node) {
  if (typeof node === "string") yield node;
  else if (typeof node === "object" && node !== null) for (const value of Object.values(node)) yield* strings(value);
}

/** A text as it is answered, with anything in its places. */
const answered = (text) => new RegExp(`^${text.split(/\{[\w-]+\}/).map((piece) => RegExp.escape?.(piece) ?? piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*")}$`, "s");

for (const language of ["en", "zh"]) {
  const [asking, reading] = [half(language, "asking"), half(language, "reading")];

  test(`${language}: two halves make the whole`, () => {
    const { texts, contract, ...others } = { ...read(`pkg/src/generated/${language}.json`), errors: read(`pkg/src/languages/errors/${language}.json`) };
    const { texts: later, contract: tables, ...rest } = reading;
    assert.deepEqual({ ...asking.texts, ...later }, texts);
    assert.deepEqual({ ...asking.contract, ...tables }, contract);
    assert.deepEqual(rest, others);
    assert.deepEqual(Object.keys(asking.texts).filter((key) => key in later), []);
  });

  test(`${language}: no answer of the cases of check and plan needs the second`, () => {
    const said = [...new Set([...strings(read("tests/cases/check.json").map(({ answer }) => answer)), ...strings(read("tests/cases/plan.json").map(({ answer }) => answer))])];
    const first = Object.values(asking.texts).map(answered);
    assert.ok(said.filter((text) => first.some((known) => known.test(text))).length > 50);
    for (const text of Object.values(reading.texts)) {
      const pattern = answered(text);
      assert.deepEqual(said.filter((one) => pattern.test(one) && !first.some((known) => known.test(one))), [], text);
    }
  });
}
