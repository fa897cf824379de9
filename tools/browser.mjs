// A real browser for the tests: one that is there, or one that can be installed.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem, at, run, step } from "./lib/run.mjs";

const PLACES = {
  linux: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"],
  darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
    .filter((name) => process.env[name])
    .map((name) => join(process.env[name], "Google", "Chrome", "Application", "chrome.exe")),
};
const CACHE = join(homedir(), ".cache", "puppeteer");

/** The path of a Chromium or Chrome; installs one where none is found. `CHROME_PATH` wins. */
export async function chromium() {
  const found = process.env.CHROME_PATH ?? (PLACES[process.platform] ?? []).find(existsSync) ?? (await downloaded());
  if (found) return found;
  await step("Chromium", install);
  const installed = (PLACES[process.platform] ?? []).find(existsSync) ?? (await downloaded());
  if (installed) return installed;
  throw new Problem("no Chromium or Chrome was found: install one, or set CHROME_PATH to its path");
}

async function install() {
  const debianRoot = process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get");
  if (debianRoot) {
    await debianPackages("chromium");
  } else {
    await run(process.execPath, [browsersCli, "install", "chrome@stable", "--path", CACHE]);
  }
}

/** Installs Debian packages, as root. */
export async function debianPackages(...names) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "--quiet"], { env });
  await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...names], { env });
}

const browsersCli = at("node_modules", "@puppeteer", "browsers", "lib", "cjs", "main-cli.js");

async function downloaded() {
  const { getInstalledBrowsers, Browser } = await import("@puppeteer/browsers");
  const browsers = await getInstalledBrowsers({ cacheDir: CACHE });
  return browsers.findLast(({ browser }) => browser === Browser.CHROME)?.executablePath;
}

/** Starts it headless with a fresh profile and nothing in the background. The caller closes it. */
export async function launch() {
  const { launch: start } = await import("puppeteer-core");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return start({
    executablePath: await chromium(),
    headless: true,
    args: [
      ...sandbox,
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
