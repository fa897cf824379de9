// What form libraries are given: a Standard Schema, and attributes that come from the one table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, contract } from "cdn-refresh-tasks";
import { draftSchema, fieldAttributes } from "cdn-refresh-tasks/form";

test("a valid draft becomes its request, an invalid one its errors with their paths", () => {
  const schema = draftSchema({ locale: "zh" })["~standard"];
  assert.deepEqual([schema.version, schema.vendor], [1, "cdn-refresh-tasks"]);
  assert.deepEqual({ ...schema.validate({ TaskId: "15423123921" }).value }, { TaskId: "15423123921" });
  const draft = { PageSize: 500, DomainName: "example.com" };
  const errors = check(draft, { locale: "zh" }).diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual(schema.validate(draft).issues, errors.map(({ message, params }) => ({ message: message.replaceAll("`", ""), path: [params[0]] })));
  assert.ok(errors.every(({ message }) => message.includes("`")), "what stands in backticks is told without them to those who show no markup");
  assert.deepEqual(schema.validate(draft).issues.map(({ path }) => path[0]).sort(), ["ObjectType", "PageSize"]);
  for (const odd of [null, undefined, 7, "text", [], new Date(0)]) assert.equal(typeof schema.validate(odd), "object");
});

test("attributes agree with the contract, in both languages", () => {
  for (const locale of ["en", "zh"]) {
    for (const { name, label, hint, min, max, choices } of contract(locale).params) {
      const attributes = fieldAttributes(name, locale);
      assert.deepEqual([attributes.name, attributes.label, attributes.hint, attributes.min, attributes.max, attributes.options], [name, label, hint, min, max, choices]);
    }
  }
  assert.deepEqual(["PageSize", "StartTime", "Status", "TaskId"].map((name) => fieldAttributes(name).type), ["number", "datetime-local", "select", "text"]);
  assert.deepEqual(fieldAttributes("Nothing"), {});
});
