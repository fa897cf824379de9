// What the page begins with: all that a question is typed into.
import { asking } from "cdn-refresh-tasks/elements/asking";
import { define } from "cdn-refresh-tasks/elements/define";
import { ConsoleApp } from "./app.js";

export function defineFirst(): void {
  define("refresh-", asking);
  customElements.define("refresh-console", ConsoleApp);
}
