import { ContractTables } from "./contract.js";
import { Explain } from "./explain.js";
import { QueryForm } from "./query-form.js";
import { Sample } from "./sample.js";
import { Signing } from "./signing.js";

export type * from "./types.js";

const ELEMENTS: Record<string, CustomElementConstructor> = {
  "query-form": QueryForm,
  "signing": Signing,
  "sample": Sample,
  "explain": Explain,
  "contract": ContractTables,
};

/** Defines the elements as `<refresh-query-form>` and so on, or under another prefix. Doing it twice is harmless. Call `init()` first. */
export function defineElements(prefix = "refresh-"): void {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    // A class can stand under one name only; a second prefix gets classes of its own.
    if (customElements.get(prefix + name) === undefined) customElements.define(prefix + name, class extends element {});
  }
}
