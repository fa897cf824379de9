// `parse`: the documents' own samples, what a page offers, and every fault by its name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "cdn-refresh-tasks";

const bytes = (text) => new TextEncoder().encode(text);
const reference = `{ "RequestId": "174F6032-AA26-470D-B90E-36F0EB205BEE", "PageNumber": 10, "PageSize": 1, "TotalCount": 2, "Tasks": { "CDNTask": [ {
  "Status": "Complete", "CreationTime": "2014-11-27T08:23:22Z", "ObjectType": "file", "Process": "100%", "Description": "Internal Error",
  "ObjectPath": "http://example.com/1.txt", "TaskId": "704225667" } ] } }`;
const capture = `{"PageNumber":1,"TotalCount":1,"PageSize":20,"RequestId":"9E5CBC07-8E7A-403C-B0E6-88EC4473AAA9","Tasks":{"CDNTask":[{"CreationTime":"2018-08-16T10:11:16Z","ObjectPath":"http://m.pc6.com/public/js/htm_l5.min.js","Status":"Refreshing","ObjectType":"file","Process":"0%","TaskId":"2942405655"}]}}`;
const byId = `{"RequestId":"E0C2EF95-B1EC-4C93-855E-2059A7DA2B7B","Tasks":[{"CreationTime":"2020-08-03T08:54:23Z","Description":"","ObjectPath":"http://example.com/abc.jpg","ObjectType":"file","Process":"100%","Status":"Complete","TaskId":"12345678"},{"CreationTime":"2020-08-03T09:12:44Z","Description":"","ObjectPath":"http://example.com/bcd.jpg","ObjectType":"file","Process":"99.37%","Status":"Refreshing","TaskId":"23456789"}],"TotalCount":2}`;

test("the reference's example, bytes and text", () => {
  for (const body of [reference, bytes(reference), Buffer.from(reference)]) {
    const page = parse(body);
    assert.equal(page.kind, "page");
    assert.deepEqual(
      [page.requestId, page.pageNumber, page.pageSize, page.totalCount, page.length],
      ["174F6032-AA26-470D-B90E-36F0EB205BEE", 10, 1, 2, 1],
    );
    assert.deepEqual(page.diagnostics, []);
    assert.deepEqual(page.toArray(), [
      {
        taskId: "704225667",
        objectPath: "http://example.com/1.txt",
        objectType: "file",
        status: "Complete",
        state: "succeeded",
        progress: 100,
        rawProgress: "100%",
        creationTime: Date.UTC(2014, 10, 27, 8, 23, 22),
        description: "Internal Error",
        failure: null,
        expiresAt: Date.UTC(2014, 10, 30, 8, 23, 22),
        extra: {},
      },
    ]);
  }
});

test("the real capture and the answer by id", () => {
  const page = parse(capture);
  assert.equal(page.at(0).state, "running");
  assert.equal(page.at(0).progress, 0);
  assert.equal(page.at(0).description, null);
  const two = parse(byId);
  assert.deepEqual([two.pageNumber, two.pageSize, two.totalCount], [null, null, 2]);
  assert.equal(two.at(1).progress, 99.37);
  assert.equal(two.at(-1).taskId, "23456789");
  assert.equal(two.at(2), undefined);
  assert.deepEqual([...two], two.toArray());
  assert.deepEqual(two.summary(), {
    rows: 2,
    byState: { running: 1, succeeded: 1, failed: 0, canceled: 0, unknown: 0 },
    byStatus: { Complete: 1, Refreshing: 1 },
    byType: { file: 2 },
    byFailure: {},
    meanProgress: 99.685,
    oldestUnfinished: Date.UTC(2020, 7, 3, 9, 12, 44),
    newest: Date.UTC(2020, 7, 3, 9, 12, 44),
    oldest: Date.UTC(2020, 7, 3, 8, 54, 23),
  });
});

test("a view is a plain frozen object", () => {
  const [task] = parse(byId);
  assert.ok(Object.isFrozen(task) && Object.isFrozen(task.extra));
  assert.equal(Object.getPrototypeOf(task), Object.prototype);
  assert.deepEqual(structuredClone(task), task);
  assert.deepEqual({ ...task }, task);
  assert.deepEqual(JSON.parse(JSON.stringify(task)), task);
  assert.deepEqual(JSON.parse(JSON.stringify(parse(byId))).tasks, parse(byId).toArray());
});

