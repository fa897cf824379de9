// The command line on a terminal, through a pseudo-terminal: what is shown fits the width, renews itself, follows locale and NO_COLOR, and
// ends as it should when Ctrl-C is typed.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import stringWidth from "string-width";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { KEY, folder, main } from "../package/support/cli.mjs";

const terminal = fileURLToPath(new URL("support/terminal.py", import.meta.url));
const python = (() => {
  try {
    return execFileSync("python3", ["-c", "import pty"], { stdio: "ignore" }) ?? true;
  } catch {
    return false;
  }
})();
const skip = python === false ? "no python3 with pty" : false;

/** What a terminal of this width was sent; `seconds`: when Ctrl-C is typed. */
function shown(args, { columns, seconds = 0, env = {}, cwd }) {
  const base = { PATH: process.env.PATH, HOME: "/nonexistent", TERM: "xterm-256color", LANG: "en_US.UTF-8", TZ: "UTC", ...KEY };
  const child = spawn("python3", [terminal, String(columns), String(seconds), process.execPath, main, ...args], { cwd, env: { ...base, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  return new Promise((resolve) => child.on("close", () => resolve({ text, code: Number(/\nexit (-?\d+)\s*$/.exec(text)?.[1]) })));
}

const plain = (text) => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "");
/** The lines as they were sent: none may wrap. */
const lines = (text) => plain(text).split(/\r?\n|\r/).filter((line) => line !== "");

async function service(t, options) {
  const emulator = createEmulator({ scenario: "shop", ...options });
  const server = await emulator.listen();
  t.after(() => server.close());
  return { emulator, endpoint: `http://127.0.0.1:${server.port}` };
}

for (const [columns, env] of [[140, {}], [100, {}], [80, { LANG: "zh_CN.UTF-8" }], [60, {}], [40, { LANG: "zh_CN.UTF-8" }]]) {
  test(`list in ${columns} columns${env.LANG ? ", Chinese" : ""}: a bar that renews itself, a table that fits`, { skip }, async (t) => {
    const { endpoint } = await service(t);
    const { text, code } = await shown(["list", "--since", "2d", "--endpoint", endpoint], { columns, env });
    assert.equal(code, 0, text);
    const table = lines(text).filter((line) => /^[✓…✗–?] /.test(line));
    assert.ok(table.length > 50);
    for (const line of table) assert.ok(stringWidth(line) <= columns, `${stringWidth(line)} columns: ${line}`);
    const bars = text.split("\u001b[?2026h").slice(1).map((part) => plain(part.split("\u001b[?2026l")[0])).filter((part) => part.trim() !== "");
    assert.ok(bars.length > 0, "no progress was drawn");
    for (const bar of bars) for (const line of bar.split(/\r?\n/)) assert.ok(stringWidth(line) <= columns, `${stringWidth(line)} columns: ${line}`);
    assert.match(plain(text), env.LANG ? /完整，截至 / : /complete up to /);
  });
}

test("NO_COLOR: nothing is coloured; a dumb terminal gets no bar", { skip }, async (t) => {
  const { endpoint } = await service(t);
  const uncoloured = await shown(["list", "--limit", "5", "--endpoint", endpoint], { columns: 100, env: { NO_COLOR: "1" } });
  assert.equal(uncoloured.code, 0);
  assert.doesNotMatch(uncoloured.text, /\u001b\[[0-9;]*m/);
  const coloured = await shown(["list", "--limit", "5", "--endpoint", endpoint], { columns: 100 });
  assert.match(coloured.text, /\u001b\[3[0-9]m/);
  const dumb = await shown(["list", "--limit", "5", "--endpoint", endpoint], { columns: 100, env: { TERM: "dumb" } });
  assert.doesNotMatch(dumb.text, /\u001b/);
});

test("wait with Ctrl-C typed: the verdict, the line to go on with, exit code 130, the cursor left visible", { skip }, async (t) => {
  const { emulator, endpoint } = await service(t);
  const cwd = folder(t);
  const running = emulator.truth().tasks.find(({ shownStatus, visibleFrom, ends }) => shownStatus === "Refreshing" && visibleFrom !== null && visibleFrom < Date.now() && ends > Date.now() + 60_000);
  const { text, code } = await shown(["wait", running.taskId, "--endpoint", endpoint], { columns: 100, seconds: 4, cwd });
  assert.equal(code, 130, text);
  assert.match(plain(text), /interrupted after \d+ s: 1 id not done/);
  assert.match(plain(text), /go on with `cdn-refresh-tasks wait --resume \S+ --endpoint http/);
  assert.equal(readdirSync(cwd).filter((name) => name.endsWith(".checkpoint")).length, 1);
  const [hidden, visible] = ["\u001b[?25l", "\u001b[?25h"].map((mark) => text.lastIndexOf(mark));
  assert.ok(visible >= hidden, "the cursor stays hidden");
});
