// Folders as users have them: the packed tarball installed, their own tool beside it, nothing of this repository in reach.
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { at, npm } from "../../../tools/lib/run.mjs";
import { installTools, root } from "./tools.mjs";

const LIMIT_MS = 300_000;
/** Where the scenarios run: far from this repository, and not below a node_modules, whose files several tools leave alone. */
const place = mkdtempSync(join(tmpdir(), "cdn-refresh-tasks-scenarios-"));
symlinkSync(join(root, "node_modules"), join(place, "node_modules"), "junction");
process.on("exit", () => rmSync(place, { recursive: true, force: true }));

/** Packs the package beside its tools; resolves to the tarball. */
export async function prepareScenarios() {
  await installTools();
  // In this process's own folder: another one may be packing, too.
  const packed = JSON.parse(await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", place], { cwd: at("pkg") }));
  return join(place, packed[0].filename);
}

/** A fresh folder with the tarball in its node_modules and the given files (name → text). */
export async function scenario(name, tarball, files) {
  const folder = join(place, name);
  rmSync(folder, { recursive: true, force: true });
  const target = join(folder, "node_modules", "cdn-refresh-tasks");
  mkdirSync(target, { recursive: true });
  await command("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], folder);
  for (const [path, text] of Object.entries({ "package.json": '{ "private": true, "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs a command to its end; rejects with all it said where that is not exit code 0. */
export function command(name, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd, env: { ...process.env, CI: "1", NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", DENO_NO_UPDATE_CHECK: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(new Error(`${name} ${args.join(" ")} ended with ${code}\n${output}`));
    });
  });
}

/** A script of a tool's package, run by this Node. */
export const tool = (path, args, cwd, env) => command(process.execPath, [join(root, "node_modules", ...path.split("/")), ...args], cwd, env);

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".json": "application/json" };

/** Serves a folder on the loopback, as any static host would. */
export async function serve(t, folder) {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"));
    if (!path.startsWith(folder) || !existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}
