// The command line, spawned as a user would: no credentials, home folder or language of this machine reach it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const main = fileURLToPath(new URL("../../../pkg/dist/cli/main.js", import.meta.url));
export const KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" };
const LIMIT_MS = 60_000;

/** A folder that the test `t` owns. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "cdn-refresh-tasks-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts it; `started.child` can be signalled, `await started.ended` gives code, stdout and stderr. */
export function start(args, { env = {}, input, cwd = tmpdir(), node = [], main: command = main } = {}) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ALI|LC_|LANG|GITHUB_|CI$|https?_proxy|no_proxy|NO_COLOR|FORCE_COLOR|CDN_)/i.test(name)));
  const child = spawn(process.execPath, [...node, command, ...args], {
    cwd,
    env: { ...inherited, HOME: "/nonexistent", USERPROFILE: "/nonexistent", LANG: "en_US.UTF-8", ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true", TZ: "UTC", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (stderr += chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, ended, told: () => stderr, written: () => stdout };
}

export const cli = (args, options) => start(args, options).ended;
