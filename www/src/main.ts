import { init, version } from "cdn-refresh-tasks";
import { defineElements } from "cdn-refresh-tasks/elements";
import { ConsoleApp } from "./app.js";
import { loadPreferences } from "./preferences.js";
import { texts } from "./text/index.js";

try {
  await init("core.wasm", { locales: [loadPreferences().locale] });
  defineElements();
  customElements.define("refresh-console", ConsoleApp);
  document.body.append(document.createElement("refresh-console"));
  document.documentElement.dataset["core"] = version();
} catch (error) {
  // Said in words, where a blank page would say nothing.
  const problem = document.createElement("p");
  problem.className = "failed";
  problem.setAttribute("role", "alert");
  problem.textContent = `${texts[loadPreferences().locale].failed} ${error instanceof Error ? error.message : String(error)}`;
  document.body.append(problem);
}
