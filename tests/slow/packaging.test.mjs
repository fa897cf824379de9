// The package from its tarball, as each kind of user has it: every scenario checks a draft, and asks the emulator where it has a network.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createEmulator } from "cdn-refresh-tasks/emulator";
import { launch } from "../../tools/browser.mjs";
import { at, npm } from "../../tools/lib/run.mjs";
import { command, prepareScenarios, scenario, serve, tool } from "./support/scenario.mjs";
import { root } from "./support/tools.mjs";

let tarball;
let server;
let endpoint;
before(async () => {
  tarball = await prepareScenarios();
  server = await createEmulator({ scenario: "shop" }).listen();
  endpoint = `http://127.0.0.1:${server.port}`;
});
after(() => server?.close());

const KEY = `accessKeyId: "testid", accessKeySecret: "testsecret"`;
/** What every scenario says: the code of a wrong draft, and how many rows a page of the emulator has. */
const SAID = /InvalidStatus\.ValueNotSupported 5/;
const CHECK = `check({ Status: "failed", ObjectType: "file" }).diagnostics[0].code`;
const ask = (options = "") => `(await createClient({ ${KEY}, endpoint: ENDPOINT${options} }).describe({ PageSize: 5 })).length`;
const program = () => `console.log(${CHECK}, ${ask()});`;
const withEndpoint = (text) => text.replaceAll("ENDPOINT", JSON.stringify(endpoint));
const says = async (work) => assert.match(await work, SAID);

