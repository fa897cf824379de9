// Builds what is stale: the wasm, the npm package, the console; then says what everything weighs.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { half, textsOf } from "./lib/halves.mjs";
import { at, main, run, step } from "./lib/run.mjs";
import { digest, unlessDone } from "./lib/stamp.mjs";
import { bindgen, setup } from "./setup.mjs";
import { checkBudgets } from "./sizes.mjs";

const TARGET = "wasm32-unknown-unknown";
const GENERATED = "pkg/src/generated/wasm";
const GENERATED_EMULATOR = "pkg/src/generated/emulator";

export async function build() {
  await setup();
  // Of npm's packages the optimizer makes the wasm; all of them may be part of the package.
  const { version: optimizer } = JSON.parse(readFileSync(at("node_modules", "binaryen", "package.json"), "utf8"));
  const recipe = digest(["tools/build.mjs"], optimizer);
  const core = digest(["src", "reader", "Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "tools/Cargo.lock"], recipe);
  await unlessDone("core", core, [`${GENERATED}/core.js`, `${GENERATED}/core.wasm`], () =>
    step("core.wasm", () => wasm("cdn-refresh-tasks", "core", GENERATED, "core")),
  );
  // Of the core, the emulator's wasm has the room of time alone: other changes there need no new one.
  const shared = ["src/time", "Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "tools/Cargo.lock"];
  const emulator = digest(["emulator", ...shared], recipe);
  await unlessDone("emulator", emulator, [`${GENERATED_EMULATOR}/emulator.js`, `${GENERATED_EMULATOR}/emulator.wasm`], () =>
    step("emulator.wasm", () => wasm("cdn-refresh-tasks-emulator", "small", GENERATED_EMULATOR, "emulator")),
  );
  const inputs = digest(["pkg/src", "pkg/package.json", "pkg/tsconfig.json", "README.md", "package-lock.json", "tools/lib/halves.mjs"], core, emulator);
  await unlessDone("package", inputs, ["pkg/dist/node.js", "pkg/dist/types/node.d.ts"], () => step("npm package", packageFiles));
  const page = digest(["www/src", "www/package.json"], inputs);
  const built = await unlessDone("console", page, ["www/dist/index.html"], () => step("console", console_));
  if (built || !existsSync(at("pkg", "dist", "console", "index.html"))) consoleIntoPackage();
}

/** What no profile can say. */
async function rustflags(profile) {
  // Panic messages name source files; without this they would name this machine's folders, and no two machines built the same bytes.
  const sysroot = (await run("rustc", ["--print", "sysroot"])).trim();
  const cargo = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const folders = [[join(sysroot, "lib", "rustlib", "src", "rust"), "rust"], [join(cargo, "registry", "src"), "crates"], [at(), "."]];
  const nameless = folders.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  // Copies of what is called from many places are most of what speed costs in size, and hardly any of what it gains.
  const sparing = profile === "core" ? ["-Cllvm-args=-inline-threshold=40"] : [];
  return `target.${TARGET}.rustflags=${JSON.stringify([...nameless, ...sparing])}`;
}

/** The wasm and bindings of a crate of the workspace, as `name.wasm` and `name.js` in `folder`. */
async function wasm(crate, profile, folder, name) {
  const selected = ["--lib", "-p", crate, "--profile", profile, "--target", TARGET, "--features", "bindgen"];
  await run("cargo", ["build", "--locked", "--quiet", "--config", await rustflags(profile), ...selected]);
  const out = at(folder);
  rmSync(out, { recursive: true, force: true });
  await run(at(bindgen), [
    at("target", TARGET, profile, `${crate.replaceAll("-", "_")}.wasm`),
    ...["--target", "web", "--out-dir", out, "--out-name", name],
    // The address is the loaders' business; the reset is what `call` does after a trap.
    ...["--omit-default-module-path", "--experimental-reset-state-function", "--remove-producers-section"],
  ]);
  const optimizer = at("node_modules", "binaryen", "bin", "wasm-opt");
  await run(process.execPath, [optimizer, profile === "small" ? "-Os" : "-O3", "--strip-debug", `${out}/${name}_bg.wasm`, "-o", `${out}/${name}.wasm`]);
  rmSync(`${out}/${name}_bg.wasm`);
  rmSync(`${out}/${name}_bg.wasm.d.ts`);
}

async function packageFiles() {
  const { build: bundle } = await import("esbuild");
  const dist = at("pkg", "dist");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(`${dist}/cjs`, { recursive: true });
  const entry = (name) => at("pkg", "src", `${name}.ts`);
  const common = {
    bundle: true,
    minify: true,
    target: "es2022",
    sourcemap: true,
    legalComments: "none",
    charset: "utf8",
    loader: { ".wasm": "base64" },
    external: ["node:*"],
    logLevel: "warning",
  };
  await bundle({
    ...common,
    entryPoints: {
      ...Object.fromEntries(["index", "node", "browser", "inline", "emulator-node", "emulator-browser", "redis"].map((name) => [name, entry(name)])),
    },
    outdir: dist,
    format: "esm",
    // What the bindings' loader says to who calls it in another way than we do.
    drop: ["console"],
    // One copy of everything shared, so that entries loaded together share the loaded core.
    splitting: true,
    // Files of their own, below: as chunks they would be tied to the others.
    external: [...common.external, "./languages/*.js"],
    chunkNames: "shared-[hash]",
    plugins: [apart(/^\.\.?\/cli\/proxy\.js$/), together],
    // What `together` adds runs nothing; it is there for the cut alone.
    logOverride: { "ignored-bare-import": "silent" },
    define: { WASM_PATH: '"core.wasm"', EMULATOR_PATH: '"emulator.wasm"', PROXY_PATH: '"./cli/proxy.js"' },
  });
  // Elements stand beside the chunk that has the core, so that nobody who leaves them out has any of Lit or of what their decorators need.
  await bundle({
    ...common,
    entryPoints: { "elements": entry("elements/index"), "elements-node": entry("elements-node") },
    outdir: dist,
    // The elements bring Lit along; its licence stands beside them.
    legalComments: "external",
    conditions: ["browser"],
    format: "esm",
    plugins: [{ name: "public", setup: (build) => build.onResolve({ filter: /^\.\.\/(index|contract|plan)\.js$/ }, () => ({ path: "./index.js", external: true })) }],
  });
  // Forms stand beside the entry that has the core, so that nobody else's chunks are cut for them.
  for (const [name, core] of [["form", "browser"], ["form-node", "node"]]) {
    const public_ = (build) => build.onResolve({ filter: /^\.\/(check|contract)\.js$/ }, () => ({ path: `./${core}.js`, external: true }));
    await bundle({ ...common, entryPoints: { [name]: entry("form") }, outdir: dist, format: "esm", plugins: [{ name: "public", setup: public_ }] });
  }
  const languages = ["en", "zh"];
  await bundle({
    ...common,
    entryPoints: languages.map((language) => entry(`languages/${language}`)),
    outdir: `${dist}/languages`,
    format: "esm",
    sourcemap: false,
  });
  await bundle({
    ...common,
    entryPoints: ["node", "inline", "emulator-node", "redis"].map(entry),
    outdir: `${dist}/cjs`,
    format: "cjs",
    plugins: [apart(/^\.\.?\/cli\/proxy\.js$/)],
    define: { WASM_PATH: '"../core.wasm"', EMULATOR_PATH: '"../emulator.wasm"', PROXY_PATH: '"../cli/proxy.js"', "import.meta.url": "moduleUrl" },
    // jest with jsdom, which takes this form, leaves two of Node's globals out.
    banner: {
      js:
        'const moduleUrl=typeof __filename==="string"?require("node:url").pathToFileURL(__filename).href:"";' +
        'if(typeof TextDecoder==="undefined"){const{TextDecoder,TextEncoder}=require("node:util");Object.assign(globalThis,{TextDecoder,TextEncoder})}',
    },
  });
  await commandLine(bundle, common, `${dist}/cli`);
  cpSync(at(GENERATED, "core.wasm"), `${dist}/core.wasm`);
  cpSync(at(GENERATED_EMULATOR, "emulator.wasm"), `${dist}/emulator.wasm`);
  for (const language of languages) {
    writeFileSync(`${dist}/${language}.json`, JSON.stringify(textsOf(language)));
  }
  await run(process.execPath, [at("node_modules", "typescript", "bin", "tsc"), "-p", at("pkg")]);
  rmSync(`${dist}/types/cli`, { recursive: true, force: true });
  // The same declarations, seen as CommonJS by the package.json beside them.
  cpSync(`${dist}/types`, `${dist}/cjs/types`, { recursive: true });
  writeFileSync(`${dist}/cjs/package.json`, '{ "type": "commonjs" }\n');
  for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) cpSync(at(name), at("pkg", name));
}

/** Leaves imports of these paths as they are written: they are files of the package, built beside. */
const apart = (filter) => ({
  name: "apart",
  setup: (build) => build.onResolve({ filter }, ({ path }) => ({ path, external: true })),
});

/**
 * Whoever has the core has all of the main entry, in one chunk: cut along who needs what, as the bundler would, the same code takes 2 KB more
 * after compression.
 */
const together = {
  name: "together",
  setup: (build) => {
    const core = at("pkg", "src", "core.ts");
    build.onLoad({ filter: /core\.ts$/ }, ({ path }) =>
      path === core ? { contents: `import "./index.js";\n${readFileSync(path, "utf8")}`, loader: "ts" } : undefined,
    );
    build.onResolve({ filter: /^\.\/index\.js$/ }, ({ importer }) =>
      importer === core ? { path: at("pkg", "src", "index.ts"), sideEffects: true } : undefined,
    );
  },
};

/** The command line with everything it needs in it, on top of the package's own entries, and the client for proxies. */
async function commandLine(bundle, common, outdir) {
  const { metafile } = await bundle({
    ...common,
    entryPoints: { main: at("pkg", "src", "cli", "main.ts"), proxy: at("pkg", "src", "client", "proxy.ts") },
    outdir,
    platform: "node",
    target: "node20",
    format: "esm",
    splitting: true,
    chunkNames: "part-[hash]",
    sourcemap: false,
    metafile: true,
    external: [],
    plugins: [apart(/^\.\.\/(node|emulator-node|redis)\.js$/)],
    // For the parts that are CommonJS.
    banner: { js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);' },
  });
  const names = Object.keys(metafile.inputs).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  writeFileSync(`${outdir}/LICENSES.txt`, [...new Set(names)].sort().map(licenseOf).join(`\n${"-".repeat(80)}\n\n`));
  const main = `${outdir}/main.js`;
  chmodSync(main, 0o755);
}

/** The notice that a bundled package wants to be carried along. */
function licenseOf(name) {
  const folder = at("node_modules", ...name.split("/"));
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, "utf8").trim() : ""}\n`;
}

async function console_() {
  const { build: bundle, transform } = await import("esbuild");
  const dist = at("www", "dist");
  rmSync(dist, { recursive: true, force: true });
  const { metafile } = await bundle({
    absWorkingDir: at(),
    entryPoints: ["language", "main"].map((name) => at("www", "src", `${name}.ts`)),
    outdir: dist,
    bundle: true,
    // What is imported on demand, such as the other language, is a file of its own.
    splitting: true,
    chunkNames: "[name]-[hash]",
    minify: true,
    format: "esm",
    target: "es2022",
    sourcemap: true,
    logLevel: "warning",
    charset: "utf8",
    legalComments: "external",
    conditions: ["browser"],
    loader: { ".wasm": "binary" },
    // From the sources, so that page and elements share one copy of the core's loader and of Lit.
    alias: {
      ...Object.fromEntries(["elements", "client", "contract", "formats", "init", "language", "version"].map((name) => [`cdn-refresh-tasks/${name}`, at("pkg", "src", name)])),
      "cdn-refresh-tasks/emulator": at("pkg", "src", "emulator-browser.ts"),
      "cdn-refresh-tasks": at("pkg", "src", "index.ts"),
      // The same library without Node's own.
      "csv-stringify/sync": "csv-stringify/browser/esm/sync",
    },
    plugins: [halves, afterFirst],
    metafile: true,
  });
  writeFileSync(`${dist}/index.html`, preloading(readFileSync(at("www", "src", "index.html"), "utf8"), metafile));
  const styles = await transform(readFileSync(at("www", "src", "console.css"), "utf8"), { loader: "css", minify: true, charset: "utf8" });
  writeFileSync(`${dist}/console.css`, styles.code);
  cpSync(at(GENERATED, "core.wasm"), `${dist}/core.wasm`);
  cpSync(at(GENERATED_EMULATOR, "emulator.wasm"), `${dist}/emulator.wasm`);
}

/** The page with its imports named, so that they are fetched beside it instead of after it was read. */
function preloading(html, { outputs }) {
  const imports = Object.entries(outputs).find(([path]) => path.endsWith("/main.js"))[1].imports.filter(({ kind }) => kind === "import-statement");
  const links = imports.map(({ path }) => `    <link rel="modulepreload" href="${basename(path)}" />\n`);
  return html.replace("  </head>", `${links.join("")}  </head>`);
}

/**
 * Whatever comes on demand comes after the page's first part, and is made to need all of it: that is one file then, where the bundler would cut
 * ten, along who else needs what, which compress worse.
 */
const afterFirst = {
  name: "after-first",
  setup: (build) => {
    const first = JSON.stringify(at("www", "src", "first.ts"));
    build.onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir }) => {
      if (kind !== "dynamic-import" || path.startsWith("cdn-refresh-tasks/languages/")) return undefined;
      const found = await build.resolve(path, { kind: "import-statement", importer, resolveDir });
      return { ...found, namespace: "later" };
    });
    build.onLoad({ filter: /./, namespace: "later" }, ({ path }) => ({
      contents: `export { defineFirst } from ${first};\nexport * from ${JSON.stringify(path)};\n`,
      resolveDir: dirname(path),
    }));
  },
};

/** `cdn-refresh-tasks/languages/en-asking` and `en-reading`: the halves of a language. */
const halves = {
  name: "halves",
  setup: (build) => {
    build.onResolve({ filter: /^cdn-refresh-tasks\/languages\// }, ({ path }) => ({ path: path.slice(path.lastIndexOf("/") + 1), namespace: "halves" }));
    build.onLoad({ filter: /./, namespace: "halves" }, ({ path }) => ({ contents: JSON.stringify(half(...path.split("-"))), loader: "json" }));
  },
};

/** The console is part of the package: `cdn-refresh-tasks console` serves it. */
function consoleIntoPackage() {
  const target = at("pkg", "dist", "console");
  rmSync(target, { recursive: true, force: true });
  cpSync(at("www", "dist"), target, { recursive: true, filter: (path) => !path.endsWith(".map") });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await build();
    checkBudgets();
  });
}
