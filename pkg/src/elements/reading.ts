import { ContractTables } from "./contract.js";
import { Explain } from "./explain.js";
import { LedgerView } from "./ledger.js";
import { QueryForm } from "./query-form.js";
import { Response } from "./response.js";
import { Sample } from "./sample.js";
import { Signing } from "./signing.js";
import { Summary } from "./summary.js";
import { Tasks } from "./tasks.js";

/** What comes after the question: one call and its signing, and what answers and the contract are read with. */
export const reading = { "query-form": QueryForm, "signing": Signing, "response": Response, "summary": Summary, "tasks": Tasks, "ledger": LedgerView, "explain": Explain, "sample": Sample, "contract": ContractTables };
