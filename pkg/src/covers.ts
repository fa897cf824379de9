/** Did a task cover this URL? */
import { ask } from "./core.js";
import { join, split } from "./joined.js";
import { language, worded } from "./language.js";
import type { Ledger } from "./ledger.js";
import type { TaskView } from "./parse.js";
import type { Locale } from "./terms.js";

/**
 * Says no only on a complete ledger; a regex task that is not a literal, a task that is not over, or one of another scheme gives
 * `unknown`. `by` are the tasks that cover the URL, or may.
 */
export function covers(
  url: string,
  tasks: Iterable<TaskView>,
  ledger: Ledger,
  locale?: Locale,
): { covered: "yes" | "no" | "unknown"; by: TaskView[]; because: string } {
  const list = [...tasks];
  const fields = [String(url)];
  for (const { objectType, objectPath, state } of list) fields.push(objectType, objectPath, state);
  const [covered, because = "", letters = ""] = split(ask("covers", join(fields), Number(ledger?.complete === true)));
  const sure = covered === "yes";
  const by = list.filter((task, at) => (sure ? letters[at] === "y" && task.state === "succeeded" : letters[at] !== "n"));
  return { covered: covered as "yes" | "no" | "unknown", by, because: worded(because, language(locale)) };
}
