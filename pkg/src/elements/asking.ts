import { QueryForm } from "./query-form.js";
import { Signing } from "./signing.js";

/** What a question is asked with. */
export const asking = { "query-form": QueryForm, "signing": Signing };
