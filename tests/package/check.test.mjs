// `check` and the table, in the package: the same answers as natively, and an answer for whatever JavaScript can hand in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { applyFix, byParam, check, contract, explain } from "cdn-refresh-tasks";
import * as run from "../cases/run.mjs";

const now = "2026-11-24T08:00:00Z";
const cases = (name) => JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));
const codes = (draft, options) => check(draft, { now, ...options }).diagnostics.map(({ code }) => code);

test("every decision holds", () => {
  const all = cases("decisions");
  assert.ok(all.length > 300);
  assert.deepEqual(run.decisions({ check, applyFix }, all), []);
});

test("every answer is the native one, byte for byte", () => {
  const all = cases("check");
  assert.ok(all.length > 700);
  assert.deepEqual(run.answers({ check }, all), []);
});

test("a request is frozen plain data, with pages as numbers and the rest as text", () => {
  const { ok, request } = check({ TaskId: 15423123921, PageSize: "50", PageNumber: 2 }, { now });
  assert.ok(ok);
  assert.deepEqual(request, { TaskId: "15423123921", PageNumber: 2, PageSize: 50 });
  assert.ok(Object.isFrozen(request));
  assert.deepEqual(structuredClone(request), JSON.parse(JSON.stringify(request)));
});

test("form data and search params are drafts", () => {
  const form = new FormData();
  form.append("ObjectType", "file");
  form.append("Status", "complete");
  form.append("attachment", new File([], ""));
  assert.deepEqual(codes(form), ["InvalidStatus.ValueNotSupported"]);
  const params = new URLSearchParams("PageSize=20&PageSize=50&TaskId=1&Action=DescribeRefreshTasks");
  const { diagnostics } = check(params, { now });
  assert.deepEqual(diagnostics.map(({ code }) => code), ["RepeatedParameter", "UnknownParameter"]);
  assert.deepEqual(
    diagnostics[0].fixes.map((fix) => applyFix(params, fix).PageSize),
    ["20", "50"],
  );
  form.append("ObjectPath", new File(["x"], "urls.txt"));
  assert.deepEqual(codes(form), ["InvalidObjectPath.Malformed", "InvalidStatus.ValueNotSupported"]);
});

test("values that are no text are named, never thrown and never lost", () => {
  const cyclic = {};
  cyclic.self = cyclic;
  for (const [value, found] of [
    [["1"], "an array"],
    [cyclic, "an object"],
    [true, "a boolean"],
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [new Date(now), "a date object"],
    ["1\ud800", "half a character"],
    [Number.NaN, "`NaN`"],
    [2 ** 53, "`9007199254740992`"],
    [1e21, "`1e+21`"],
  ]) {
    const { request, diagnostics } = check({ TaskId: value }, { now });
    assert.equal(request, null);
    assert.deepEqual(diagnostics.map(({ code }) => code), ["InvalidTaskId.Malformed"]);
    assert.ok(diagnostics[0].message.includes(found), diagnostics[0].message);
  }
  const throwing = {
    get TaskId() {
      throw new Error("no");
    },
  };
  assert.deepEqual(codes(throwing), ["InvalidTaskId.Malformed"]);
  assert.deepEqual(codes({ TaskId: 12345678901234567890n }), []);
  assert.deepEqual(codes({ PageSize: 20n, PageNumber: -0 }), ["InvalidPageNumber.ValueNotSupported"]);
});

test("a date object is told, and converted by one click", () => {
  const draft = { StartTime: new Date("2026-11-23T08:00:00.500Z"), EndTime: now };
  const [found] = check(draft, { now }).diagnostics;
  assert.equal(found.code, "InvalidStartTime.Malformed");
  assert.equal(applyFix(draft, found.fixes[0]).StartTime, "2026-11-23T08:00:00Z");
  assert.deepEqual(check({ ...draft, StartTime: new Date(Number.NaN) }, { now }).diagnostics[0].fixes, []);
});

test("keys of every kind survive", () => {
  for (const key of ["", "__proto__", "constructor", "a\ud800b", "\0", "\u0001", "键"]) {
    const draft = JSON.parse(`{${JSON.stringify(key)}: "1", "TaskId": "1"}`);
    const { diagnostics } = check(draft, { now });
    assert.deepEqual(diagnostics.map(({ code, params }) => [code, params]), [["UnknownParameter", [key]]]);
    assert.deepEqual(applyFix(draft, diagnostics[0].fixes[0]), { TaskId: "1" });
    assert.deepEqual(Object.keys(byParam(diagnostics)), [key]);
  }
});

test("what is no draft is told", () => {
  for (const draft of ["PageSize=20", 1, true, [], ["TaskId"], new Map([["TaskId", "1"]]), new Date(), () => 1, Symbol("x")]) {
    const { ok, diagnostics } = check(draft, { now });
    assert.ok(!ok);
    assert.deepEqual(diagnostics.map(({ code }) => code), ["InvalidDraft"], String(draft));
  }
  const hostile = new Proxy({}, { ownKeys: () => assert.fail("no keys") });
  assert.deepEqual(codes(hostile), ["InvalidDraft"]);
  for (const draft of [undefined, null, {}, new FormData()]) assert.deepEqual(codes(draft), ["DefaultListing"]);
});

