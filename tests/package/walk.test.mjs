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

test("a trap between any two steps of a wait, with calls under way and after the end, changes nothing", async () => {
  const outcome = async (disturb) => {
    const { clock, emulator } = world();
    const ids = [...new Set(emulator.truth().tasks.filter((task) => task.visibleFrom !== null && task.created > NOW - 6e6).map((task) => task.taskId))].slice(0, 45);
    const walk = Walk.wait([...ids, "99999999999"], { now: NOW, deadline: NOW + 4e6, inFlight: 3, seed: 9 });
    const rows = [];
    const under = [];
    let replies = 0;
    let stop;
    for (let steps = 0; stop === undefined && steps < 5000; steps += 1) {
      const next = walk.next(clock.now);
      disturb(walk);
      if (next.do === "send") {
        clock.now += 42;
        under.push({ id: next.id, ...(await send(emulator, next.call, clock.now)) });
      } else if (next.do === "wait" && under.length > 0) {
        const { id, status, headers, body } = under.pop();
        // Some replies are lost.
        replies += 1;
        const reply = replies % 9 === 4 ? { id, fault: "network" } : { id, body, about: { status, headers } };
        const handled = walk.handle(reply, clock.now);
        disturb(walk);
        if ("fresh" in handled) rows.push(...handled.fresh.map(key));
      } else if (next.do === "wait") clock.now = Math.max(next.until, clock.now + 1);
      else stop = next.stop;
    }
    return { rows, stop, replies, progress: walk.progress(), ledger: walk.ledger(), unfinished: walk.unfinished(), sentence: walk.sentence("en"), checkpoint: walk.checkpoint() };
  };
  const unbroken = await outcome(() => {});
  // More replies than are kept before the machine is written down anew.
  assert.ok(unbroken.replies > 40, String(unbroken.replies));
  assert.equal(unbroken.stop, "finished");
  assert.deepEqual(await outcome(trap), unbroken);
  assert.deepEqual(await outcome((walk) => walk.free()), unbroken);
});

test("a walk that was cancelled stays so through a trap and a hand-over", () => {
  const walk = Walk.start(plan({}, { now: NOW }), { now: NOW });
  const { id } = walk.next(NOW);
  walk.cancel();
  trap();
  assert.deepEqual(walk.next(NOW), { do: "done", stop: "cancelled" });
  trap();
  assert.deepEqual(walk.handle({ id, fault: "network" }, NOW), { ignored: "late" });
  const resumed = Walk.resume(walk.checkpoint(), { now: NOW });
  assert.deepEqual(resumed.next(NOW), { do: "done", stop: "cancelled" });
  assert.equal(resumed.ledger().complete, false);
});

test("a checkpoint made after a trap is gone on from", async () => {
  const one = world();
  const unbroken = await drive(Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 }), one.emulator, one.clock);
  const other = world();
  const walk = Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 });
  const resumed = await drive(walk, other.emulator, other.clock, (walk, clock) => {
    trap();
    const text = walk.checkpoint();
    trap();
    return Walk.resume(text, { now: clock.now });
  });
  assert.deepEqual(resumed.rows.map(key), unbroken.rows.map(key));
  assert.deepEqual(resumed.walk.ledger(), unbroken.walk.ledger());
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

test("what belongs to no call leaves the walk as it was", () => {
  const walk = Walk.wait(["1", "2"], { now: NOW, deadline: NOW + 60_000 });
  const { id } = walk.next(NOW);
  const before = walk.ledger();
  const body = new TextEncoder().encode('{"RequestId":"1","TotalCount":0,"Tasks":[]}');
  for (const nobody of [id + 1, -1, 0.5, Number.NaN, 2 ** 32, "0", undefined, null]) {
    assert.deepEqual(walk.handle({ id: nobody, body, about: {} }, NOW), { ignored: "unknown" }, String(nobody));
    assert.deepEqual(walk.handle({ id: nobody, fault: "timeout" }, NOW), { ignored: "unknown" }, String(nobody));
  }
  assert.deepEqual(walk.ledger(), before);
  // Of another operation, and of an id that was not asked for.
  for (const foreign of ['{"RequestId":"1","PageNumber":1,"PageSize":20,"TotalCount":0,"Tasks":{"CDNTask":[]}}', '{"RequestId":"1","TotalCount":1,"Tasks":[{"TaskId":"3"}]}']) {
    const other = Walk.wait(["1", "2"], { now: NOW, deadline: NOW + 60_000 });
    const handled = other.handle({ id: other.next(NOW).id, body: new TextEncoder().encode(foreign), about: {} }, NOW);
    assert.equal(handled.fault.cause, "unexpected", foreign);
    assert.ok(handled.retryAt >= NOW);
    assert.equal(other.next(handled.retryAt).do, "send");
  }
  // After the deadline it is late.
  assert.deepEqual(walk.next(NOW + 60_000), { do: "done", stop: "deadline" });
  assert.deepEqual(walk.handle({ id, body, about: {} }, NOW + 60_000), { ignored: "late" });
  assert.deepEqual(walk.ledger().ids.unread, ["1", "2"]);
});

