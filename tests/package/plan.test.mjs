// splitRange and plan in the package: the answers of tests/cases/plan.json, and what only the package has: laziness, brands, any input.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check, plan, splitRange } from "cdn-refresh-tasks";

const cases = JSON.parse(readFileSync(new URL("../cases/plan.json", import.meta.url), "utf8"));
const NOW = Date.UTC(2026, 10, 24, 8);
const HOUR = 3_600_000;
const SIX = ["file", "directory", "regex", "preload", "block", "unblock"];
const domains = (count) => Array.from({ length: count }, (_, number) => `d${number}.example.com`);

/** What JSON cannot say, as `tests/plan/cases.rs` writes it. */
function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if ("$date" in value) return new Date(value.$date ?? NaN);
  if ("$number" in value) return Number(value.$number);
  if ("$illFormed" in value) return value.$illFormed.replaceAll("\ufffd", "\ud800");
  if ("$each" in value) return Array.from({ length: value.$count }, (_, number) => value.$each.replaceAll("#", number));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}

/** Long lists by their first and last three. */
const listed = (length, item) =>
  length <= 12
    ? Array.from({ length }, (_, index) => item(index))
    : { length, ends: [0, 1, 2, length - 3, length - 2, length - 1].map(item) };

for (const { title, call, answer, options, ...input } of cases) {
  test(`${call}: ${title}`, () => {
    const given = revived(options);
    const made = call === "plan" ? plan(revived(input.query), given) : splitRange(revived(input.from), revived(input.to), given);
    const told = { ...made, windows: listed(made.windows.length, (index) => made.windows[index]) };
    if (call === "plan") told.calls = listed(made.calls.length, (index) => made.calls.at(index));
    assert.deepEqual(JSON.parse(JSON.stringify(told)), answer);
  });
}

test("the clock is the default for now", () => {
  const before = Date.now();
  const { windows } = splitRange(before - HOUR, null);
  const end = Date.parse(windows.at(-1).end);
  assert.ok(end >= Math.floor(before / 1000) * 1000 && end <= Date.now());
});

test("3 days in windows of a second are contiguous, plain and valid", () => {
  const { ok, windows } = splitRange(null, null, { now: NOW, windowSeconds: 1 });
  assert.ok(ok);
  assert.equal(windows.length, 3 * 86_400 - 600);
  assert.ok(Array.isArray(windows));
  windows.forEach((window, index) => {
    if (index > 0) assert.equal(window.start, windows[index - 1].end);
    if (index > 0) assert.equal(window.request.StartTime, windows[index - 1].start);
    assert.equal(window.request.EndTime, window.end);
  });
  for (const at of [0, 1, windows.length - 1]) {
    assert.equal(check(windows[at].request, { now: NOW }).ok, true);
  }
});

test("planned requests are those that check makes, frozen, valid from notBefore to notAfter", () => {
  const questions = [
    { domainNames: domains(3), objectTypes: SIX, statuses: ["Failed"], resourceGroupId: "rg-acfm" },
    { taskIds: Array.from({ length: 33 }, (_, number) => `154231239${number}`) },
    { objectPaths: ["http://example.com/图片.jpg", "https://example.com/a b"] },
    { from: NOW - 40 * HOUR, to: NOW - HOUR },
    {},
  ];
  for (const query of questions) {
    for (const call of plan(query, { now: NOW + 7, windowSeconds: 9000 }).calls) {
      assert.ok(Object.isFrozen(call.request));
      for (const now of [call.notBefore, call.notAfter ?? call.notBefore]) {
        const checked = check(call.request, { now, operation: call.operation });
        assert.deepEqual(checked.request, call.request);
        assert.ok(checked.diagnostics.every(({ code }) => code === "NearRetention"), JSON.stringify(checked.diagnostics));
      }
    }
  }
});

test("the calls of a fan-out are every domain with every type in every window, once, oldest window first", () => {
  const query = { domainNames: domains(7), objectTypes: SIX, from: NOW - 10 * HOUR };
  for (const order of ["oldest", "newest"]) {
    const { calls, windows } = plan(query, { now: NOW, windowSeconds: 4 * 3600, order, route: "fan-out" });
    const seen = [...calls].map(({ request, window }) => `${window} ${request.DomainName} ${request.ObjectType}`);
    assert.equal(new Set(seen).size, 7 * 6 * 3);
    assert.equal(calls.length, seen.length);
    const turns = [...calls].map(({ window }) => window).filter((window, index, all) => window !== all[index - 1]);
    assert.deepEqual(turns, order === "oldest" ? [0, 1, 2] : [2, 1, 0]);
    for (const { request, window, notBefore, notAfter } of calls) {
      assert.equal(request.StartTime, windows[window].request.StartTime);
      assert.equal(request.EndTime, windows[window].request.EndTime);
      assert.equal(notBefore, Math.max(NOW, Date.parse(request.EndTime)));
      assert.equal(notAfter, Date.parse(request.StartTime) + 72 * HOUR);
    }
  }
});

