import { asking } from "cdn-refresh-tasks/elements/asking";
import { define } from "cdn-refresh-tasks/elements/define";
import { version } from "cdn-refresh-tasks/version";
import { ConsoleApp } from "./app.js";
import { loadAsking, loadReading } from "./load.js";
import { loadPreferences } from "./preferences.js";
import { texts } from "./text/index.js";
import { takeToken } from "./token.js";

// Before anything else can see the address.
const token = takeToken();
try {
  const { locale } = loadPreferences();
  await loadAsking(locale);
  define("refresh-", asking);
  customElements.define("refresh-console", ConsoleApp);
  document.body.append(Object.assign(document.createElement("refresh-console"), { token }));
  const [{ defineRest }] = await Promise.all([import("./rest.js"), loadReading(locale)]);
  defineRest();
  document.documentElement.dataset["core"] = version();
} catch (error) {
  // Said in words, where a blank page would say nothing.
  const problem = document.createElement("p");
  problem.className = "failed";
  problem.setAttribute("role", "alert");
  problem.textContent = `${texts[loadPreferences().locale].failed} ${error instanceof Error ? error.message : String(error)}`;
  document.body.append(problem);
}