test("an empty folder, npm install, and the three ways in", async () => {
  const folder = await scenario("empty", tarball, {});
  await npm(["install", tarball, "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, "--omit=optional"], { cwd: folder });
  const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  assert.deepEqual(installed, ["cdn-refresh-tasks"], "one package is installed");
  const bin = join(folder, "node_modules", ".bin", "cdn-refresh-tasks");
  assert.match(await command(bin, ["explain", "InvalidTime"], folder), /InvalidTime/);
  const listed = await command(bin, ["list", "--endpoint", endpoint, "--limit", "3", "--ndjson", "--quiet"], folder, { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" });
  assert.equal(listed.split("\n").filter((line) => line.startsWith('{"taskId"')).length, 3);
});

test("ESM and CJS in Node", async () => {
  const folder = await scenario("node", tarball, {
    "main.mjs": withEndpoint(`import { check, createClient } from "cdn-refresh-tasks"; ${program()}`),
    "main.cjs": withEndpoint(`const { check, createClient } = require("cdn-refresh-tasks"); (async () => { ${program()} })();`),
    "inline.mjs": withEndpoint(`import { check, createClient } from "cdn-refresh-tasks/inline"; ${program()}`),
    "inline.cjs": withEndpoint(`const { check, createClient } = require("cdn-refresh-tasks/inline"); (async () => { ${program()} })();`),
  });
  for (const file of ["main.mjs", "main.cjs", "inline.mjs", "inline.cjs"]) await says(command(process.execPath, [file], folder));
});

test("Node 22 and 24: the package's own tests", async () => {
  const files = readdirSync(at("tests", "package")).filter((name) => /^(client|cli|credentials|loading|check)[\w-]*\.test\.mjs$/.test(name));
  for (const version of ["22", "24"]) {
    await npm(["exec", "--yes", "--package", `node@${version}`, "--", "node", "--test", ...files.map((name) => join("tests", "package", name))]);
  }
});

test("TypeScript: nodenext and bundler, ESM and CJS", async () => {
  const source = `import { type Checked, type Client, check, createClient } from "cdn-refresh-tasks";
import { createEmulator } from "cdn-refresh-tasks/emulator";
const checked: Checked = check({ PageSize: 5 });
const client: Client = createClient({ fetch: createEmulator().fetch });
export const rows: number = checked.ok ? (await client.describe({})).length : 0;
`;
  const folder = await scenario("typescript", tarball, { "main.mts": source, "main.cts": source.replace("await client.describe({})", "client.describe.length").replace(").length : 0", ") : 0") });
  const config = (compilerOptions, include) => JSON.stringify({ compilerOptions: { ...{ strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [], exactOptionalPropertyTypes: true }, ...compilerOptions }, include });
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(folder, "nodenext.json"), config({ module: "nodenext" }, ["main.mts", "main.cts"]));
  writeFileSync(join(folder, "bundler.json"), config({ module: "esnext", moduleResolution: "bundler" }, ["main.mts"]));
  for (const name of ["nodenext.json", "bundler.json"]) await tool("typescript/bin/tsc", ["-p", name], folder);
});

test("attw and publint find nothing", async () => {
  await tool("@arethetypeswrong/cli/dist/index.js", [tarball, "--profile", "node16", "--exclude-entrypoints", "core.wasm", "emulator.wasm",
    // The elements are for pages; CommonJS gets them by import().
    ...["--ignore-rules", "cjs-resolves-to-esm"]], root);
});

const PAGE = (script) => `<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="${script}"></script>`;
/** The emulator takes no calls from pages, like the service; a page asks one of its own. */
const IN_PAGE = `import { check, createClient, init } from "cdn-refresh-tasks";
import * as emulated from "cdn-refresh-tasks/emulator";
await Promise.all([init(), emulated.init()]);
const rows = ${ask(`, fetch: emulated.createEmulator({ scenario: "shop" }).fetch`).replace("ENDPOINT", '"http://127.0.0.1:1"')};
document.title = ${CHECK} + " " + rows;
`;

let browser;
after(() => browser?.close());
async function inChromium(address) {
  browser ??= await launch();
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address);
  await page.waitForFunction(() => document.title !== "…", { timeout: 30_000 }).catch(() => assert.fail(`nothing happened: ${errors.join("; ")}`));
  assert.match(await page.title(), SAID);
  await page.close();
}

test("Vite: dev and build", async (t) => {
  const folder = await scenario("vite", tarball, { "index.html": PAGE("/main.js"), "main.js": IN_PAGE, "vite.config.js": `// Vite's dev server moves dependencies without their assets; what is left out stays whole.
export default { build: { target: "es2022" }, optimizeDeps: { exclude: ["cdn-refresh-tasks"] } };` });
  await tool("vite/bin/vite.js", ["build"], folder);
  await inChromium(await serve(t, join(folder, "dist")));
  const dev = spawn(process.execPath, [join(root, "node_modules", "vite", "bin", "vite.js"), "--host", "127.0.0.1", "--port", "0", "--strictPort", "false"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  t.after(() => dev.kill("SIGKILL"));
  const address = await new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(output);
      if (found) resolve(found[0]);
    };
    dev.stdout.on("data", read);
    dev.stderr.on("data", read);
    dev.on("close", () => reject(new Error(output)));
  });
  await inChromium(address);
});

test("webpack", async (t) => {
  const folder = await scenario("webpack", tarball, {
    "main.js": IN_PAGE,
    "dist/index.html": PAGE("/main.js"),
    "webpack.config.cjs": `module.exports = { mode: "production", entry: "./main.js", target: "web", output: { path: __dirname + "/dist", publicPath: "auto" }, performance: { hints: false } };`,
  });
  await tool("webpack/bin/webpack.js", ["--config", "webpack.config.cjs"], folder);
  await inChromium(await serve(t, join(folder, "dist")));
});

test("esbuild, with the wasm inline and beside", async (t) => {
  const { build } = await import("esbuild");
  for (const [name, source] of [
    ["esbuild-inline", IN_PAGE.replace('"cdn-refresh-tasks"', '"cdn-refresh-tasks/inline"')],
    ["esbuild", IN_PAGE],
  ]) {
    const folder = await scenario(name, tarball, { "main.js": source, "dist/index.html": PAGE("/main.js") });
    await build({ entryPoints: [join(folder, "main.js")], bundle: true, format: "esm", target: "es2022", outfile: join(folder, "dist", "main.js"), logLevel: "silent" });
    // What esbuild leaves alone: the assets, and the languages that are loaded when they are asked for.
    const dist = join(folder, "node_modules", "cdn-refresh-tasks", "dist");
    await command("cp", ["-r", ...["core.wasm", "emulator.wasm", "languages"].map((file) => join(dist, file)), join(folder, "dist")], folder);
    await inChromium(await serve(t, join(folder, "dist")));
  }
});

test("Next: server and client components", { timeout: 300_000 }, async () => {
  const folder = await scenario("next", tarball, {
    "package.json": '{ "private": true }',
    "app/layout.js": "export default function Layout({ children }) { return <html><body>{children}</body></html>; }",
    "app/page.js": `import { check } from "cdn-refresh-tasks";\nimport { Form } from "./form.js";\nexport default function Page() { return <main><p>{${CHECK} + " 5"}</p><Form /></main>; }`,
    "app/form.js": `"use client";\nimport { useEffect, useState } from "react";\nimport { check, init } from "cdn-refresh-tasks";\nexport function Form() { const [code, set] = useState(""); useEffect(() => { init().then(() => set(${CHECK})); }, []); return <output>{code}</output>; }`,
    "next.config.mjs": "export default { outputFileTracingRoot: import.meta.dirname, eslint: { ignoreDuringBuilds: true }, typescript: { ignoreBuildErrors: true } };",
  });
  await tool("next/dist/bin/next", ["build"], folder);
  const html = join(folder, ".next", "server", "app", "index.html");
  assert.ok(existsSync(html));
  const { readFileSync } = await import("node:fs");
  assert.match(readFileSync(html, "utf8"), SAID);
});

test("vitest and jest, with jsdom", async () => {
  const folder = await scenario("testers", tarball, {
    "package.json": '{ "private": true }',
    "vitest.test.mjs": withEndpoint(`// @vitest-environment jsdom\nimport { expect, test } from "vitest";\nimport { check, createClient } from "cdn-refresh-tasks";\ntest("it", async () => { expect(document.body).toBeTruthy(); expect(${CHECK}).toBe("InvalidStatus.ValueNotSupported"); });`),
    "jest.test.cjs": `/** @jest-environment jsdom */\nconst { check } = require("cdn-refresh-tasks");\ntest("it", () => { expect(document.body).toBeTruthy(); expect(${CHECK}).toBe("InvalidStatus.ValueNotSupported"); });`,
    "jest.config.cjs": 'module.exports = { testMatch: ["**/jest.test.cjs"] };',
    "vitest.config.mjs": 'export default { test: { include: ["vitest.test.mjs"] } };',
  });
  assert.match(await tool("vitest/vitest.mjs", ["run"], folder), /1 passed/);
  assert.match(await tool("jest/bin/jest.js", ["--config", "jest.config.cjs"], folder), /1 passed/);
});

test("Deno", async () => {
  const folder = await scenario("deno", tarball, { "main.mjs": withEndpoint(`import { check, createClient } from "cdn-refresh-tasks"; ${program()}`) });
  const binary = join(root, "node_modules", "@deno", `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`, "deno");
  await says(command(binary, ["run", "--allow-read", "--allow-net=127.0.0.1", "--allow-env", "--node-modules-dir=manual", "main.mjs"], folder));
});

test("Bun", async () => {
  const folder = await scenario("bun", tarball, { "main.mjs": withEndpoint(`import { check, createClient } from "cdn-refresh-tasks"; ${program()}`) });
  await says(command(join(root, "node_modules", "@oven", `bun-${process.platform}-${process.arch}`, "bin", "bun"), ["main.mjs"], folder));
});

test("workerd", async () => {
  const { build } = await import("esbuild");
  const worker = withEndpoint(`import { check, createClient, init } from "cdn-refresh-tasks";
import wasm from "cdn-refresh-tasks/core.wasm";
export default { async fetch() { await init(wasm); return new Response(${CHECK} + " " + ${ask()}); } };`);
  const run = `import { Miniflare } from "miniflare";
const miniflare = new Miniflare({ modules: [{ type: "ESModule", path: "worker.js" }, { type: "CompiledWasm", path: "core.wasm" }], modulesRoot: ".", compatibilityDate: "2025-06-01", telemetry: { enabled: false } });
try { console.log(await (await miniflare.dispatchFetch("http://worker/")).text()); } finally { await miniflare.dispose(); }`;
  const folder = await scenario("workerd", tarball, { "source.js": worker, "run.mjs": run });
  const dist = join(folder, "node_modules", "cdn-refresh-tasks", "dist");
  await build({
    ...{ entryPoints: [join(folder, "source.js")], bundle: true, format: "esm", target: "es2022", outfile: join(folder, "worker.js"), conditions: ["workerd", "worker", "browser"], logLevel: "silent" },
    plugins: [{ name: "wasm", setup: (build) => build.onResolve({ filter: /\.wasm$/ }, () => ({ path: "./core.wasm", external: true })) }],
  });
  await command("cp", [join(dist, "core.wasm"), folder], folder);
  await says(command(process.execPath, ["run.mjs"], folder));
});
