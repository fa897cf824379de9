import { version } from "cdn-refresh-tasks/version";
import { ConsoleApp } from "./app.js";
import { defineFirst } from "./first.js";
import { loadAsking, loadReading } from "./load.js";
import { loadPreferences } from "./preferences.js";
import { texts } from "./text/index.js";
import { takeToken } from "./token.js";

// Before anything else can see the address.
const token = takeToken();
let app: ConsoleApp | undefined;
try {
  const { locale } = loadPreferences();
  await loadAsking(locale);
  defineFirst();
  app = Object.assign(new ConsoleApp(), { token });
  document.body.append(app);
  await app.core;
  const [{ defineRest }] = await Promise.all([import("./rest.js"), loadReading(locale)]);
  defineRest();
  document.documentElement.dataset["core"] = version();
} catch (error) {
  // Said in words, where a blank page would say nothing.
  const said = error instanceof Error ? error.message : String(error);
  if (app) app.problem = said;
  else document.body.append(Object.assign(document.createElement("p"), { className: "failed", role: "alert", textContent: `${texts[loadPreferences().locale].failed} ${said}` }));
}
