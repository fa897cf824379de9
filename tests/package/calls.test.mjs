// What the README's table of calls claims, on the accounts that are quick to walk: this package misses nothing and says so, for hardly more
// calls than a loop; who reads one page misses most of it and is told nothing.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { asked, questions } from "../../bench/calls.bench.mjs";

for (const question of questions.filter(({ options }) => !["large-account", "drift"].includes(options.scenario))) {
  test(question.question, async () => {
    const ways = await asked(question);
    const results = {};
    for (const way of ways) if (!way.startsWith("a call for each")) results[way] = await asked(question, way);
    const { ours, ...usual } = results;
    assert.equal(ours.missed, 0);
    assert.equal(ours.twice, 0);
    assert.equal(ours.told, "proof");
    const whole = Object.values(usual).filter(({ missed }) => missed === 0);
    assert.ok(whole.length > 0, "no usual way found everything: nothing to compare with");
    const least = Math.min(...whole.map(({ calls }) => calls));
    // Proving costs some calls more; so do calls that are refused because others used the quota up.
    assert.ok(ours.calls <= 1.3 * least + 5, `${ours.calls} calls, a loop takes ${least}`);
  });
}

test("one page of many is taken for all, and nothing says otherwise", async () => {
  const [release] = questions;
  const page = await asked(release, "--pager");
  assert.equal(page.calls, 1);
  assert.ok(page.missed > 0);
  assert.equal(page.told, "nothing");
});

test("under drift a loop misses rows and reads others twice; this package does neither", async () => {
  const drift = questions.find(({ options }) => options.scenario === "drift");
  const loop = await asked(drift, "loop over PageNumber");
  assert.ok(loop.missed > 0 && loop.twice > 0);
  const ours = await asked(drift, "ours");
  assert.deepEqual([ours.missed, ours.twice], [0, 0]);
});
