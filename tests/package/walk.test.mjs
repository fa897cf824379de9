// The walk in the package: driven by hand against the emulator, through traps, hand-overs and bad input.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Walk, createQuota, plan, prepare, signerFromSecret, version } from "cdn-refresh-tasks";
import { createEmulator } from "cdn-refresh-tasks/emulator";

const NOW = Date.UTC(2026, 10, 24, 8);
const signer = signerFromSecret("testsecret");

/** Sends one call to the emulator. */
async function send(emulator, call, now) {
  const prepared = prepare(call.request, { accessKeyId: "testid", now, nonce: `n${Math.random()}`, endpoint: "http://127.0.0.1:1" });
  const { method, url, headers } = prepared.finish(await signer(prepared.stringToSign, "v3"));
  return emulator.handle({ method, url, headers });
}

/** Drives a walk to its end, in time that is only counted. `step` may replace the walk after each reply. */
async function drive(walk, emulator, clock, step = (same) => same) {
  const rows = [];
  for (let steps = 0; steps < 5000; steps += 1) {
    const next = walk.next(clock.now);
    if (next.do === "done") return { walk, rows, stop: next.stop };
    if (next.do === "wait") {
      clock.now = Math.max(next.until, clock.now + 1);
      continue;
    }
    clock.now += next.call.operation === "DescribeRefreshTasks" ? 250 : 42;
    const { status, headers, body } = await send(emulator, next.call, clock.now);
    const handled = walk.handle({ id: next.id, body, about: { status, headers } }, clock.now);
    if ("fresh" in handled) rows.push(...handled.fresh);
    walk = step(walk, clock);
  }
  throw new Error("the walk does not end");
}

const world = () => {
  const clock = { now: NOW };
  return { clock, emulator: createEmulator({ seed: 3, now: () => clock.now }) };
};
const key = (row) => `${row.taskId} ${row.objectPath} ${row.objectType} ${row.creationTime}`;

test("reads everything once, and the ledger is the proof", async () => {
  const { clock, emulator } = world();
  const made = plan({}, { now: clock.now });
  const { walk, rows, stop } = await drive(Walk.start(made, { now: clock.now, inFlight: 1 }), emulator, clock);
  const ledger = walk.ledger();
  assert.equal(stop, "finished");
  assert.equal(ledger.rows, rows.length);
  assert.equal(new Set(rows.map(key)).size, rows.length);
  const until = ledger.provenUntil ?? 0;
  const start = Date.parse(ledger.windows[0].window.start);
  const truth = emulator.truth().tasks.filter((task) => task.visibleFrom !== null && task.created >= start && Math.floor(task.created / 1000) * 1000 < until);
  const delivered = new Set(rows.map((row) => `${row.taskId} ${row.objectPath}`));
  assert.ok(truth.length > 0);
  for (const task of truth) assert.ok(delivered.has(`${task.taskId} ${task.objectPath}`), task.objectPath);
  assert.equal(ledger.complete, true, JSON.stringify(ledger));
  assert.ok(ledger.assumptions.includes("oss-refresh-invisible") && ledger.assumptions.includes("settle-120s"));
  assert.match(walk.sentence("en"), /^complete up to /);
  assert.match(walk.sentence("zh"), /^截至 .* 完整/);
});

test("a hand-over after every reply gives the same rows", async () => {
  const one = world();
  const made = plan({}, { now: NOW });
  const unbroken = await drive(Walk.start(made, { now: NOW, inFlight: 1 }), one.emulator, one.clock);
  const other = world();
  const handedOver = await drive(Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 }), other.emulator, other.clock, (walk, clock) =>
    Walk.resume(walk.checkpoint(), { now: clock.now }),
  );
  assert.deepEqual(handedOver.rows.map(key), unbroken.rows.map(key));
  assert.deepEqual(handedOver.walk.ledger(), unbroken.walk.ledger());
});

/** Stops the core in the middle of a call. */
function trap() {
  const dive = () => {
    try {
      dive();
    } catch {}
    try {
      version();
    } catch {}
  };
  dive();
}

test("a trap between any two steps changes nothing", async () => {
  const one = world();
  const unbroken = await drive(Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 }), one.emulator, one.clock);
  const other = world();
  const trapped = await drive(Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 }), other.emulator, other.clock, (walk) => {
    trap();
    return walk;
  });
  assert.deepEqual(trapped.rows.map(key), unbroken.rows.map(key));
  assert.deepEqual(trapped.walk.ledger(), unbroken.walk.ledger());
});

test("waits for ids until they are final, and names those that do not exist", async () => {
  const { clock, emulator } = world();
  const ids = [...new Set(emulator.truth().tasks.filter((task) => task.visibleFrom !== null && task.created > NOW - 6e6).map((task) => task.taskId))].slice(0, 30);
  const walk = Walk.wait([...ids, "99999999999"], { now: NOW, deadline: NOW + 4e6 });
  const { rows, stop } = await drive(walk, emulator, clock);
  assert.equal(stop, "finished");
  assert.ok(rows.length > 0 && rows.every((row) => row.state !== "running"));
  assert.deepEqual(walk.ledger().ids.absent.filter((id) => !ids.includes(id)), ["99999999999"]);
  assert.deepEqual(walk.unfinished(), []);
});

