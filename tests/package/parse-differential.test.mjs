// `parse` against `JSON.parse` of the decoded bytes, over bodies that were generated and bodies that were damaged. Where the two are meant to
// differ is decided: see "decided exceptions" in tests/response/bounds.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "cdn-refresh-tasks";

const BODIES = 3000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function random(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  const below = (end) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * end);
  };
  below(2);
  return below;
}
const pick = (from, below) => from[below(from.length)];

const characters = ["a", "Z", "7", "/", ".", "%", "{", "}", "[", "]", ":", ",", '"', "\\", "\n", "\u0000", "é", "中", "😀", "\u2028", " "];
const text = (below, longest) => Array.from({ length: below(longest) }, () => pick(characters, below)).join("");

function value(below, depth = 0) {
  switch (below(depth > 2 ? 5 : 7)) {
    case 0: return null;
    case 1: return below(2) === 0;
    case 2: return below(1e6);
    case 3: return below(1e6) / 64;
    case 4: return text(below, 12);
    case 5: return Array.from({ length: below(3) }, () => value(below, depth + 1));
    default: return Object.fromEntries(Array.from({ length: below(3) }, () => [text(below, 4), value(below, depth + 1)]));
  }
}

function task(below) {
  if (below(25) === 0) return value(below);
  const row = {
    CreationTime: pick(["2026-11-24T03:12:22Z", "2020-02-29T23:59:59Z", "2020-08-03T08:54Z", "2020-08-03 08:54:23", "2021-02-29T00:00:00Z", "", "soon"], below),
    ObjectPath: `https://example.com/${text(below, 90)}`,
    Status: pick(["Complete", "Complete", "Refreshing", "Failed", "Timeout", "Canceled", "Preloading", "Odd", "完成", "__proto__"], below),
    ObjectType: pick(["file", "directory", "preload", "ignoreparams", "toString"], below),
    Process: pick(["100%", "0%", "37%", `${below(10_000) / 100}%`, "120%", "half", ""], below),
    TaskId: pick([String(below(2 ** 31)), "12345678901234567890"], below),
  };
  if (below(3) === 0) row.Description = pick(["", "Internal Error", "OriginReturn StatusCode 5XX", text(below, 40)], below);
  if (below(6) === 0) row[pick(["Extra", "é", "__proto_", ""], below)] = value(below);
  if (below(8) === 0) row[pick(Object.keys(row), below)] = value(below);
  if (below(8) === 0) delete row[pick(Object.keys(row), below)];
  const entries = Object.entries(row);
  if (below(3) === 0) entries.sort(() => below(3) - 1);
  return Object.fromEntries(entries);
}