test("time that is no time is an error, time that goes back is told", async () => {
  const walk = Walk.start(plan({}, { now: NOW }), { now: NOW });
  for (const now of [Number.NaN, Number.POSITIVE_INFINITY, "now", undefined, null, new Date(Number.NaN)]) {
    assert.throws(() => walk.next(now), { code: "InvalidMoment" });
    assert.throws(() => walk.handle({ id: 0, fault: "network" }, now), { code: "InvalidMoment" });
  }
  assert.equal(walk.next(new Date(NOW)).do, "send");
  const { clock, emulator } = world();
  let steps = 0;
  const started = Walk.start(plan({}, { now: NOW }), { now: NOW, inFlight: 1 });
  const { stop } = await drive(started, { handle: (request) => ({ ...emulator.handle(request), headers: {} }) }, clock, (same) => {
    steps += 1;
    if (steps === 2) clock.now -= 600_000;
    return same;
  });
  const ledger = started.ledger();
  assert.equal(stop, "finished");
  assert.ok(ledger.assumptions.includes("clock-set-back"));
  assert.ok(ledger.provenUntil <= NOW - 600_000 - 119_000, String(ledger.provenUntil - NOW));
});

test("checkpoints that are none, damaged or another's are refused", () => {
  const walk = Walk.start(plan({ domainNames: ["example.com"] }, { now: NOW }), { now: NOW });
  const text = walk.checkpoint();
  assert.ok(text.length < 64 * 1024);
  const refuses = (checkpoint, code, options) =>
    assert.throws(() => Walk.resume(checkpoint, { now: NOW, ...options }), (error) => error.code === code, code);
  refuses("", "CheckpointForeign");
  refuses("hello", "CheckpointForeign");
  refuses(text.replace("crt4", "crt1"), "CheckpointVersion");
  refuses(text.replace("crt4", "crt9"), "CheckpointVersion");
  for (const none of [undefined, null, 7, {}, [text], '{"version":2}']) refuses(none, "CheckpointForeign");
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
  const waiting = Walk.wait({ domainNames: ["not a domain"] }, { now: NOW, deadline: NOW + 1000 });
  assert.deepEqual(waiting.next(NOW), { do: "done", stop: "failed" });
  assert.equal(waiting.ledger().provenUntil, null);
  assert.throws(() => Walk.wait(["1"], { now: NOW }), { code: "InvalidMoment" });
  assert.throws(() => Walk.wait(["1"], { now: NOW, deadline: NOW, graceMs: -1 }), { code: "InvalidOption" });
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
  assert.match(covers(url, [], { complete: true }).because, /of the tasks asked for .* up to the moment it names$/, "of other tasks, and of later ones, a ledger says nothing");
  assert.equal(covers(url, [], { complete: false }).covered, "unknown");
  const maybe = covers(url, [task("regex", "http://example.com/.*")], { complete: true }, "zh");
  assert.equal(maybe.covered, "unknown");
  assert.match(maybe.because, /^可能/);
});

test("replies so long that reading them restarts the core are read once, however many there are", () => {
  const now = NOW;
  const walk = Walk.start(plan({ from: now - 3_600_000 }, { now }), { now, inFlight: 1 });
  const long = new TextEncoder().encode(JSON.stringify({ TotalCount: 0, PageNumber: 1, PageSize: 100, Tasks: { CDNTask: [] }, Note: "x".repeat(70_000_000) }));
  // A machine made anew by reading them again would restart the core again, and never come to an end.
  let read = 0;
  const replyTo = (id) => ({
    id,
    about: { status: 200 },
    get body() {
      read += 1;
      if (read > 6) throw new Error("the same replies are read again and again");
      return long;
    },
  });
  for (let at = now, calls = 0; calls < 2; ) {
    const step = walk.next(at);
    if (step.do === "wait") at = step.until;
    else {
      assert.equal(step.do, "send");
      walk.handle(replyTo(step.id), at);
      calls += 1;
    }
  }
  assert.equal(walk.ledger().calls, 2);
});
