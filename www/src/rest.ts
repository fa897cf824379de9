// What comes after asking and planning is loaded after them, so that a question can be typed sooner. The package itself defines all its
// elements at once; these are its sources.
import { define } from "cdn-refresh-tasks/elements/define";
import { reading } from "cdn-refresh-tasks/elements/reading";
import { stateColours } from "cdn-refresh-tasks/elements/states.styles";
import { learnStyles } from "./learn/stage.styles.js";
import { LearnStage } from "./learn/stage.js";
import { resultsStyles } from "./results/stage.styles.js";
import { ResultsStage } from "./results/stage.js";
import { runStyles } from "./run/stage.styles.js";
import { RunStage } from "./run/stage.js";
import { adopt } from "./stage.js";

export function defineRest(): void {
  define("refresh-", reading);
  adopt("console-run", runStyles);
  adopt("console-results", stateColours, resultsStyles);
  adopt("console-learn", learnStyles);
  customElements.define("console-run", RunStage);
  customElements.define("console-results", ResultsStage);
  customElements.define("console-learn", LearnStage);
}
