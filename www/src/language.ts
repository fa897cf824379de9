// Runs before the rest of the page is there, so that its language comes beside it instead of after it.
import { halves } from "./halves.js";
import { loadPreferences } from "./preferences.js";

// Whoever needs it hears of a failure.
halves[loadPreferences().locale].asking().catch(() => {});
