// Installs what is missing on this machine: the Rust toolchain and wasm target, npm packages, the binding generator.
import { existsSync, readFileSync } from "node:fs";
import { Problem, at, npm, run, step } from "./lib/run.mjs";
import { digest, unlessDone } from "./lib/stamp.mjs";

const TARGET = "wasm32-unknown-unknown";
const exe = process.platform === "win32" ? ".exe" : "";
export const bindgen = `tools/target/debug/bindgen${exe}`;
export const bindgenTestRunner = `tools/target/debug/bindgen-test-runner${exe}`;

export async function setup() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Problem(`Node 20 or newer is needed; this is Node ${process.versions.node}`);
  }
  await rust();
  const lock = digest(["package-lock.json", "package.json", "pkg/package.json", "www/package.json"], process.version);
  await unlessDone("packages", lock, ["node_modules/esbuild"], () =>
    // No package of ours needs an install script, and none of a dependency's is run.
    step("npm packages", () => npm(["ci", "--ignore-scripts"]).then(() => {})),
  );
  const generator = digest(["tools/Cargo.toml", "tools/Cargo.lock", "tools/src"], channel());
  await unlessDone("binding-generator", generator, [bindgen, bindgenTestRunner], () =>
    step("binding generator (about a minute, once)", () =>
      run("cargo", ["build", "--locked", "--quiet", "--manifest-path", at("tools", "Cargo.toml")]).then(() => {}),
    ),
  );
}

const channel = () => /channel = "([^"]+)"/.exec(readFileSync(at("rust-toolchain.toml"), "utf8"))[1];

/** The toolchain of rust-toolchain.toml with the wasm target. Without rustup (a distribution's Rust) the target must be there already. */
async function rust() {
  if (await canBuildWasm()) return;
  const rustup = await run("rustup", ["--version"]).catch(() => null);
  if (rustup === null) {
    const cargo = await run("cargo", ["--version"]).catch(() => null);
    throw new Problem(
      cargo === null
        ? "Rust is not installed. Install it with rustup (the installer named on the Rust home page), open a new terminal, run this again."
        : `${cargo.trim()} has no target ${TARGET}, and there is no rustup to add it. Install your distribution's package for it (Debian: libstd-rust-dev-wasm32), or use rustup.`,
    );
  }
  await step(`Rust ${channel()} with ${TARGET}`, async () => {
    const installed = await run("rustup", ["toolchain", "list"]);
    if (!installed.split("\n").some((line) => line.startsWith(channel()))) {
      await run("rustup", ["toolchain", "install", channel(), "--profile", "minimal", "--component", "clippy,rustfmt", "--target", TARGET]);
    }
    await run("rustup", ["target", "add", TARGET, "--toolchain", channel()]);
  });
}

async function canBuildWasm() {
  // Set-up needs clippy and rustfmt only for tests; they come with the toolchain, so their absence means it is not the pinned one.
  const folder = await run("rustc", ["--print", "target-libdir", "--target", TARGET]).catch(() => "");
  return folder.trim() !== "" && existsSync(folder.trim());
}