test("long plans are listed lazily and in bounded memory", () => {
  const query = { domainNames: domains(5000), objectTypes: SIX };
  const { calls } = plan(query, { now: NOW, windowSeconds: 600, route: "fan-out" });
  // In full this would be 12 million requests.
  assert.equal(calls.length, 5000 * 6 * 431);
  let taken = 0;
  for (const call of calls) {
    assert.equal(call.request.DomainName, `d${Math.floor(taken / 6)}.example.com`);
    if (++taken === 13) break;
  }
  assert.equal(calls.at(-1).request.DomainName, "d4999.example.com");
  assert.equal(calls.at(-1).window, 430);
  assert.equal(calls.at(calls.length), undefined);
  assert.equal(calls.at(-calls.length - 1), undefined);
  // More than a 32-bit core could count.
  const fine = plan(query, { now: NOW, windowSeconds: 1, route: "fan-out" });
  assert.equal(fine.calls.length, 30_000 * fine.windows.length);
  assert.equal(fine.calls.at(-1).window, fine.windows.length - 1);
  // As often as one likes.
  assert.equal([...plan({ taskIds: ["1"] }, { now: NOW }).calls].length, 1);
  const twice = plan({ from: NOW - HOUR }, { now: NOW }).calls;
  assert.deepEqual([...twice], [...twice]);
});

test("10,000 ids are 1,000 calls of ten", () => {
  const ids = Array.from({ length: 10_000 }, (_, number) => String(15_423_123_921 + number));
  const { route, calls, windows } = plan({ taskIds: ids }, { now: NOW });
  assert.equal(route, "by-id");
  assert.deepEqual(windows, []);
  assert.equal(calls.length, 1000);
  assert.deepEqual([...calls].flatMap(({ request }) => request.TaskId.split(",")), ids);
  assert.ok([...calls].every((call) => call.operation === "DescribeRefreshTaskById" && call.window === null && call.notAfter === null));
});

test("anything is answered, nothing is thrown", () => {
  const holed = [];
  holed[3] = "15423123921";
  for (const query of [undefined, null, {}, Object.create(null)]) assert.equal(plan(query, { now: NOW }).ok, true);
  const hostile = { get taskIds() { throw new Error("no"); } };
  const closed = new Proxy({}, { ownKeys() { throw new Error("no"); } });
  for (const query of [7, "ids", [], true, () => {}, new Map(), new Date(), hostile, closed, { taskIds: new Proxy([], { get() { throw new Error("no"); } }) }]) {
    const { ok, diagnostics, calls } = plan(query, { now: NOW });
    assert.deepEqual([ok, diagnostics.map(({ code }) => code), calls.length], [false, ["InvalidQuery"], 0]);
  }
  for (const taskIds of [holed, [Symbol("id")], [1n], [new Date(NaN)], [{}], new Set(["1"]), "\ud800", ["\u0000\u0001"], [() => {}]]) {
    const { ok, diagnostics } = plan({ taskIds }, { now: NOW });
    assert.equal(ok, !diagnostics.some(({ severity }) => severity === "error"));
  }
  assert.equal(plan({ taskIds: holed }, { now: NOW }).calls.at(0).request.TaskId, "15423123921");
  const key = { "task\ud800Ids": ["1"], "\u0000": 1 };
  assert.deepEqual(plan(key, { now: NOW }).diagnostics.map(({ code }) => code), ["UnknownParameter", "UnknownParameter"]);
  for (const options of [undefined, null, { now: undefined }, { locale: "fr" }, { limit: null }]) {
    assert.equal(plan({}, options).ok, true);
  }
  for (const given of [Symbol("now"), NaN, {}, "", Infinity]) {
    assert.equal(splitRange(given, given, { now: NOW }).ok, given === "");
  }
});

test("a question of a megabyte of junk is answered shortly", () => {
  const junk = "x".repeat(1 << 20);
  const query = { taskIds: [junk], objectPaths: Array.from({ length: 5000 }, (_, number) => `junk ${number}`), domainNames: [junk], [junk]: 1, from: junk };
  const { ok, diagnostics } = plan(query, { now: NOW });
  assert.equal(ok, false);
  for (const { message, help } of diagnostics) assert.ok(message.length < 1000 && (help ?? "").length < 1000, message.slice(0, 100));
});

test("a plan that cannot be carried out lists no call", () => {
  for (const [query, options] of [
    [{}, { route: "by-id" }],
    [{ taskIds: ["abc"] }, { route: "by-id" }],
    [{ taskIds: ["1"] }, { route: "by-path" }],
    [{ domainNames: [] }, {}],
    [{ from: NOW, to: 0 }, {}],
  ]) {
    const { ok, calls, windows } = plan(query, { now: NOW, ...options });
    assert.deepEqual([ok, calls.length, [...calls], calls.at(0), windows], [false, 0, [], undefined, []]);
  }
});

test("plans are plain data for JSON", () => {
  const made = plan({ objectPaths: ["http://a.com/1", "http://a.com/2"] }, { now: NOW });
  const copy = JSON.parse(JSON.stringify(made));
  assert.equal(copy.calls.length, 2);
  assert.deepEqual(copy.calls[1].request, { ...made.calls.at(1).request });
});
