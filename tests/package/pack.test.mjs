// What `npm pack` would publish: complete, and readable by every resolver.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";

const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
const npm = process.env.npm_execpath;
const packed = () => {
  const [command, args] = npm ? [process.execPath, [npm]] : ["npm", []];
  const printed = execFileSync(command, [...args, "pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: pkg, encoding: "utf8", stdio: "pipe" });
  return JSON.parse(printed)[0].files.map(({ path }) => path);
};

test("the tarball holds every entry, the wasm, the declarations, README and licenses", () => {
  const files = packed();
  for (const path of [
    ...["README.md", "LICENSE-MIT", "LICENSE-APACHE", "package.json", "dist/core.wasm"],
    ...["dist/node.js", "dist/browser.js", "dist/inline.js", "dist/cjs/node.js", "dist/cjs/inline.js", "dist/cjs/package.json"],
    ...["dist/emulator.wasm", "dist/emulator-node.js", "dist/emulator-browser.js", "dist/cjs/emulator-node.js"],
    ...["dist/types/emulator-node.d.ts", "dist/types/emulator-browser.d.ts", "dist/cjs/types/emulator-node.d.ts"],
    ...["dist/types/node.d.ts", "dist/types/browser.d.ts", "dist/cjs/types/node.d.ts", "dist/cjs/types/inline.d.ts"],
  ]) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(files.filter((path) => /^(src|node_modules)\//.test(path)), []);
});

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: pkg, pack: false });
  assert.deepEqual(messages, []);
});
