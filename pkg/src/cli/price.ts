/** What a plan costs. */
import type { Plan } from "./api.js";
import { many, say } from "./say.js";
import { spell } from "./times.js";

/** How long a route takes, or takes at least; no shorter than what a person would call at once. */
export const takes = ({ expected, least }: Plan["routes"][number]["seconds"]): string => spell(Math.max(1, expected ?? least) * 1000);

/** In one sentence. */
export function priceLine(plan: Plan): string {
  const chosen = plan.routes.find(({ route }) => route === plan.route);
  if (chosen === undefined) return plan.route;
  const { calls, seconds } = chosen;
  const few = calls.expected ?? calls.least;
  const time = takes(seconds);
  return calls.expected === null
    ? say(`${plan.route}: at least ${many(few, "call")}, ${time}; the first answer says how many`, `${plan.route}：至少 ${few} 次调用，${time}；首个响应后可知总数`)
    : say(`${plan.route}: about ${many(few, "call")}, ${time}`, `${plan.route}：约 ${few} 次调用，${time}`);
}
