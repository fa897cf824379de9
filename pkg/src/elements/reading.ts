import { ContractTables } from "./contract.js";
import { Explain } from "./explain.js";
import { PlanView } from "./plan.js";
import { Response } from "./response.js";
import { Sample } from "./sample.js";
import { Summary } from "./summary.js";
import { Tasks } from "./tasks.js";

/** What comes after the form: planning, and what answers and the contract are read with. */
export const reading = { "plan": PlanView, "response": Response, "summary": Summary, "tasks": Tasks, "explain": Explain, "sample": Sample, "contract": ContractTables };
