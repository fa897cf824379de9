// A Python with the packages a test needs: a virtual environment under node_modules/.cache, made once for each list of packages.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../../../node_modules/.cache/python/", import.meta.url));
const windows = process.platform === "win32";

/** The interpreter of an environment with exactly these requirements (`name==version`). */
export function pythonWith(...requirements) {
  const folder = join(cache, createHash("sha256").update(requirements.join("\n")).digest("hex").slice(0, 16));
  const python = windows ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    execFileSync(windows ? "python" : "python3", ["-m", "venv", folder], { stdio: "pipe" });
    execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements], { stdio: "pipe" });
    writeFileSync(complete, requirements.join("\n"));
  }
  return python;
}

/** Runs a script with JSON in and JSON out; its errors are the test's. */
export function runPython(python, script, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ["-c", script], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONIOENCODING: "utf-8", NO_PROXY: "127.0.0.1" } });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk) => (errors += chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`Python ended with ${code}\n${errors}`))));
    child.stdin.end(JSON.stringify(input));
  });
}
