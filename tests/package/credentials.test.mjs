// Credentials of the environment: variables in their spellings, the aliyun CLI's config file, and what is said where there are none.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as plain } from "node:http";
import { createServer as secure } from "node:https";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { cli, folder, main } from "./support/cli.mjs";

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

/** A profile for each mode of the aliyun CLI that is more than a key. */
const MODES = {
  RamRoleArn: { access_key_id: "base", access_key_secret: "s", ram_role_arn: "acs:ram::1:role/r", ram_session_name: "x", sts_endpoint: "127.0.0.1:1" },
  ChainableRamRoleArn: { source_profile: "gone", ram_role_arn: "acs:ram::1:role/r", ram_session_name: "x" },
  EcsRamRole: { ram_role_name: "r" },
  OIDC: { oidc_provider_arn: "acs:ram::1:oidc-provider/p", oidc_token_file: "/nonexistent/token", ram_role_arn: "acs:ram::1:role/r", ram_session_name: "x" },
  CloudSSO: { cloud_sso_sign_in_url: "http://127.0.0.1:1", cloud_sso_account_id: "1", cloud_sso_access_config: "c", access_token: "t", cloud_sso_access_token_expire: 1 },
  OAuth: { oauth_site_type: "moon", oauth_refresh_token: "r" },
  External: { process_command: "/nonexistent/command" },
  CredentialsURI: { credentials_uri: "http://127.0.0.1:1" },
};
const WHY = {
  RamRoleArn: /ECONNREFUSED/,
  ChainableRamRoleArn: /unable to get profile with 'gone'/,
  EcsRamRole: /disabled/,
  OIDC: /token/i,
  CloudSSO: /expired/,
  OAuth: /OAuth site type/,
  External: /failed to execute external command/,
  CredentialsURI: /unsupported profile mode/,
};
const profileOf = (mode, more = {}) => ({ current: "work", profiles: [{ name: "work", mode, ...MODES[mode], ...more }] });

test("modes that need @alicloud/credentials, where it is installed: what fails is said with its profile and mode", async (t) => {
  for (const mode of Object.keys(MODES)) {
    const said = await found(home(t, profileOf(mode)));
    assert.match(said, new RegExp(`^2 error: profile \`work\` of .*config\\.json uses mode \`${mode}\`, and @alicloud/credentials could not make`), mode);
    assert.match(said, WHY[mode], mode);
    assert.equal(said.trim().split("\n").length, 1, said);
  }
});

test("where it is not installed, every such mode says what to install, or that nothing reads it", async (t) => {
  // A copy that no node_modules is above of.
  const alone = folder(t);
  cpSync(dirname(dirname(main)), join(alone, "dist"), { recursive: true, filter: (path) => !/\.map$|types/.test(path) });
  writeFileSync(join(alone, "package.json"), '{"type":"module"}');
  const run = (env) => cli(["url", "TaskId=1", "--sign"], { env, main: join(alone, "dist", "cli", "main.js") });
  for (const mode of Object.keys(MODES)) {
    const { code, stderr } = await run(home(t, profileOf(mode)));
    assert.equal(code, 2);
    const todo = mode === "CredentialsURI" ? "nothing here reads: use a profile of another mode, or set the environment variables" : "needs @alicloud/credentials: run `npm install @alicloud/credentials`";
    assert.match(stderr, new RegExp(`^error: profile \`work\` of .* uses mode \`${mode}\`, which ${todo}\n$`));
  }
  const nothing = await run({});
  assert.match(nothing.stderr, /for RAM roles, OIDC and instance metadata install @alicloud\/credentials/);
  const key = await run(home(t, profileOf("AK", { access_key_id: "a", access_key_secret: "s" })));
  assert.equal(key.code, 0, key.stderr);
});

test("External: what the command prints; another config file than the one at home is the one that counts", async (t) => {
  const at = folder(t);
  const printed = { mode: "StsToken", access_key_id: "ext", access_key_secret: "s", sts_token: "t" };
  writeFileSync(join(at, "print.mjs"), `console.log(${JSON.stringify(JSON.stringify(printed))})`);
  const config = profileOf("External", { process_command: `${process.execPath} ${join(at, "print.mjs")}` });
  assert.deepEqual(await found(home(t, config)), ["ext", "t"]);
  const elsewhere = join(at, "other.json");
  writeFileSync(elsewhere, JSON.stringify(config));
  const misleading = home(t, { current: "work", profiles: [{ name: "work", mode: "External", process_command: "/nonexistent/command" }] });
  assert.deepEqual(await found({ ...misleading, ALIBABA_CLOUD_CONFIG_FILE: elsewhere }), ["ext", "t"]);
});

const listening = (t, server) =>
  new Promise((resolve) => {
    t.after(() => (server.closeAllConnections(), server.close()));
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });

test("CloudSSO and RamRoleArn: a session from the one who gives them; what it answers wrongly is said without secrets", async (t) => {
  const session = { AccessKeyId: "sso", AccessKeySecret: "s", SecurityToken: "t", Expiration: new Date(Date.now() + 3_600_000).toISOString() };
  let body = JSON.stringify({ CloudCredential: session });
  const port = await listening(t, plain((_, response) => response.end(body)));
  const sso = { cloud_sso_sign_in_url: `http://127.0.0.1:${port}`, cloud_sso_access_token_expire: Math.floor(Date.now() / 1000) + 3600 };
  assert.deepEqual(await found(home(t, profileOf("CloudSSO", sso))), ["sso", "t"]);
  body = '{"CloudCredential":{"AccessKeySecret":"verysecret"';
  const said = await found(home(t, profileOf("CloudSSO", sso)));
  assert.match(said, /^2 .*uses mode `CloudSSO`/);
  assert.doesNotMatch(said, /verysecret/);

  const at = folder(t);
  const [key, cert] = [join(at, "key.pem"), join(at, "cert.pem")];
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-keyout", key, "-out", cert, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], { stdio: "ignore" });
  } catch {
    return t.diagnostic("no openssl: RamRoleArn not tried");
  }
  const assumed = JSON.stringify({ Credentials: { ...session, AccessKeyId: "role" } });
  const options = { key: readFileSync(key), cert: readFileSync(cert) };
  const sts = await listening(t, secure(options, (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(assumed)));
  const env = { ...home(t, profileOf("RamRoleArn", { sts_endpoint: `127.0.0.1:${sts}` })), NODE_EXTRA_CA_CERTS: cert };
  assert.deepEqual(await found(env), ["role", "t"]);
});
