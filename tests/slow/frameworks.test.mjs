// The examples with frameworks, each bundled from the tarball as its reader would, and driven in a browser.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../../tools/browser.mjs";
import { at } from "../../tools/lib/run.mjs";
import { elementsJourney, formJourney, typing } from "../browser/journeys.mjs";
import { prepareScenarios, scenario, serve, tool } from "./support/scenario.mjs";
import { root } from "./support/tools.mjs";

let tarball;
let browser;
before(async () => {
  tarball = await prepareScenarios();
  browser = await launch();
});
after(() => browser?.close());

/** The compiler of Vue's single files, told which tags are elements. */
const vue = {
  name: "vue",
  setup(build) {
    const { compileScript, parse } = createRequire(join(root, "package.json"))("vue/compiler-sfc");
    build.onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { readFile } = await import("node:fs/promises");
      const { descriptor } = parse(await readFile(path, "utf8"));
      const compilerOptions = { isCustomElement: (tag) => tag.startsWith("refresh-") };
      const { content } = compileScript(descriptor, { id: "app", inlineTemplate: true, templateOptions: { compilerOptions } });
      return { contents: content, loader: "ts" };
    });
  },
};

async function open(t, name, { alias = {}, entry = "main.tsx", inline = false } = {}) {
  const { build } = await import("esbuild");
  const folder = await scenario([name, ...Object.values(alias)].join("-"), tarball, {});
  cpSync(at("pkg", "examples", name), folder, { recursive: true });
  const dist = join(folder, "dist");
  if (inline) writeFileSync(join(folder, entry), readFileSync(join(folder, entry), "utf8").replace('"cdn-refresh-tasks"', '"cdn-refresh-tasks/inline"'));
  await build({
    ...{ entryPoints: [join(folder, entry)], outfile: join(dist, "main.js"), bundle: true, format: "esm", target: "es2022", jsx: "automatic", logLevel: "silent" },
    // Where aliases are looked for.
    absWorkingDir: folder,
    ...{ alias, plugins: [vue], define: { "process.env.NODE_ENV": '"production"', "__VUE_OPTIONS_API__": "false", "__VUE_PROD_DEVTOOLS__": "false", "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false" } },
  });
  cpSync(join(folder, "index.html"), join(dist, "index.html"));
  // What esbuild leaves alone: the wasm, and the languages.
  for (const asset of inline ? [] : ["core.wasm", "languages"]) cpSync(join(folder, "node_modules", "cdn-refresh-tasks", "dist", asset), join(dist, asset), { recursive: true });
  const page = await browser.newPage();
  t.after(() => page.close());
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.location().url?.endsWith("favicon.ico") && complaints.push(message.text()));
  await page.goto(await serve(t, dist));
  return { page, close: () => assert.deepEqual(complaints, []) };
}

for (const [name, options] of [["react-hook-form"], ["tanstack-form"], ["react-hook-form", { inline: true }]]) {
  test(options ? `${name}, the wasm inline` : name, async (t) => {
    const { page, close } = await open(t, name, options);
    await formJourney(page);
    close();
  });
}

for (const [title, alias] of [
  ["React 19 with antd 6", {}],
  ["React 18 with antd 5", { "react": "react18", "react-dom": "react-dom18", "antd": "antd5" }],
]) {
  test(title, async (t) => {
    const { page, close } = await open(t, "react-antd", { alias });
    await formJourney(page, {
      locale: "zh",
      async time(_, name, text) {
        const there = await page.evaluate((value) => new Date(Date.parse(value) - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " "), text);
        await page.type(`#${name}`, there);
        await page.keyboard.press("Enter");
      },
      async choose(_, name, value) {
        await page.focus(`#${name}`);
        await page.keyboard.press("ArrowDown");
        // The list grows into place; a locator waits until it stands still.
        await page.locator(`.ant-select-item-option[title="${value}"]`).click();
      },
    });
    close();
  });
}

test("the elements in React", async (t) => {
  const { page, close } = await open(t, "react-elements");
  await elementsJourney(page);
  close();
});

test("the elements in Vue", async (t) => {
  const { page, close } = await open(t, "vue-elements", { entry: "main.ts" });
  await elementsJourney(page);
  close();
});

test("the examples in TypeScript are right in their types", async () => {
  const folder = await scenario("types-of-examples", tarball, {
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...{ strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [], jsx: "react-jsx" }, ...{ module: "esnext", moduleResolution: "bundler", skipLibCheck: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true } },
      include: ["*/main.tsx"],
    }),
  });
  for (const name of ["react-hook-form", "tanstack-form", "react-antd", "react-elements"]) cpSync(at("pkg", "examples", name), join(folder, name), { recursive: true });
  await tool("typescript/bin/tsc", ["-p", "."], folder);
});
