// Four processes, one account, one Redis: together within the rate, each with its share, told when Redis goes and when it is back.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient as connect } from "redis";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { createRedisQuota } from "cdn-refresh-tasks/redis";
import { freePort, redisServer, startRedis } from "./support/redis.mjs";

const PROCESSES = 4;
const RATE = 4;
/** The service's own limit. */
const LIMIT = 5;
/** Watched over two seconds, because a machine under load delivers what was sent in time later, and then more at once. */
const WINDOW_MS = 2000;
const path = await redisServer();
const skip = path === undefined && "redis-server is not installed";

/** The most calls a second, in any window. */
function busiest(times) {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while (times[last] - times[first] >= WINDOW_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return (most * 1000) / WINDOW_MS;
}

test("shared, degraded, recovered", { skip, timeout: 120_000 }, async (t) => {
  const port = await freePort();
  let redis = await startRedis(path, port);
  t.after(() => redis.stop());
  const emulator = createEmulator({ scenario: "shop" });
  const server = await emulator.listen();
  t.after(() => server.close());
  const events = [];
  const worker = fileURLToPath(new URL("./support/redis-worker.mjs", import.meta.url));
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const child = fork(worker, [`http://127.0.0.1:${server.port}`, `redis://127.0.0.1:${port}`, "test"]);
    child.on("message", (message) => events.push({ index, at: Date.now(), ...message }));
    t.after(() => child.kill("SIGKILL"));
    return child;
  });
  const said = (event) => events.filter((message) => message.event === event);
  const until = async (condition, what) => {
    for (const end = Date.now() + 20_000; !condition(); await sleep(50)) assert.ok(Date.now() < end, `${what}: ${JSON.stringify(events.slice(-5))}`);
  };
  const calls = (from, to) => emulator.truth().requests.filter(({ at }) => at >= from && at < to).map(({ at }) => at);

  await until(() => said("ready").length === PROCESSES, "all are ready");
  const shared = Date.now();
  await sleep(12_000);
  const gone = Date.now();
  const together = calls(shared, gone);
  assert.ok(busiest(together) <= LIMIT, `${busiest(together)} calls in a second`);
  const rate = (together.length * 1000) / (gone - shared);
  // Only the upper bound is a promise: how much of the rate is used depends on how busy the machine is.
  assert.ok(rate <= RATE * 1.1, `${rate} calls a second`);
  assert.ok(together.length >= 2 * PROCESSES, `${together.length} calls together`);

  await redis.stop();
  await until(() => said("degraded").length === PROCESSES, "all are told that Redis is gone");
  const alone = Date.now();
  await sleep(8000);
  redis = await startRedis(path, port);
  const back = Date.now();
  const degraded = calls(alone, back);
  assert.ok(busiest(degraded) <= LIMIT, `${busiest(degraded)} calls in a second without Redis`);
  assert.ok(degraded.length >= PROCESSES, "the work goes on without Redis");

  await until(() => said("recovered").length === PROCESSES, "all are told that Redis is back");
  await sleep(5000);
  for (const child of children) {
    const exited = once(child, "exit");
    child.send("stop");
    await exited;
  }
  const requests = emulator.truth().requests;
  assert.ok(busiest(requests.map(({ at }) => at)) <= LIMIT, `${busiest(requests.map(({ at }) => at))} calls in a second over all`);
  assert.deepEqual(requests.filter(({ status }) => status !== 200).length, 0);
  const shares = said("ended").map(({ calls }) => calls);
  assert.equal(shares.length, PROCESSES);
  const fair = shares.reduce((sum, count) => sum + count, 0) / PROCESSES;
  for (const share of shares) assert.ok(share >= fair * 0.6, `no one starves: ${shares.join(", ")}`);
  assert.deepEqual(said("failed"), []);
  t.diagnostic(`busiest ${busiest(together)} and ${busiest(degraded)} a second, ${busiest(requests.map(({ at }) => at))} over all; ${together.length} calls in ${(gone - shared) / 1000} s together, ${degraded.length} in ${(back - alone) / 1000} s without Redis; shares ${shares.join(", ")}`);
});

test("a penalty holds for all, slows them, and wears off; an abort frees the caller", { skip, timeout: 60_000 }, async (t) => {
  const port = await freePort();
  const redis = await startRedis(path, port);
  t.after(() => redis.stop());
  const clients = await Promise.all([1, 2].map(() => connect({ url: `redis://127.0.0.1:${port}` }).on("error", () => {}).connect()));
  t.after(() => clients.forEach((client) => client.destroy()));
  const [one, two] = clients.map((client) => createRedisQuota(client, { list: 20 }));
  await one.acquire("list");
  one.penalize("list", 1500);
  await sleep(100);
  const started = Date.now();
  await two.acquire("list");
  const waited = Date.now() - started;
  assert.ok(waited >= 1200, `${waited} ms`);
  const spaced = Date.now();
  await two.acquire("list");
  await two.acquire("list");
  assert.ok(Date.now() - spaced >= 120, "after a penalty the interval is longer than the usual 50 ms");
  const byId = Date.now();
  await two.acquire("by-id");
  assert.ok(Date.now() - byId < 1400, "the other kind does not wait for the penalty");
  one.penalize("list", 5000);
  await sleep(100);
  await assert.rejects(two.acquire("list", AbortSignal.timeout(100)), { name: "TimeoutError" });
});