function body(below) {
  const rows = Array.from({ length: below(8) }, () => task(below));
  const tasks = pick([{ CDNTask: rows }, { CDNTask: rows }, { Task: rows }, rows], below);
  const page = { RequestId: "9E5CBC07", PageNumber: below(9), PageSize: String(below(100)), TotalCount: below(1e6), Tasks: tasks };
  let json = JSON.stringify(page, null, pick([undefined, undefined, 1, "\t"], below));
  if (below(3) === 0) json = json.replace(/[a-z/中]/g, (found) => (below(5) === 0 ? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}` : found));
  return encoder.encode(json);
}

function damage(bytes, below) {
  let damaged = [...bytes];
  for (let times = below(3) + 1; times > 0; times -= 1) {
    const at = below(damaged.length + 1);
    const odd = pick([...encoder.encode('"\\{}[],:0 \n\u0000u'), 0x80, 0xff, 0xe4], below);
    switch (below(4)) {
      case 0: damaged = damaged.slice(0, at); break;
      case 1: damaged[at] = odd; break;
      case 2: damaged.splice(at, 1); break;
      default: damaged.splice(at, 0, odd);
    }
  }
  return Uint8Array.from(damaged);
}

const isObject = (found) => typeof found === "object" && found !== null && !Array.isArray(found);
/** Text as a member of a task is read; a number counts as its digits (those generated survive `String`). */
const asText = (found) => (typeof found === "string" ? found.toWellFormed() : typeof found === "number" ? String(found) : null);

function listed(page) {
  const tasks = page.Tasks;
  if (Array.isArray(tasks)) return tasks.filter(isObject);
  if (!isObject(tasks)) return [];
  return [tasks.CDNTask, tasks.Task].flatMap((list) => (Array.isArray(list) ? list : isObject(list) && Object.keys(list).length > 0 ? [list] : [])).filter(isObject);
}

/** Two readings of one text agree, also where one kept a number as it was sent. */
function same(ours, theirs, where) {
  if (typeof theirs === "number" && typeof ours === "string") assert.equal(Number(ours), theirs, where);
  else assert.deepEqual(ours, theirs, where);
}

function compare(bytes, seed) {
  const decoded = decoder.decode(bytes);
  const where = `seed ${seed}: ${decoded}`;
  let theirs;
  try {
    theirs = JSON.parse(decoded);
  } catch {
    const fault = parse(bytes);
    assert.equal(fault.kind, "fault", where);
    assert.ok(["truncated", "not-json", "empty"].includes(fault.cause), where);
    return;
  }
  const ours = parse(bytes);
  if (!isObject(theirs) || !("Tasks" in theirs)) return;
  assert.equal(ours.kind, "page", where);
  const rows = listed(theirs);
  const views = ours.toArray();
  assert.equal(views.length, rows.length, where);
  assert.deepEqual([...ours], views, where);
  for (const [index, row] of rows.entries()) {
    const view = views[index];
    assert.deepEqual(ours.at(index), view, where);
    for (const [name, member] of [["taskId", "TaskId"], ["objectPath", "ObjectPath"], ["objectType", "ObjectType"], ["status", "Status"]]) {
      const own = Object.hasOwn(row, member) ? asText(row[member]) : null;
      same(view[name], own ?? "", where);
    }
    for (const [name, member] of [["description", "Description"], ["rawProgress", "Process"]]) same(view[name], Object.hasOwn(row, member) ? asText(row[member]) : null, where);
    const percent = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(view.rawProgress ?? "");
    if (view.rawProgress === null || view.rawProgress.length < 15) {
      assert.equal(view.progress, percent !== null && Number(percent[1]) <= 100 ? Number(percent[1]) : null, where);
    }
    if (typeof row.CreationTime === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(row.CreationTime)) {
      const ms = Date.parse(row.CreationTime);
      const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(row.CreationTime.slice(0, 19));
      assert.equal(view.creationTime, exists ? ms : null, where);
    }
    for (const [name, kept] of Object.entries(view.extra)) {
      assert.ok(Object.hasOwn(row, name) || name.includes("\ufffd"), where);
      if (Object.hasOwn(row, name) && JSON.stringify(row[name]).isWellFormed() && !/\d{16}|\\ud|e\+?\d/.test(decoded)) assert.deepEqual(kept, row[name], where);
    }
  }
  const summary = ours.summary();
  const by = (key) => {
    const counts = {};
    for (const view of views) Object.defineProperty(counts, view[key], { value: (Object.hasOwn(counts, view[key]) ? counts[view[key]] : 0) + 1, enumerable: true, configurable: true, writable: true });
    return counts;
  };
  assert.deepEqual(summary.byStatus, by("status"), where);
  assert.deepEqual(summary.byType, by("objectType"), where);
  assert.equal(Object.values(summary.byState).reduce((sum, count) => sum + count, 0), views.length, where);
}

test("generated bodies say the same as to JSON.parse", () => {
  for (let seed = 0; seed < BODIES; seed += 1) compare(body(random(seed)), seed);
});

test("damaged bodies say the same as to JSON.parse", () => {
  for (let seed = 0; seed < 3 * BODIES; seed += 1) {
    const below = random(1_000_000 + seed);
    compare(damage(body(below), below), seed);
  }
});

test("a body as text says the same as its bytes", () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const bytes = body(random(2_000_000 + seed));
    assert.deepEqual(JSON.parse(JSON.stringify(parse(decoder.decode(bytes)))), JSON.parse(JSON.stringify(parse(bytes))), `seed ${seed}`);
  }
  const page = parse('{"Tasks":[{"TaskId":"\ud800"}]}');
  assert.equal(page.at(0).taskId, "\ufffd");
  assert.ok(page.diagnostics.some((diagnostic) => diagnostic.code === "IllFormedText"));
});
