// The shared quota, against a Redis that only remembers what it was asked; a real one is asked in tests/slow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRedisQuota } from "cdn-refresh-tasks/redis";

/** Answers every question with no wait, or not at all. */
function redis(gone = false) {
  const penalties = [];
  return {
    penalties,
    eval: async (_script, { arguments: [, penalty] }) => {
      if (Number(penalty) >= 0) penalties.push(Number(penalty));
      if (gone) throw new Error("gone");
      return ["0", 1];
    },
  };
}

test("a penalty that is no time closes nothing, and Redis never hears of it as such", () => {
  const asked = redis();
  const quota = createRedisQuota(asked);
  for (const ms of [Number.NaN, Infinity, -Infinity, -5, undefined, 250]) quota.penalize("list", ms);
  assert.deepEqual(asked.penalties, [0, 0, 0, 0, 0, 250_000]);
});

test("without Redis, a process keeps to its share after such a penalty too", async (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: 1_764_000_000_000 });
  const quota = createRedisQuota(redis(true), { list: 2, processes: 1 });
  for (const ms of [Number.NaN, Infinity]) quota.penalize("list", ms);
  const went = [];
  const turns = (async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await quota.acquire("list");
      went.push(Date.now() - 1_764_000_000_000);
    }
  })();
  for (let ms = 0; ms < 3000 && went.length < 3; ms += 10) {
    for (let settled = 0; settled < 20; settled += 1) await null;
    t.mock.timers.tick(10);
  }
  await turns;
  assert.ok(went[1] - went[0] >= 500 && went[2] - went[1] >= 500, String(went));
  assert.ok(went[2] < 2000, String(went));
});

test("what is no number above 0, and no kind of call, is refused where it is given", async () => {
  for (const options of [{ list: 0 }, { list: Infinity }, { byId: Number.NaN }, { processes: Number.NaN }, { timeoutMs: 0 }, { timeoutMs: Infinity }]) {
    const [name] = Object.keys(options);
    assert.throws(() => createRedisQuota(redis(), options), ({ code, message }) => /^Invalid(Rate|Option)$/.test(code) && message.includes(`\`${name}\``), name);
  }
  const quota = createRedisQuota(redis());
  assert.throws(() => quota.penalize("scan", 1), { code: "InvalidQuotaKind" });
  await assert.rejects(quota.acquire("scan"), { code: "InvalidQuotaKind" });
});
