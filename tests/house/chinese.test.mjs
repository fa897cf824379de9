// The Chinese texts of the package, the page and the command line are set as Chinese is; so is what the core makes of them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { check, contract, explain, parse, plan } from "cdn-refresh-tasks";
import { mistakes } from "./support/chinese.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const NOW = Date.UTC(2026, 10, 24, 8);

function* texts(node) {
  if (typeof node === "string") yield node;
  else if (node !== null && typeof node === "object") for (const value of Object.values(node)) yield* texts(value);
}

test("a mistake is found, and nothing else is", () => {
  for (const wrong of ["完整。 其余", "共 3 条 ，", "应为0 到 100", "状态Failed", "100%的", "错误:", "按  路径", "（ 秒）"]) assert.notDeepEqual(mistakes(wrong), [], wrong);
  for (const right of ["应为 0 到 100，实际为 `0到 ,`。", "11月24日周二 08:00", "（HTTP 状态码 200）：`x`", "English: no, really  not."]) assert.deepEqual(mistakes(right), [], right);
});

test("the texts of the table", () => {
  const byHand = JSON.parse(read("pkg/src/languages/errors/zh.json"));
  const { texts: pieces, contract: table, explanations } = JSON.parse(read("pkg/src/generated/zh.json"));
  // Messages of errors are the service's own words.
  const errors = table.errors.map(({ message: _, ...ours }) => ours);
  const found = [...texts([pieces, { ...table, errors }, explanations, byHand])];
  assert.ok(found.length > 500);
  assert.deepEqual(found.flatMap(mistakes), []);
});

test("what stands in the sources of page, elements and command line", () => {
  const files = execFileSync("git", ["ls-files", "pkg/src", "www/src"], { cwd: root, encoding: "utf8" }).split("\n");
  const literal = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  const found = [];
  for (const file of files.filter((name) => /\.(ts|html)$/.test(name))) {
    for (const [text] of file.endsWith(".html") ? [[read(file)]] : read(file).matchAll(literal)) {
      if (!/\p{Script=Han}/u.test(text)) continue;
      // A place counts as a Latin word, but for what is known to begin or end in Chinese.
      const said = text.slice(1, -1).replace(/\\`[^`]*\\`/g, "…").replace(/\$\{(span|took)\}/g, "3 秒").replace(/\$\{upTo\}/g, "").replace(/\$\{[^{}]*\?(?:[^{}]|\{[^{}]*\})*\}/g, "").replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "X");
      found.push(...mistakes(said).map((mistake) => `${file}: ${mistake}`));
    }
  }
  assert.deepEqual(found, []);
});

test("what the core makes of them: diagnostics of requests, plans and answers, faults, explanations, reasons of routes", () => {
  const locale = "zh";
  const cases = JSON.parse(read("tests/cases/check.json"));
  const odd = [0, -1, 1.5, Number.NaN, 1e9, "x", null, [], true, ""];
  const plans = ["rowsPerHour", "callsPerSecond", "callsPerSecondById", "route", "windowSeconds", "order", "limit"].flatMap((name) => odd.map((value) => [{}, { [name]: value }]));
  const questions = ["taskIds", "objectPaths", "domainNames", "objectTypes", "statuses", "from", "to"].flatMap((name) => [...odd, ["1", "1"], ["a b"], ["http://a"]].map((value) => [{ [name]: value }, { rowsPerHour: 90_000 }]));
  const task = { TaskId: "1", ObjectPath: "http://a/", ObjectType: "file", Status: "Complete", Process: "100%", CreationTime: "2026-11-24T00:00:00Z" };
  const bodies = [...Object.keys(task).flatMap((name) => [null, 7, true, "x", "150%"].map((value) => ({ TotalCount: 1, Tasks: { CDNTask: [{ ...task, [name]: value }] } }))), { TotalCount: "x" }, { Tasks: 5 }, { a: 1 }, []].map((body) => JSON.stringify(body));
  const made = [
    ...cases.filter(({ options }) => options.locale === locale).map(({ draft, options }) => check(draft, options).diagnostics),
    ...[...plans, ...questions].map(([query, options]) => plan(query, { now: NOW, locale, ...options })).map(({ diagnostics, routes }) => [diagnostics, routes.map(({ because }) => because)]),
    ...[...bodies, "", "<html>x", "<a/>", "x", '{"Tasks":'].map((body) => parse(body, { status: 200, now: NOW, locale })).map(({ diagnostics, message, explanation }) => [diagnostics, message, explanation]),
    ...["Nothing", "Throttling.Other", "", "a b"].map((code) => explain(code, locale)),
    contract(locale).ledger,
  ];
  const told = [...new Set(texts(made))];
  assert.ok(told.length > 400, String(told.length));
  assert.deepEqual(told.flatMap(mistakes), []);
});
