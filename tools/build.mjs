// Builds what is stale: the wasm, the npm package, the console; then says what everything weighs.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { at, main, run, step } from "./lib/run.mjs";
import { digest, unlessDone } from "./lib/stamp.mjs";
import { bindgen, setup } from "./setup.mjs";
import { checkBudgets } from "./sizes.mjs";

const TARGET = "wasm32-unknown-unknown";
const GENERATED = "pkg/src/generated/wasm";
const GENERATED_EMULATOR = "pkg/src/generated/emulator";

export async function build() {
  await setup();
  const recipe = digest(["tools/build.mjs"]);
  const core = digest(["src", "Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "tools/Cargo.lock"], recipe);
  await unlessDone("core", core, [`${GENERATED}/core.js`, `${GENERATED}/core.wasm`], () =>
    step("core.wasm", () => wasm("cdn-refresh-tasks", "smallest", GENERATED, "core")),
  );
  const emulator = digest(["emulator"], core);
  await unlessDone("emulator", emulator, [`${GENERATED_EMULATOR}/emulator.js`, `${GENERATED_EMULATOR}/emulator.wasm`], () =>
    step("emulator.wasm", () => wasm("cdn-refresh-tasks-emulator", "small", GENERATED_EMULATOR, "emulator")),
  );
  const inputs = digest(["pkg/src", "pkg/package.json", "pkg/tsconfig.json", "README.md"], core, emulator);
  await unlessDone("package", inputs, ["pkg/dist/node.js", "pkg/dist/types/node.d.ts"], () => step("npm package", packageFiles));
  const page = digest(["www/src", "www/package.json"], inputs);
  await unlessDone("console", page, ["www/dist/index.html"], () => step("console", console_));
}

/** The wasm and bindings of a crate of the workspace, as `name.wasm` and `name.js` in `folder`. */
async function wasm(crate, profile, folder, name) {
  const selected = ["--lib", "-p", crate, "--profile", profile, "--target", TARGET, "--features", "bindgen"];
  await run("cargo", ["build", "--locked", "--quiet", ...selected]);
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
    loader: { ".wasm": "binary" },
    external: ["node:*"],
    logLevel: "warning",
  };
  await bundle({
    ...common,
    entryPoints: {
      ...Object.fromEntries(["node", "browser", "inline", "emulator-node", "emulator-browser"].map((name) => [name, entry(name)])),
      "elements": entry("elements/index"),
      "elements-node": entry("elements-node"),
    },
    outdir: dist,
    // The elements bring Lit along; its licence stands beside them.
    legalComments: "external",
    conditions: ["browser"],
    format: "esm",
    // One copy of everything shared, so that entries loaded together share the loaded core.
    splitting: true,
    // Files of their own, below: as chunks they would be tied to the others.
    external: [...common.external, "./languages/*.js"],
    chunkNames: "shared-[hash]",
    define: { WASM_PATH: '"core.wasm"', EMULATOR_PATH: '"emulator.wasm"' },
  });
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
    entryPoints: ["node", "inline", "emulator-node"].map(entry),
    outdir: `${dist}/cjs`,
    format: "cjs",
    define: { WASM_PATH: '"../core.wasm"', EMULATOR_PATH: '"../emulator.wasm"', "import.meta.url": "moduleUrl" },
    banner: { js: 'const moduleUrl=typeof __filename==="string"?require("node:url").pathToFileURL(__filename).href:"";' },
  });
  cpSync(at(GENERATED, "core.wasm"), `${dist}/core.wasm`);
  cpSync(at(GENERATED_EMULATOR, "emulator.wasm"), `${dist}/emulator.wasm`);
  for (const language of languages) {
    const texts = JSON.parse(readFileSync(at("pkg", "src", "generated", `${language}.json`), "utf8"));
    writeFileSync(`${dist}/${language}.json`, JSON.stringify(texts));
  }
  await run(process.execPath, [at("node_modules", "typescript", "bin", "tsc"), "-p", at("pkg")]);
  // The same declarations, seen as CommonJS by the package.json beside them.
  cpSync(`${dist}/types`, `${dist}/cjs/types`, { recursive: true });
  writeFileSync(`${dist}/cjs/package.json`, '{ "type": "commonjs" }\n');
  for (const name of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) cpSync(at(name), at("pkg", name));
}

async function console_() {
  const { build: bundle } = await import("esbuild");
  const dist = at("www", "dist");
  rmSync(dist, { recursive: true, force: true });
  await bundle({
    entryPoints: [at("www", "src", "main.ts")],
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
      "cdn-refresh-tasks/elements": at("pkg", "src", "elements", "index.ts"),
      "cdn-refresh-tasks": at("pkg", "src", "browser.ts"),
    },
  });
  cpSync(at("www", "src", "index.html"), `${dist}/index.html`);
  cpSync(at("www", "src", "console.css"), `${dist}/console.css`);
  cpSync(at(GENERATED, "core.wasm"), `${dist}/core.wasm`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await build();
    checkBudgets();
  });
}
