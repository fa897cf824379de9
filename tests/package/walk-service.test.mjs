// The walk against a service written from the reference alone: rows of one second change places, new ones come in while it reads, calls are
// throttled, cut off, answered twice or by a gateway's page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Walk, plan } from "cdn-refresh-tasks";

const START = Date.UTC(2026, 10, 24, 8);
const stamp = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function random(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Tasks of three days, some releases among them, and more while the walk goes on. */
function account(draw) {
  const tasks = [];
  for (let id = 0; id < 60; id += 1) {
    const created = START - draw(70 * 3_600_000) + (id < 50 ? 0 : 72 * 3_600_000 - draw(60_000));
    const rows = id % 20 === 7 ? 230 : 1 + draw(12);
    for (let row = 0; row < rows; row += 1) {
      const visible = created + draw(100_000);
      tasks.push({ TaskId: String(15423123000 + id), ObjectPath: `http://www.example.com/${id}/${row}.js`, ObjectType: "file", created, visible });
    }
  }
  return tasks;
}

function serve(tasks, draw, { StartTime, EndTime, PageNumber, PageSize, TaskId }, now) {
  const fault = draw(100);
  if (fault < 8) return { status: 429, headers: { "x-acs-retry-after": "700" }, body: '{"Code":"TooManyRequests","Message":"The server is busy."}' };
  if (fault < 14) return { status: 503, headers: {}, body: '{"Code":"ServiceUnavailable","Message":"Later."}' };
  if (fault < 18) return { status: 502, headers: {}, body: "<html><title>502 Bad Gateway</title></html>" };
  const oldest = now - 3 * 86_400_000;
  const [from, to] = TaskId === undefined ? [Date.parse(StartTime), Date.parse(EndTime)] : [oldest, now];
  assert.ok(from >= oldest && to <= now, "a StartTime that is too old, or an EndTime in the future");
  const found = tasks.filter(({ created, visible, TaskId: id }) => {
    const second = Math.floor(created / 1000) * 1000;
    return created >= oldest && second >= from && second < to + 1 && visible <= now && (TaskId === undefined || id === TaskId);
  });
  const second = ({ created }) => Math.floor(created / 1000);
  // Newest first; ties as they fall.
  found.sort((one, other) => second(other) - second(one) || draw(3) - 1);
  const page = found.slice((PageNumber - 1) * PageSize, PageNumber * PageSize).map(({ created, visible, ...task }) => ({
    ...task,
    Status: "Complete",
    Process: "100%",
    CreationTime: stamp(created),
  }));
  const body = JSON.stringify({ RequestId: "1", PageNumber, PageSize, TotalCount: found.length, Tasks: { CDNTask: page } });
  return { status: 200, headers: { date: new Date(now).toUTCString() }, body: fault < 22 ? body.slice(0, draw(body.length)) : body };
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`seed ${seed}: every row once or in a named gap, and complete only if it is`, () => {
    const draw = random(seed);
    const tasks = account(draw);
    let now = START;
    const walk = Walk.start(plan({ from: START - 71 * 3_600_000 }, { now }), { now, seed, inFlight: 1 + draw(6) });
    const delivered = new Map();
    const under = [];
    let stop;
    for (let steps = 0; stop === undefined && steps < 20_000; steps += 1) {
      const step = walk.next(now);
      if (step.do === "send") {
        now += 250;
        under.push({ id: step.id, ...serve(tasks, draw, step.call.request, now) });
      } else if (step.do === "done") {
        stop = step.stop;
      } else if (under.length > 0 && (step.until === null || draw(2) === 0)) {
        // Replies come in any order, some of them twice.
        const [{ id, status, headers, body }] = under.splice(draw(under.length), 1);
        const reply = { id, body: new TextEncoder().encode(body), about: { status, headers } };
        now += draw(400);
        const handled = walk.handle(reply, now);
        for (const { taskId, objectPath } of "fresh" in handled ? handled.fresh : []) {
          const key = `${taskId} ${objectPath}`;
          assert.ok(!delivered.has(key), `${key} came twice`);
          delivered.set(key, now);
        }
        if (draw(10) === 0) assert.ok("ignored" in walk.handle(reply, now));
      } else {
        now = Math.max(now + 1, step.until ?? now);
      }
    }
    const ledger = walk.ledger();
    assert.equal(stop, "finished");
    assert.equal(ledger.rows, delivered.size);
    const gaps = ledger.windows.filter(({ state }) => state !== "done").map(({ window }) => [Date.parse(window.start), Date.parse(window.end)]);
    const [first] = ledger.windows;
    for (const { TaskId, ObjectPath, created } of tasks) {
      const second = Math.floor(created / 1000) * 1000;
      const asked = second >= Date.parse(first.window.start) && second < (ledger.provenUntil ?? 0);
      if (!asked || delivered.has(`${TaskId} ${ObjectPath}`)) continue;
      assert.equal(ledger.complete, false, `${ObjectPath} is missing`);
      assert.ok(gaps.some(([start, end]) => second >= start && second < end), `${ObjectPath} is in no gap`);
    }
    assert.ok(ledger.provenUntil === null || ledger.provenUntil <= now - 120_000);
    const windows = ledger.windows.filter(({ state }) => state === "done" );
    assert.ok(windows.length > 0);
    assert.ok(ledger.complete || gaps.length > 0, JSON.stringify({ ...ledger, windows: ledger.windows.length }));
  });
}
