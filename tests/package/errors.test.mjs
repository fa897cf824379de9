// What errors say: in the language that was asked for, with the same code in each.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Walk, check, createClient, credentialsFromEnvironment, plan, prepare } from "cdn-refresh-tasks";

const KEY = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const errors = (language) => JSON.parse(readFileSync(new URL(`../../pkg/src/languages/errors/${language}.json`, import.meta.url), "utf8"));

/** The error that `work` ends with, whether it throws or rejects. */
const thrown = async (work) => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  assert.fail("it threw nothing");
};

const { request } = check({ TaskId: "15423123921" });
const now = Date.UTC(2026, 10, 24);
const list = () => Walk.start(plan({}, { now }), { now }).checkpoint();
const nowhere = { ALIBABA_CLOUD_CONFIG_FILE: "/nonexistent/config.json" };

for (const [code, work] of Object.entries({
  CheckpointForeign: (locale) => createClient({ ...KEY, locale }).tasks({}, { resume: "text" }),
  CheckpointOtherQuery: (locale) => createClient({ ...KEY, locale }).wait([], { timeoutMs: 1, resume: list() }),
  CheckpointDamaged: (locale) => Walk.resume(list().slice(0, -9), { now, locale }),
  InvalidEndpoint: (locale) => prepare(request, { accessKeyId: "testid", endpoint: "http://a/path", locale }),
  InvalidAccessKeyId: (locale) => prepare(request, { accessKeyId: "a b", locale }),
  InvalidSignature: (locale) => prepare(request, { accessKeyId: "testid", locale }).finish("(stdin)= 0"),
  NoCredentials: (locale) => credentialsFromEnvironment({ env: nowhere, profile: "work", locale }),
})) {
  test(`${code} in both languages`, async () => {
    const [english, chinese] = [await thrown(() => work("en")), await thrown(() => work("zh"))];
    assert.deepEqual([english.name, english.code, chinese.name, chinese.code], ["RefreshTasksError", code, "RefreshTasksError", code]);
    assert.doesNotMatch(english.message, /\p{Script=Han}|\{\w+\}/u);
    assert.match(chinese.message, /\p{Script=Han}{2}/u);
    assert.doesNotMatch(chinese.message, /\{\w+\}/);
    assert.equal((await thrown(() => work(undefined))).message, english.message);
  });
}

test("a client tells in its language that there are no credentials, and what was found", async () => {
  const { env } = process;
  const before = Object.fromEntries(Object.entries(env).filter(([name]) => /^(ALI|HOME$|USERPROFILE$)/.test(name)));
  for (const name of Object.keys(before)) delete env[name];
  Object.assign(env, nowhere, { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid" });
  try {
    const { message } = await thrown(() => createClient({ locale: "zh" }).describe({ PageSize: 1 }));
    assert.match(message, /^没有可用的凭证。.*详情：ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not/);
  } finally {
    for (const name of ["ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_ACCESS_KEY_ID"]) delete env[name];
    Object.assign(env, before);
  }
});

test("every entry of the package has the words", async () => {
  const require = createRequire(import.meta.url);
  const entries = [await import("cdn-refresh-tasks/inline"), require("cdn-refresh-tasks"), require("cdn-refresh-tasks/inline")];
  for (const entry of entries) {
    await entry.init();
    for (const language of ["en", "zh"]) assert.throws(() => entry.Walk.resume("text", { now, locale: language }), { code: "CheckpointForeign", message: errors(language).CheckpointForeign });
  }
});

test("what one language says, the other does", () => {
  const chinese = Object.keys(errors("zh"));
  for (const code of Object.keys(errors("en"))) assert.ok(chinese.includes(code), code);
});
