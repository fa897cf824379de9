// What a page costs in memory: nothing in wasm, nothing for a row but the row.
import assert from "node:assert/strict";
import { test } from "node:test";

// The core's memory is nobody's business but ours here: it is caught where the instance is made.
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    if (this.exports.memory !== undefined) memories.push(this.exports.memory);
  }
};
const { parse } = await import("cdn-refresh-tasks");

const encoder = new TextEncoder();
const page = (seed, rows = 100) =>
  encoder.encode(
    JSON.stringify({
      RequestId: `request-${seed}`,
      TotalCount: rows,
      Tasks: {
        CDNTask: Array.from({ length: rows }, (_, row) => ({
          CreationTime: "2026-11-24T03:12:22Z",
          ObjectPath: `https://cdn.example.com/assets/release-${seed}/chunk-${row}-abcdef0123456789.js`,
          Status: row % 7 === 0 ? "Failed" : "Complete",
          ObjectType: "file",
          Process: row % 3 === 0 ? "99.37%" : "100%",
          Description: row % 7 === 0 ? "Origin Return StatusCode 502" : "",
          TaskId: String(15_423_123_921 + seed * 1000 + row),
        })),
      },
    }),
  );

const held = () => {
  for (let time = 0; time < 4; time += 1) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const wasm = () => memories.at(-1).buffer.byteLength;
const MB = 1024 * 1024;

test("wasm memory is flat over 10,000 pages", { skip: globalThis.gc === undefined }, () => {
  for (let seed = 0; seed < 100; seed += 1) parse(page(9900 + seed)).summary();
  const before = wasm();
  for (let seed = 0; seed < 10_000; seed += 1) {
    const read = parse(page(seed, 1 + (seed % 100)));
    if (seed % 10 === 0) read.toArray();
  }
  assert.equal(wasm(), before);
});

test("one row kept of each of 10,000 pages takes at most 20 MB", { skip: globalThis.gc === undefined }, () => {
  for (const take of [(read, at) => read.at(at), (read, at) => read.toArray()[at], (read) => [...read][50]]) {
    const kept = [];
    take(parse(page(0)), 0);
    const before = held();
    for (let seed = 0; seed < 10_000; seed += 1) kept.push(take(parse(page(seed)), seed % 100));
    const grown = held() - before;
    assert.ok(grown <= 20 * MB, `${(grown / MB).toFixed(1)} MB`);
    assert.equal(kept[77].taskId, String(15_423_123_921 + 77_000 + (kept[77].objectPath.includes("chunk-50-") ? 50 : 77)));
  }
});

test("pages kept take about what they hold", { skip: globalThis.gc === undefined }, () => {
  const kept = [];
  const before = held();
  for (let seed = 0; seed < 1000; seed += 1) kept.push(parse(page(seed)));
  const grown = held() - before;
  assert.ok(grown <= 1000 * page(1).length, `${(grown / MB).toFixed(1)} MB`);
  assert.equal(kept[999].at(0).objectPath, "https://cdn.example.com/assets/release-999/chunk-0-abcdef0123456789.js");
});

test("a huge body leaves no huge memory behind", { skip: globalThis.gc === undefined }, () => {
  const body = page(1, 300_000);
  assert.ok(body.length > 60 * MB);
  for (const text of [body, body.subarray(0, -1), Buffer.from(`${" ".repeat(90 * MB)}<`)]) {
    const read = parse(text);
    assert.equal(read.length ?? read.cause, text === body ? 300_000 : read.cause);
    assert.equal(parse(page(2)).length, 100);
    assert.ok(wasm() < 16 * MB, `${(wasm() / MB).toFixed(1)} MB`);
  }
});