test("options: every form of now; what cannot be read is told", () => {
  const draft = { StartTime: "2026-11-21T08:00:00Z", EndTime: "2026-11-24T08:00:00Z" };
  for (const at of [Date.parse(now), new Date(now), now, "2026-11-24T16:00:00+08:00", "2026-11-24T08:00:00.000Z"]) {
    assert.deepEqual(check(draft, { now: at }).diagnostics.map(({ code }) => code), ["NearRetention"], String(at));
  }
  for (const at of ["2026-11-24 08:00", "yesterday", Number.NaN, new Date(Number.NaN), {}, null, 1e300]) {
    const { ok, diagnostics } = check({ TaskId: "1" }, { now: at });
    assert.deepEqual([ok, diagnostics.map(({ code }) => code)], [false, ["InvalidOption"]], String(at));
  }
  for (const options of [{ mode: "loose" }, { operation: "describe" }, { operation: 7 }]) {
    assert.deepEqual(codes({ TaskId: "1" }, options), ["InvalidOption"]);
  }
  assert.match(check({ TaskId: "x" }, { locale: "zh-CN" }).diagnostics[0].message, /只能由数字组成/);
  assert.match(check({ TaskId: "x" }, { locale: "fr" }).diagnostics[0].message, /digits only/);
  const start = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, "");
  const end = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, "");
  assert.deepEqual(check({ StartTime: start, EndTime: end }).diagnostics, []);
});

test("applying a fix makes a new draft", () => {
  const draft = Object.freeze({ Status: "complete", ObjectType: "file" });
  const [{ fixes }] = check(draft, { now }).diagnostics;
  assert.deepEqual(applyFix(draft, fixes[0]), { Status: "Complete", ObjectType: "file" });
  assert.equal(draft.Status, "complete");
});

test("by field: one that marks several stands under each, one of no field under nothing", () => {
  const { diagnostics } = check({ Status: "Complete" }, { now });
  assert.deepEqual(Object.keys(byParam(diagnostics)).sort(), ["ObjectType", "Status"]);
  assert.deepEqual(Object.keys(byParam(check({}, { now }).diagnostics)), [""]);
});

test("junk is answered shortly", () => {
  const junk = Object.fromEntries(Array.from({ length: 1000 }, (_, number) => [`junk${number}`, "x"]));
  for (const draft of [junk, { TaskId: "x".repeat(1 << 20) }, { ["x".repeat(1 << 20)]: 1 }, { ObjectPath: ` http://a.com/${"字".repeat(1 << 19)}` }]) {
    const { diagnostics } = check(draft, { now });
    assert.ok(diagnostics.length > 0);
    assert.ok(JSON.stringify(diagnostics).length < 12_000);
  }
});

test("explain knows every code, in both languages, and is honest about the rest", () => {
  for (const locale of ["en", "zh"]) {
    const table = contract(locale);
    for (const code of [...table.errors, ...table.rules].map((row) => row.code)) {
      const { known, cause, remedy, source } = explain(code, locale);
      assert.ok(known && cause && remedy && source, code);
    }
  }
  assert.deepEqual(
    [explain("TooManyRequests").httpStatus, explain("TooManyRequests").throttled, explain("TooManyRequests").retryable],
    [429, true, true],
  );
  const unknown = explain("Made.Up", "zh");
  assert.deepEqual([unknown.known, unknown.httpStatus, unknown.source, unknown.params], [false, null, null, []]);
  assert.match(unknown.message, /`Made\.Up`/);
  assert.equal(explain("Throttling.Odd").throttled, true);
  for (const code of ["__proto__", "toString", "", "a\ud800", "$&", "\u0002"]) {
    assert.deepEqual([explain(code).known, explain(code).code], [false, code]);
  }
  // What cannot be seen is shown, and as the core shows it.
  const unseen = "a\u00ad\u200b\u200c\u200d\u200e\u200f\u2027\u2028\u202e\u202f\u2060\u2069\u206a\ufeff\u0085b";
  const shown = (message) => /`(a.*b)`/.exec(message)?.[1];
  assert.equal(shown(explain(unseen).message), shown(check({ TaskId: unseen }, { now: "2026-11-24T08:00:00Z" }).diagnostics[0].message));
  assert.match(explain(unseen).message, /a\\u\{ad\}\\u\{200b\}/);
});

test("the table is complete, fresh at each call, and its texts have no open places", () => {
  for (const locale of ["en", "zh"]) {
    const table = contract(locale);
    assert.equal(table.params.length, 10);
    assert.ok(table.rules.length > 30 && table.errors.length > 20 && table.limits.length > 10 && table.conflicts.length > 5);
    assert.doesNotMatch(JSON.stringify(table), /\{[a-z][a-z-]*\}|undefined/);
    table.params.length = 0;
    assert.equal(contract(locale).params.length, 10);
  }
});