test("a byte order mark that begins a text is a character of it", () => {
  const tasks = Array.from({ length: 40 }, (_, index) => ({
    TaskId: `\uFEFF${index}`,
    ObjectPath: `\uFEFFhttp://example.com/${"x".repeat(index)}`,
    ObjectType: "\uFEFFfile",
    Status: "\uFEFFComplete",
    CreationTime: "2020-08-03T08:54:23Z",
    New: "\uFEFF",
  }));
  const page = parse(bytes(JSON.stringify({ RequestId: "\uFEFF1", Tasks: tasks })));
  assert.equal(page.requestId, "\uFEFF1");
  const read = (row) => ({ TaskId: row.taskId, ObjectPath: row.objectPath, ObjectType: row.objectType, Status: row.status, New: row.extra.New });
  assert.deepEqual(page.toArray().map(read), tasks.map(({ CreationTime, ...task }) => task));
  assert.deepEqual(tasks.map((_, row) => read(page.at(row))), page.toArray().map(read));
  // Those that are told apart by it stay apart.
  assert.deepEqual(page.summary().byStatus, { "\uFEFFComplete": 40 });
});

test("every fault says what it is", () => {
  const gateway = `{"RequestId":"3C85E634-24F4-5242-89B9-4E9453FC6D2B","Message":"Specified time stamp or date value is expired.","Recommend":"https://api.aliyun.com/troubleshoot?q=InvalidTimeStamp.Expired&product=Alidns&requestId=3C85E634-24F4-5242-89B9-4E9453FC6D2B","HostId":"alidns.aliyuncs.com","Code":"InvalidTimeStamp.Expired"}`;
  for (const [body, about, expected] of [
    [gateway, { status: 400 }, { cause: "gateway", code: "InvalidTimeStamp.Expired", hostId: "alidns.aliyuncs.com", requestId: "3C85E634-24F4-5242-89B9-4E9453FC6D2B" }],
    [gateway, { status: 200 }, { cause: "gateway", httpStatus: 200 }],
    ['{"RequestId":"16A96B9A","HostId":"cdn.aliyuncs.com","Code":"InternalError","Message":"The request processing has failed due to some unknown error."}', { status: 500 }, { cause: "service", code: "InternalError", retryable: true, throttled: false }],
    ['{"Code":"TooManyRequests"}', { status: 429, headers: { "X-Acs-Retry-After": "1500" } }, { throttled: true, retryable: true, retryAfterMs: 1500 }],
    ['{"Code":"Throttling.User","Message":"m"}', { status: 400, headers: new Headers({ "x-ratelimit-user-api": "Limit:1,Remain:0,TimeLeft:2000,Reset:1234" }) }, { throttled: true, retryAfterMs: 2000 }],
    ["<html><head><title>502 Bad Gateway</title></head></html>", { status: 502 }, { cause: "html", httpStatus: 502, retryable: true }],
    ["<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>8906582E</RequestId><HostId>cdn.aliyuncs.com</HostId><Code>InvalidTime</Code><Message>The query time cannot exceed the last 3 days.</Message></Error>", { status: 400 }, { cause: "xml", code: "InvalidTime", requestId: "8906582E", message: "The query time cannot exceed the last 3 days." }],
    ["", { status: 504 }, { cause: "empty", retryable: true }],
    [" \n", {}, { cause: "empty" }],
    ["null", {}, { cause: "unexpected" }],
    ["[]", {}, { cause: "unexpected" }],
    ["{}", {}, { cause: "unexpected" }],
    ['{"Tasks":{"CDNTask":[{"TaskId":"1"', {}, { cause: "truncated", retryable: true }],
    ['{"Tasks":{"CDNTask":[{"TaskId":}]}}', {}, { cause: "not-json", retryable: false }],
    ["upstream connect error", { status: 503 }, { cause: "gateway", throttled: true }],
    [`${capture}x`, {}, { cause: "not-json" }],
    [undefined, {}, { cause: "empty" }],
    [{}, {}, { cause: "not-json" }],
  ]) {
    const fault = parse(body, about);
    assert.equal(fault.kind, "fault", body);
    for (const [name, value] of Object.entries(expected)) assert.equal(fault[name], value, `${body} ${name}`);
    assert.ok(fault.message && fault.explanation.remedy, body);
    assert.deepEqual(structuredClone(fault), fault);
  }
});

test("in Chinese", () => {
  const page = parse('{"Tasks":[{"TaskId":"1","Status":"Odd"}]}', { locale: "zh" });
  assert.deepEqual(page.diagnostics[0].params, ["Tasks[0]"]);
  assert.equal(page.diagnostics[0].message, "任务缺少 `CreationTime`");
  assert.match(parse("<html>", { locale: "zh", status: 502 }).message, /^应为 JSON，实际为 HTML 页面（HTTP 状态码 502）/);
});

test("the summary counts rows whose texts are not ASCII under their type too", () => {
  const row = (ObjectPath, ObjectType) => ({ TaskId: "1", ObjectPath, ObjectType, Status: "Complete", Process: "100%", CreationTime: "2026-11-24T01:00:00Z" });
  const body = JSON.stringify({ RequestId: "r", Tasks: { CDNTask: [row("http://a/发布", "file"), row("http://a/b", "file"), row("http://a/c", "新")] } });
  assert.deepEqual(parse(body).summary().byType, { file: 2, 新: 1 });
});
