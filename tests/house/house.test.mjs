// What must agree between files that no compiler reads together.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");

test("the binding generator has the version of wasm-bindgen", () => {
  const version = (path, name) => new RegExp(`^${name} = \\{ version = "(=[\\d.]+)"`, "m").exec(read(path))[1];
  assert.equal(version("Cargo.toml", "wasm-bindgen"), version("tools/Cargo.toml", "wasm-bindgen-cli"));
});

test("core and package have one version", () => {
  const core = /^version = "([\d.]+)"/m.exec(read("Cargo.toml"))[1];
  assert.equal(JSON.parse(read("pkg/package.json")).version, core);
});

test("lockfiles name no host", () => {
  const packages = Object.values(JSON.parse(read("package-lock.json")).packages);
  assert.deepEqual(packages.filter(({ resolved, link }) => resolved && !link), []);
  for (const path of tracked.filter((name) => name.endsWith("Cargo.lock"))) {
    const sources = [...read(path).matchAll(/^source = "(.*)"/gm)].map(([, source]) => source);
    assert.deepEqual([...new Set(sources)], ["registry+https://github.com/rust-lang/crates.io-index"], path);
  }
});

test("the top level is what was agreed", () => {
  const folders = new Set(tracked.filter((name) => name.includes("/")).map((name) => name.split("/")[0]));
  const agreed = [".cargo", ".ci", "bench", "benches", "emulator", "fuzz", "pkg", "reader", "src", "tests", "tools", "www"];
  assert.deepEqual([...folders].filter((name) => !agreed.includes(name)), []);
});

test("what a mutation of the walk replaces stands where it says, once", () => {
  for (const { name, file, from } of JSON.parse(read("tests/simulation/mutations.json"))) {
    assert.equal(read(file).split(from).length - 1, 1, `${name}: ${file} holds \`${from}\``);
  }
});
