// What the commands of this repository promise of themselves.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { Problem, at, run } from "../../tools/lib/run.mjs";
import { unlessDone } from "../../tools/lib/stamp.mjs";

test("a word that is in no step's title tests nothing, and so fails", async () => {
  await assert.rejects(run(process.execPath, [at("tools", "test.mjs"), "--only", "no such step"]), (error) => error instanceof Problem && /no step has `no such step`.*page in Chromium/s.test(error.message));
});

test("output that comes in the middle of a character is read whole", async () => {
  const program = `const [first, ...rest] = Buffer.from("完整"); process.stdout.write(Buffer.from([first])); setTimeout(() => process.stdout.write(Buffer.from(rest)), 50)`;
  assert.equal(await run(process.execPath, ["-e", program]), "完整");
});

test("work that broke off is done again, also for what was done before it", async (t) => {
  const name = `test-${process.pid}`;
  t.after(() => rmSync(at("node_modules", ".cache", "cdn-refresh-tasks", name), { force: true }));
  let times = 0;
  const done = async () => void (times += 1);
  assert.equal(await unlessDone(name, "one", [], done), true);
  assert.equal(await unlessDone(name, "one", [], done), false);
  await assert.rejects(unlessDone(name, "two", [], () => Promise.reject(new Error("broke off"))));
  assert.equal(await unlessDone(name, "one", [], done), true);
  assert.equal(times, 2);
});
