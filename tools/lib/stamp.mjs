// Stamps: work whose inputs have not changed since it was last done is not done again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "./run.mjs";

const folder = at("node_modules", ".cache", "cdn-refresh-tasks");

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return yield path;
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (["node_modules", "target", "dist", ".cache"].includes(entry.name)) continue;
    yield* filesUnder(join(path, entry.name));
  }
}

/** A digest of files and folders (relative to the repository) and of extra words. */
export function digest(paths, ...words) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const path of paths) {
    for (const file of filesUnder(at(path))) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Does `work` unless it was done for the same `key` and every one of `outputs` is there. Says whether it did. */
export async function unlessDone(name, key, outputs, work) {
  const stamp = join(folder, name);
  const done = existsSync(stamp) && readFileSync(stamp, "utf8") === key && outputs.every((path) => existsSync(at(path)));
  if (done) return false;
  // What is left in the middle is no longer what was done before.
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, key);
  return true;
}
