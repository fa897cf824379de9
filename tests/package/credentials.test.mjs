// Credentials of the environment: variables in their spellings, the aliyun CLI's config file, and what is said where there are none.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, folder } from "./support/cli.mjs";

/** The id that a signed URL was signed with, or what was said instead. */
async function found(env, args = []) {
  const { code, stdout, stderr } = await cli(["url", "TaskId=1", "--sign", ...args], { env });
  return code === 0 ? [new URL(stdout.trim()).searchParams.get("AccessKeyId"), new URL(stdout.trim()).searchParams.get("SecurityToken")] : `${code} ${stderr}`;
}

function home(t, config) {
  const path = folder(t);
  mkdirSync(join(path, ".aliyun"));
  writeFileSync(join(path, ".aliyun", "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  return { HOME: path, USERPROFILE: path };
}

test("environment variables, the present spelling first", async () => {
  assert.deepEqual(await found({ ALIBABA_CLOUD_ACCESS_KEY_ID: "a", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" }), ["a", null]);
  assert.deepEqual(await found({ ALIBABA_CLOUD_ACCESS_KEY_ID: "a", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s", ALIBABA_CLOUD_SECURITY_TOKEN: "t" }), ["a", "t"]);
  assert.deepEqual(await found({ ALICLOUD_ACCESS_KEY_ID: "b", ALICLOUD_ACCESS_KEY_SECRET: "s" }), ["b", null]);
  assert.deepEqual(await found({ ALIBABACLOUD_ACCESS_KEY_ID: "c", ALIBABACLOUD_ACCESS_KEY_SECRET: "s", ALICLOUD_ACCESS_KEY_ID: "b" }), ["c", null]);
  assert.match(await found({ ALIBABA_CLOUD_ACCESS_KEY_ID: "a" }), /^2 .*ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not/);
});

test("the aliyun CLI's config file: AK and StsToken, the current profile or the one named", async (t) => {
  const env = home(t, {
    current: "work",
    profiles: [
      { name: "default", mode: "AK", access_key_id: "d", access_key_secret: "s" },
      { name: "work", mode: "StsToken", access_key_id: "w", access_key_secret: "s", sts_token: "t" },
      { name: "half", mode: "AK", access_key_id: "h" },
    ],
  });
  assert.deepEqual(await found(env), ["w", "t"]);
  assert.deepEqual(await found(env, ["--profile", "default"]), ["d", null]);
  assert.deepEqual(await found({ ...env, ALIBABA_CLOUD_PROFILE: "default" }), ["d", null]);
  assert.deepEqual(await found({ ...env, ALIBABA_CLOUD_ACCESS_KEY_ID: "a", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" }), ["a", null]);
  assert.match(String(await found({ ...env, ALIBABA_CLOUD_IGNORE_PROFILE: "TRUE" })), /^2 .*no credentials found/);
  assert.match(await found(env, ["--profile", "none"]), /^2 .*no profile `none` \(it has `default`, `work`, `half`\)/);
  assert.match(await found(env, ["--profile", "half"]), /^2 .*profile `half` .* has no access_key_secret/);
});

test("a damaged config file is said, and not quoted", async (t) => {
  const said = await found(home(t, '{"profiles":[{"access_key_secret":"verysecret"'));
  assert.match(said, /^2 .*not valid JSON/);
  assert.doesNotMatch(said, /verysecret/);
});

test("nothing anywhere: where was looked, and what to do", async () => {
  assert.match(await found({}), /^2 error: no credentials found .*ALIBABA_CLOUD_ACCESS_KEY_ID.*config\.json.*aliyun configure/);
});
