// `npm run bench:browser`: the parse bench in Chromium, as a table and as artefacts/bench-browser.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { at, main } from "./lib/run.mjs";
import { launch } from "./browser.mjs";
import { build } from "./build.mjs";

main(async () => {
  await build();
  const { build: bundle } = await import("esbuild");
  const { outputFiles } = await bundle({
    entryPoints: [at("bench", "support", "browser.mjs")],
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    const rows = await page.evaluate(() => globalThis.bench());
    const machine = `${cpus()[0].model} · ${await browser.version()}`;
    process.stdout.write(`${machine}\n\nparse: a body in bytes, × decode + JSON.parse of the same bytes\n`);
    console.table(rows);
    mkdirSync(at("artefacts"), { recursive: true });
    writeFileSync(at("artefacts", "bench-browser.json"), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  } finally {
    await browser.close();
  }
});
