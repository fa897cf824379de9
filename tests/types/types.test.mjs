// The package's declarations under every module resolution that its users have, without `skipLibCheck`.
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const STRICT = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false", "--noEmit"];
const LIBS = ["--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--types", ""];

for (const [name, options, files] of [
  ["bundler", ["--module", "esnext", "--moduleResolution", "bundler"], ["consumer.ts", "elements.ts", "form.ts"]],
  ["node16", ["--module", "node16", "--moduleResolution", "node16"], ["consumer.ts", "consumer.cts", "elements.ts", "form.ts"]],
  ["nodenext", ["--module", "nodenext", "--moduleResolution", "nodenext"], ["consumer.ts", "consumer.cts", "elements.ts", "form.ts"]],
]) {
  test(name, () => {
    const tsc = at("../../node_modules/typescript/bin/tsc");
    try {
      execFileSync(process.execPath, [tsc, ...STRICT, ...LIBS, ...options, ...files], { cwd: at("."), encoding: "utf8" });
    } catch (error) {
      throw new Error(error.stdout || error.message);
    }
  });
}
