/** The elements as their users see them; nothing here names the library they are made with. */
import type { CheckOptions, Checked, Draft, Locale, Operation, TaskRequest } from "../index.js";

interface Localized extends HTMLElement {
  /** `en` or `zh`; without it the language of the nearest `lang` attribute. */
  locale: Locale | "";
}

/** `<refresh-query-form>`: the parameters of one call, checked as they are typed. */
export interface QueryFormElement extends Localized {
  draft: Draft;
  operation: Operation;
  mode: NonNullable<CheckOptions["mode"]>;
  /** What `check` makes of the draft now. */
  readonly checked: Checked;
}

/** `<refresh-signing>`: one request, step by step up to the place of its signature. Asks for no secret. */
export interface SigningElement extends Localized {
  request: TaskRequest | null;
}

/** `<refresh-sample>`: one request in six languages, and the RAM policy it needs. */
export interface SampleElement extends Localized {
  request: TaskRequest | null;
}

/** `<refresh-explain>`: what an error code means and what to do. */
export interface ExplainElement extends Localized {
  code: string;
}

/** `<refresh-contract>`: rules, parameters, error codes, conflicts and limits as tables. */
export interface ContractElement extends Localized {
  topic: "rules" | "params" | "errors" | "conflicts" | "limits";
}

export interface RefreshEvents {
  /** The draft of a query form changed, by typing, a fix or a paste. */
  "refresh-change": CustomEvent<{ draft: Draft; operation: Operation; mode: NonNullable<CheckOptions["mode"]>; checked: Checked }>;
  /** A query form was submitted and is valid. */
  "refresh-submit": CustomEvent<{ request: TaskRequest }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "refresh-query-form": QueryFormElement;
    "refresh-signing": SigningElement;
    "refresh-sample": SampleElement;
    "refresh-explain": ExplainElement;
    "refresh-contract": ContractElement;
  }
  interface HTMLElementEventMap extends RefreshEvents {}
}
