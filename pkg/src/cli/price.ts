/** What a plan costs. */
import type { Plan } from "./api.js";
import { many, say } from "./say.js";
import { spell } from "./times.js";

/** In one sentence. */
export function priceLine(plan: Plan): string {
  const chosen = plan.routes.find(({ route }) => route === plan.route);
  if (chosen === undefined) return plan.route;
  const { calls, seconds } = chosen;
  const few = calls.expected ?? calls.least;
  const time = spell(Math.max(1, seconds.expected ?? seconds.least) * 1000);
  return calls.expected === null
    ? say(`${plan.route}: at least ${many(few, "call")}, ${time}; the first answer says how many`, `${plan.route}：至少 ${few} 次调用，${time}；首个响应后可知总数`)
    : say(`${plan.route}: about ${many(few, "call")}, ${time}`, `${plan.route}：约 ${few} 次调用，${time}`);
}
