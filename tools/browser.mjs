// A real browser for the tests: one that is there, or one that can be installed.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem, at, run, step } from "./lib/run.mjs";

const CACHE = join(homedir(), ".cache", "puppeteer");
const programs = (...path) => ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].filter((name) => process.env[name]).map((name) => join(process.env[name], ...path));

/** Where each browser is usually found, what sets its path, and how it is installed. */
const BROWSERS = {
  chromium: {
    title: "Chromium or Chrome",
    variable: "CHROME_PATH",
    debian: "chromium",
    download: "chrome",
    places: {
      linux: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"],
      darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
      win32: programs("Google", "Chrome", "Application", "chrome.exe"),
    },
  },
  firefox: {
    title: "Firefox",
    variable: "FIREFOX_PATH",
    debian: "firefox-esr",
    download: "firefox",
    places: {
      linux: ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/opt/firefox/firefox"],
      darwin: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
      win32: programs("Mozilla Firefox", "firefox.exe"),
    },
  },
};

/** The path of a browser; installs it where none is found. `CHROME_PATH` and `FIREFOX_PATH` win. */
async function installed(name) {
  const { title, variable, places, debian, download } = BROWSERS[name];
  const find = async () => process.env[variable] ?? (places[process.platform] ?? []).find(existsSync) ?? (await downloaded(download));
  const found = await find();
  if (found) return found;
  await step(title, () => install(debian, download));
  const path = await find();
  if (path) return path;
  throw new Problem(`no ${title} was found: install one, or set ${variable} to its path`);
}

export const chromium = () => installed("chromium");
export const firefox = () => installed("firefox");

async function install(debian, download) {
  const debianRoot = process.platform === "linux" && process.getuid() === 0 && existsSync("/usr/bin/apt-get");
  if (debianRoot) await debianPackages(debian);
  else await run(process.execPath, [browsersCli, "install", `${download}@stable`, "--path", CACHE]);
}

/** Installs Debian packages, as root. */
export async function debianPackages(...names) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "--quiet"], { env });
  await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...names], { env });
}

const browsersCli = at("node_modules", "@puppeteer", "browsers", "lib", "cjs", "main-cli.js");

async function downloaded(name) {
  const { getInstalledBrowsers } = await import("@puppeteer/browsers");
  return (await getInstalledBrowsers({ cacheDir: CACHE })).findLast(({ browser }) => browser === name)?.executablePath;
}

/** Which of the two the tests are driving; both through one library, so that they are the same tests. */
export const driven = process.env.TEST_BROWSER === "firefox" ? "firefox" : "chromium";

/** Starts it headless with a fresh profile and nothing in the background. The caller closes it. */
export async function launch() {
  const { launch: start } = await import("puppeteer-core");
  if (driven === "firefox") {
    // What can be asked of Chromium for each page, Firefox takes for all of them.
    return start({ browser: "firefox", executablePath: await firefox(), headless: true, extraPrefsFirefox: { "ui.prefersReducedMotion": 1, "dom.events.testing.asyncClipboard": true } });
  }
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
