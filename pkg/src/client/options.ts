/** Options are read by name: a mistyped one must not vanish, and what is no function fails where it is given, not in the middle of a walk. */
import { RefreshTasksError } from "../errors.js";

/** What each option must offer: methods, or `()` where it is a function itself; nothing where what it holds is judged later. */
export type Needs<T> = { [K in keyof Required<T>]: string };

export function optionsOf<T extends object>(of: string, given: T | null | undefined, needs: Needs<T>): T {
  const invalid = (message: string): RefreshTasksError => new RefreshTasksError("InvalidOption", message);
  const options = given ?? ({} as T);
  if (typeof options !== "object") throw invalid(`the options of \`${of}\` must be an object; found \`${typeof options}\``);
  for (const [name, value] of Object.entries(options)) {
    const need = Object.hasOwn(needs, name) ? needs[name as keyof T] : undefined;
    if (need === undefined) throw invalid(`\`${of}\` has no option \`${name}\`; it has \`${Object.keys(needs).join("`, `")}\``);
    if (value === undefined || need === "") continue;
    if (need === "()" && typeof value !== "function") throw invalid(`option \`${name}\` of \`${of}\` must be a function`);
    const methods = need === "()" ? [] : need.split(" ");
    if (methods.some((method) => typeof (value as Record<string, unknown> | null)?.[method] !== "function")) {
      throw invalid(`option \`${name}\` of \`${of}\` must have ${methods.map((method) => `${method}()`).join(" and ")}`);
    }
  }
  return options;
}
