// Whole answers through the client: what its ledger counts is what the service saw, and what it is given wrongly is said where it is given.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidRequestError, RefreshTasksError, createClient, createQuota } from "cdn-refresh-tasks";
import { createEmulator } from "cdn-refresh-tasks/emulator";

const KEY = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const HOUR = 3_600_000;

/** A clock that stands where the calls under way are, and goes on by itself only over sleeps. */
function counted(start = Date.UTC(2026, 10, 24, 8)) {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

/** A service by that clock, and a client whose own may be wrong. */
function both({ skew = 0, ...options } = {}) {
  const clock = counted();
  const emulator = createEmulator({ ...options, now: clock.now, sleep: clock.sleep });
  const client = createClient({ ...KEY, fetch: emulator.fetch, clock: { ...clock, now: () => clock.now() + skew } });
  return { client, seen: () => emulator.truth().requests.length };
}

async function read(stream, most = Infinity) {
  let rows = 0;
  for await (const _ of stream) {
    rows += 1;
    if (rows === most) break;
  }
  return rows;
}

for (const [how, query, options, most] of [
  ["to its end", {}, {}],
  ["up to a limit", {}, { limit: 150 }],
  ["left early", {}, {}, 150],
]) {
  test(`a walk ${how}: the ledger counts the calls that were sent, no others`, async () => {
    const { client, seen } = both({ scenario: "release" });
    const stream = client.tasks(query, options);
    await read(stream, most);
    assert.ok(seen() > 1);
    assert.equal(stream.ledger().calls, seen());
    assert.equal(stream.ledger().retries, 0);
  });
}

test("a call whose turn never came is sent by whoever goes on, and counts once", async () => {
  const { client, seen } = both({ scenario: "release" });
  const left = client.tasks({});
  const first = await read(left, 150);
  const resumed = client.tasks({}, { resume: left.checkpoint() });
  const rest = await read(resumed);
  // Of the page that was left in the middle, every row counts as delivered.
  assert.ok(first + rest <= resumed.ledger().rows);
  assert.equal(resumed.ledger().complete, true);
  assert.equal(resumed.ledger().calls, seen());
});

for (const hours of [-2, 2]) {
  test(`by a clock ${hours} h off, what was asked in vain counts, too`, async () => {
    const { client, seen } = both({ skew: hours * HOUR });
    const stream = client.tasks({});
    await read(stream);
    assert.equal(stream.ledger().complete, true);
    assert.equal(stream.ledger().calls, seen());
    const waited = both({ skew: hours * HOUR });
    const { ledger } = await waited.client.wait(["999"], { timeoutMs: 30_000, graceMs: 1000 });
    assert.equal(ledger.calls, waited.seen());
  });
}

test("many callers may wait under one signal without Node warning of a leak", async () => {
  const warned = [];
  const hear = (warning) => warned.push(warning.name);
  process.on("warning", hear);
  const { signal } = new AbortController();
  const quota = createQuota({ list: 200 });
  await Promise.all(Array.from({ length: 30 }, () => quota.acquire("list", signal)));
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", hear);
  assert.deepEqual(warned, []);
});

test("what can't be waited for is refused before anything is sent", async () => {
  const { client, seen } = both();
  const once = { timeoutMs: 1000 };
  for (const [what, code] of [
    [[], "EmptyList"],
    [["a"], "InvalidTaskId.Malformed"],
    ["15423123921", "InvalidQuery"],
    [{ domain: "example.com" }, "UnknownParameter"],
    [{ from: 2, to: 1 }, "InvalidEndTime.Mismatch"],
  ]) {
    await assert.rejects(client.wait(what, once), (error) => error instanceof InvalidRequestError && error.diagnostics.some((found) => found.code === code));
  }
  for (const [what, options, code] of [
    [null, once, "NothingToWaitFor"],
    [undefined, once, "NothingToWaitFor"],
    [["1"], undefined, "InvalidTimeout"],
    ...[Number.NaN, -1, -Infinity, "500", null].map((timeoutMs) => [["1"], { timeoutMs }, "InvalidTimeout"]),
    [["1"], { ...once, graceMs: -1 }, "InvalidOption"],
    [["1"], { timeout: 5 }, "InvalidOption"],
  ]) {
    await assert.rejects(client.wait(what, options), (error) => error instanceof RefreshTasksError && error.code === code);
  }
  assert.equal(seen(), 0);
});

test("a checkpoint of other ids is not waited on", async () => {
  const { client } = both();
  const first = await client.wait(["998"], { timeoutMs: 1 });
  await assert.rejects(client.wait(["999"], { timeoutMs: 1, resume: first.checkpoint }), { code: "CheckpointOtherQuery" });
  for (const what of [["998"], []]) assert.deepEqual((await client.wait(what, { timeoutMs: 1, resume: first.checkpoint })).unfinished, ["998"]);
  const domain = { domainNames: ["example.com"], objectTypes: ["file"], statuses: ["Failed"] };
  const asked = await client.wait(domain, { timeoutMs: 1 });
  assert.equal((await client.wait(domain, { timeoutMs: 1, resume: asked.checkpoint })).outcome, "deadline");
});

test("a list is not gone on with as a wait, nor a wait as a list", async () => {
  const { client } = both();
  const list = client.tasks({});
  await read(list, 1);
  await assert.rejects(client.wait([], { timeoutMs: 1, resume: list.checkpoint() }), { code: "CheckpointOtherQuery", message: /belongs to a list/ });
  const { checkpoint } = await client.wait({}, { timeoutMs: 1 });
  assert.throws(() => client.tasks({}, { resume: checkpoint }), { code: "CheckpointOtherQuery", message: /belongs to a wait/ });
});

test("options that do not exist, or are no functions, are named", async () => {
  const refused = (work, message) => assert.rejects(async () => work(), (error) => error instanceof RefreshTasksError && error.code === "InvalidOption" && message.test(error.message));
  await refused(() => createClient({ accesKeyId: "x" }), /^`createClient` has no option `accesKeyId`; it has `accessKeyId`/);
  await refused(() => createClient("x"), /must be an object; found `string`/);
  await refused(() => createClient({ ...KEY, fetch: 5 }), /`fetch` of `createClient` must be a function/);
  await refused(() => createClient({ ...KEY, quota: {} }), /`quota` of `createClient` must have acquire\(\) and penalize\(\)/);
  await refused(() => createClient({ ...KEY, clock: { now: Date.now } }), /must have now\(\) and sleep\(\)/);
  const { client } = both();
  await refused(() => client.tasks({}, { windowSecond: 5 }), /`tasks` has no option `windowSecond`/);
  await refused(() => client.tasks({}, { onIncomplete: "ignore" }), /must be `throw` or `return`/);
  await refused(() => client.tasks({}, { onProgress: 5 }), /must be a function/);
  await refused(() => client.describe({}, { signal: {} }), /must have throwIfAborted\(\)/);
  assert.equal(await read(client.tasks({}, null)), await read(client.tasks({})));
  assert.throws(() => createQuota({ byId: Number.NaN }), { code: "InvalidQuotaRate" });
});

test("a wait without end ends with its tasks, also from a checkpoint, or by its signal", async () => {
  const { client } = both({ scenario: "release" });
  const { outcome, unfinished, checkpoint } = await client.wait({}, { timeoutMs: Infinity });
  assert.notEqual(outcome, "deadline");
  assert.deepEqual(unfinished, []);
  assert.equal((await client.wait({}, { timeoutMs: Infinity, resume: checkpoint })).outcome, outcome);
  const begun = both({ scenario: "release" });
  const first = await begun.client.wait({}, { timeoutMs: 5000 });
  assert.equal(first.outcome, "deadline");
  const rest = await begun.client.wait({}, { timeoutMs: Infinity, resume: first.checkpoint });
  assert.deepEqual([rest.outcome, rest.unfinished], [outcome, []]);
  const over = new AbortController();
  const left = both({ scenario: "release" });
  const aborted = await left.client.wait({}, { timeoutMs: Infinity, signal: over.signal, onProgress: () => over.abort() });
  assert.equal(aborted.outcome, "aborted");
});

test("a wait whose time was up goes on from its checkpoint for as long as it is given then", async () => {
  const { client } = both({ scenario: "release" });
  const { outcome, checkpoint } = await client.wait({}, { timeoutMs: 5000 });
  assert.equal(outcome, "deadline");
  const none = await client.wait({}, { timeoutMs: 0, resume: checkpoint });
  assert.equal(none.outcome, "deadline");
  const more = await client.wait({}, { timeoutMs: 2 * HOUR, resume: none.checkpoint });
  assert.notEqual(more.outcome, "deadline");
  assert.deepEqual(more.unfinished, []);
  assert.equal(more.counts.running, 0);
});