test("bad replies are told", () => {
  const walk = Walk.start(plan({}, { now: NOW }), { now: NOW });
  const step = walk.next(NOW);
  assert.equal(step.do, "send");
  assert.equal(step.call.operation, "DescribeRefreshTasks");
  assert.ok(Object.isFrozen(step.call.request));
  const body = new TextEncoder().encode('{"RequestId":"1","PageNumber":1,"PageSize":100,"TotalCount":0,"Tasks":{"CDNTask":[]}}');
  assert.deepEqual(walk.handle({ id: 999, body, about: {} }, NOW), { ignored: "unknown" });
  const timeout = walk.handle({ id: step.id, fault: "timeout" }, NOW + 10);
  assert.equal(timeout.fault.cause, "timeout");
  assert.ok(timeout.retryAt >= NOW + 10);
  assert.deepEqual(walk.handle({ id: step.id, body, about: {} }, NOW + 20), { ignored: "late" });
  const again = walk.next(timeout.retryAt);
  const byId = new TextEncoder().encode('{"RequestId":"1","TotalCount":0,"Tasks":[]}');
  const foreign = walk.handle({ id: again.id, body: byId, about: {} }, timeout.retryAt);
  assert.equal(foreign.fault.cause, "unexpected");
  const third = walk.next(foreign.retryAt);
  // Time may go backwards.
  assert.deepEqual(walk.handle({ id: third.id, body, about: {} }, NOW - 3_600_000).fresh, []);
  assert.deepEqual(walk.handle({ id: third.id, body, about: {} }, NOW), { ignored: "repeated" });
  assert.equal(walk.ledger().retries, 2);
});

test("checkpoints that are none, damaged or another's are refused", () => {
  const walk = Walk.start(plan({ domainNames: ["example.com"] }, { now: NOW }), { now: NOW });
  const text = walk.checkpoint();
  assert.ok(text.length < 64 * 1024);
  const refuses = (checkpoint, code, options) =>
    assert.throws(() => Walk.resume(checkpoint, { now: NOW, ...options }), (error) => error.code === code, code);
  refuses("", "CheckpointForeign");
  refuses("hello", "CheckpointForeign");
  refuses("crt0.AAAA", "CheckpointVersion");
  refuses("crt9.AAAA", "CheckpointVersion");
  refuses(text.slice(0, -2), "CheckpointDamaged");
  for (let place = 5; place < text.length; place += 7) {
    refuses(text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1), "CheckpointDamaged");
  }
  refuses(text, "CheckpointOtherQuery", { query: { domainNames: ["example.org"] } });
  assert.equal(Walk.resume(text, { now: NOW, query: { domainNames: ["example.com"] } }).next(NOW).do, "send");
  assert.throws(() => Walk.start({ ok: true }, { now: NOW }), { code: "NoPlan" });
});

test("a plan that is not ok is not walked", () => {
  const walk = Walk.start(plan({ domainNames: ["not a domain"] }, { now: NOW }), { now: NOW });
  assert.deepEqual(walk.next(NOW), { do: "done", stop: "failed" });
  assert.equal(walk.ledger().complete, false);
});

test("the quota spaces calls in the order of asking", async () => {
  const quota = createQuota({ list: 50 });
  const times = [];
  const order = [];
  const stop = new AbortController();
  const waits = [0, 1, 2, 3].map((number) =>
    quota.acquire("list").then(() => {
      times.push(performance.now());
      order.push(number);
    }),
  );
  const stopped = quota.acquire("list", stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(stopped, /enough/);
  await Promise.all(waits);
  assert.deepEqual(order, [0, 1, 2, 3]);
  // Timers fire up to a millisecond early.
  assert.ok(times[3] - times[0] >= 57, String(times[3] - times[0]));
  quota.penalize("list", 60);
  const before = performance.now();
  await quota.acquire("list");
  assert.ok(performance.now() - before >= 57);
  await assert.rejects(quota.acquire("both"), { code: "InvalidQuotaKind" });
  assert.throws(() => createQuota({ byId: 0 }), { code: "InvalidQuotaRate" });
});

test("memory is flat over many walks", { skip: globalThis.gc === undefined }, async () => {
  const made = plan({}, { now: NOW });
  const measure = async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage().external + process.memoryUsage().arrayBuffers;
  };
  const spend = async (count) => {
    for (let number = 0; number < count; number += 1) {
      Walk.start(made, { now: NOW }).next(NOW);
      if (number % 100 === 0) await measure();
    }
  };
  await spend(300);
  const before = await measure();
  await spend(1500);
  const grown = (await measure()) - before;
  assert.ok(grown < 2_000_000, `${grown} bytes`);
});

test("covers says no only where the ledger proves it", async () => {
  const { covers } = await import("cdn-refresh-tasks");
  const task = (objectType, objectPath, state = "succeeded") => ({ taskId: "1", objectType, objectPath, state });
  const url = "http://example.com/a/b.js";
  const directory = task("directory", "http://example.com/a/");
  assert.deepEqual(covers(url, [directory], { complete: false }).by, [directory]);
  assert.equal(covers(url, [directory], { complete: false }).covered, "yes");
  assert.equal(covers(url, [task("file", "http://example.com/c")], { complete: true }).covered, "no");
  assert.equal(covers(url, [], { complete: false }).covered, "unknown");
  const maybe = covers(url, [task("regex", "http://example.com/.*")], { complete: true }, "zh");
  assert.equal(maybe.covered, "unknown");
  assert.match(maybe.because, /^可能/);
});
