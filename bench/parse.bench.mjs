// A body in bytes to its summary, and to every field of every row, in units of decoding and `JSON.parse` of the same bytes.
import { createRequire } from "node:module";
import Ajv from "ajv";
import * as valibot from "valibot";
import { z } from "zod";
import { parse } from "cdn-refresh-tasks";
import { bodies, readAll } from "./support/bodies.mjs";

export const name = "parse: a body in bytes, × decode + JSON.parse of the same bytes";

const require = createRequire(import.meta.url);
const decoder = new TextDecoder();
const decoded = (body) => JSON.parse(decoder.decode(body));

/** What people use: the official client's cast to its classes, validators, and dates and numbers by hand. */
function peers() {
  const { DescribeRefreshTasksResponseBody } = require("@alicloud/cdn20180510");
  const { cast } = require("@darabonba/typescript");
  const task = { CreationTime: z.string(), ObjectPath: z.string(), Status: z.string(), ObjectType: z.string(), Process: z.string(), Description: z.string().optional(), TaskId: z.string() };
  const inZod = z.object({ RequestId: z.string(), PageNumber: z.number(), PageSize: z.number(), TotalCount: z.number(), Tasks: z.object({ CDNTask: z.array(z.object(task)) }) });
  const v = valibot;
  const inValibot = v.object({
    RequestId: v.string(), PageNumber: v.number(), PageSize: v.number(), TotalCount: v.number(),
    Tasks: v.object({ CDNTask: v.array(v.object({ CreationTime: v.string(), ObjectPath: v.string(), Status: v.string(), ObjectType: v.string(), Process: v.string(), Description: v.optional(v.string()), TaskId: v.string() })) }),
  });
  const text = { type: "string" };
  const properties = { CreationTime: text, ObjectPath: text, Status: text, ObjectType: text, Process: text, Description: text, TaskId: text };
  const inAjv = new Ajv().compile({
    type: "object",
    required: ["RequestId", "Tasks"],
    properties: { RequestId: text, Tasks: { type: "object", properties: { CDNTask: { type: "array", items: { type: "object", properties, required: ["TaskId"] } } } } },
  });
  return {
    "official SDK, cast to its classes": (body) => cast(decoded(body), new DescribeRefreshTasksResponseBody({})),
    zod: (body) => inZod.parse(decoded(body)),
    valibot: (body) => v.parse(inValibot, decoded(body)),
    ajv: (body) => inAjv(decoded(body)),
    "dates and numbers by hand": (body) => decoded(body).Tasks.CDNTask.map((row) => ({ ...row, creationTime: Date.parse(row.CreationTime), progress: Number.parseFloat(row.Process) })),
  };
}

export async function run({ time }) {
  const rows = [];
  const others = peers();
  const throughput = {};
  for (const [what, body] of Object.entries(bodies())) {
    const summary = `${what}: summary()`;
    const all = `${what}: every field read`;
    const candidates = {
      "JSON.parse": () => decoded(body),
      [summary]: () => parse(body).summary(),
      [all]: () => readAll(parse(body)),
    };
    if (what === "page of 100") {
      candidates["the same from a string: every field read"] = () => readAll(parse(text));
      for (const [peer, candidate] of Object.entries(others)) candidates[peer] = () => candidate(body);
    }
    const text = decoder.decode(body);
    const times = await time(candidates);
    for (const [candidate, ns] of Object.entries(times)) {
      const ratio = (ns / times["JSON.parse"]).toFixed(3);
      rows.push({ what: candidate === "JSON.parse" ? `${what}: JSON.parse` : candidate, "µs": (ns / 1000).toFixed(1), "× JSON.parse": ratio });
    }
    throughput[what] = body.length / times[all];
  }
  const growth = throughput["growth: 10 MB"] / throughput["growth: 100 KB"];
  rows.push({ what: "throughput at 10 MB / at 100 KB, every field read", "µs": "", "× JSON.parse": growth.toFixed(2) });
  return rows;
}
