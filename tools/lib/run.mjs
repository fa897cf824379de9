// Steps of set-up, build and tests: one line when a step starts to take long, one line when it is done, all of its output when it failed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const at = (...parts) => join(root, ...parts);

/** A failure that a person can act on: printed as one line, without a stack. */
export class Problem extends Error {}

/**
 * Runs a command in the repository; resolves to its output. `show: true` passes output through as it comes.
 * Throws a Problem with the whole output when it fails.
 */
export function run(command, args, { cwd = root, env = {}, show = false, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    let output = "";
    let errors = "";
    // Decoded as a stream: a character may come in two pieces.
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (errors += chunk));
    if (input !== undefined) child.stdin.end(input);
    child.on("error", (error) =>
      reject(new Problem(error.code === "ENOENT" ? `\`${command}\` is not installed or not on the PATH` : error.message)),
    );
    child.on("close", (code, signal) =>
      code === 0
        ? resolve(output)
        : reject(new Problem(`\`${[command, ...args].join(" ")}\` ended with ${signal ?? code}\n${output}${errors}`.trimEnd())),
    );
  });
}

/** npm, started so that it also works on Windows, where `npm` is a script that only a shell can start. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script ? run(process.execPath, [script, ...args], options) : run("npm", args, options);
}

const live = process.stderr.isTTY && !process.env.CI;

/** Does `work`, telling its title, a clock on a terminal, and the time it took. `work` may return a word on the result. */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  let ticks = 0;
  const timer = setInterval(
    () => {
      if (live) process.stderr.write(`\r\x1b[2K  … ${title} ${seconds()} s`);
      else if (++ticks % 30 === 0) process.stderr.write(`  … ${title}, ${seconds()} s so far\n`);
    },
    live ? 100 : 1000,
  );
  if (live) process.stderr.write(`  … ${title}`);
  try {
    const word = await work();
    if (live) process.stderr.write("\r\x1b[2K");
    process.stderr.write(`  ✓ ${title}${word ? `: ${word}` : ""} (${seconds()} s)\n`);
  } catch (error) {
    if (live) process.stderr.write("\r\x1b[2K");
    process.stderr.write(`  ✗ ${title} (${seconds()} s)\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** The end of every command: problems as one text, anything else with its stack, exit code 1. */
export function main(work) {
  work().catch((error) => {
    process.stderr.write(`\n${error instanceof Problem ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}
