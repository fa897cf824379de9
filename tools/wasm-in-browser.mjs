// wasm-bindgen-test in Chromium: its runner serves the test page, the browser of all our tests opens it. So no chromedriver is needed.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Problem, at, run } from "./lib/run.mjs";
import { bindgenTestRunner } from "./setup.mjs";
import { launch } from "./browser.mjs";

const TARGET = ["--target", "wasm32-unknown-unknown"];
const LIMIT_MS = 120_000;

/** The test binary of `tests/wasm.rs`. */
async function testBinary() {
  const messages = await run("cargo", ["test", "--no-run", "--locked", "--message-format=json", ...TARGET, "--test", "wasm"]);
  const artifacts = messages.split("\n").filter((line) => line.includes('"compiler-artifact"')).map((line) => JSON.parse(line));
  return artifacts.find(({ executable, target }) => executable && target.name === "wasm").executable;
}

export async function wasmTestsInChromium() {
  const runner = spawn(at(bindgenTestRunner), [await testBinary()], {
    cwd: at(),
    env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_USE_BROWSER: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const address = await addressOf(runner);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(address);
      await page.waitForFunction(() => /test result: |Error/.test(document.getElementById("output").textContent), { timeout: LIMIT_MS });
      const output = await page.$eval("#output", (element) => element.textContent);
      const passed = /test result: ok\. (\d+) passed/.exec(output);
      if (!passed || passed[1] === "0") throw new Problem(output);
      return `${passed[1]} passed`;
    } finally {
      await browser.close();
    }
  } finally {
    runner.kill();
  }
}

async function addressOf(runner) {
  let output = "";
  for await (const line of createInterface({ input: runner.stdout })) {
    output += `${line}\n`;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (found) return found[0];
  }
  throw new Problem(`the wasm test runner named no address:\n${output}`);
}
