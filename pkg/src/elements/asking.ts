import { PlanView } from "./plan.js";

/** What a question is asked with. */
export const asking = { "plan": PlanView };
