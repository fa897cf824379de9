/**
 * The elements as their users see them; nothing here names the library they are made with.
 *
 * Their look: custom properties (`--refresh-accent`, `--refresh-text`, `--refresh-surface`, `--refresh-line`, `--refresh-error`,
 * `--refresh-radius`, `--refresh-mono` …) reach all of them; `::part()` reaches `field`, `label`, `control`, `hint`, `finding` (beside it
 * `error`, `warning` or `notice`), `button` (beside it `submit` or `fix`), `verdict`, `error-summary`, `code`, `scroller`, `table`, `row`.
 */
import type { CheckOptions, Checked, Draft, Ledger, Locale, Operation, Plan, PlanOptions, PlannedCall, Query, TaskPage, TaskRequest, TaskView, Fault } from "../index.js";

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

/** A question with its options; times that move with the clock are in `last` instead. */
export interface Asked {
  query: Query;
  options: PlanOptions;
  /** Seconds up to now. */
  last: number | null;
}

/** `<refresh-plan>`: a question in people's words, planned and priced as it is asked. Sends nothing. */
export interface PlanElement extends Localized {
  /** The question that the form begins with. */
  query: Query;
  /** What the plan begins with beside it; `now` and `locale` are the element's own. */
  options: PlanOptions;
  /** Seconds up to now, in place of the question's times; null for those. */
  last: number | null;
  /** The question's form, its plan, or `both` (the default): where the two stand apart, the plan takes what `refresh-ask` tells. */
  show: "both" | "question" | "plan";
  readonly asked: Asked;
  /** What `plan` makes of the question now. */
  readonly planned: Plan;
}

/** `<refresh-signing>`: one request, step by step up to the place of its signature. Asks for no secret. */
export interface SigningElement extends Localized {
  request: TaskRequest | null;
}

/** `<refresh-sample>`: one request in six languages, and the RAM policy it needs. */
export interface SampleElement extends Localized {
  request: TaskRequest | null;
}

/** One body that was read: where it came from and what it turned out to be. */
export interface ReadBody {
  name: string;
  bytes: number;
  result: TaskPage | Fault;
}

/** `<refresh-response>`: takes pasted, chosen and dropped bodies, and reads them. */
export interface ResponseElement extends Localized {
  readonly bodies: readonly ReadBody[];
  /** Reads bodies as if they had been dropped. */
  read(inputs: readonly { name: string; body: Uint8Array | string; status?: number }[]): Promise<void>;
  clear(): void;
}

/** `<refresh-summary>`: counts, progress and failures of pages, or of rows. */
export interface SummaryElement extends Localized {
  pages: readonly TaskPage[];
  /** Rows that are no page, as a walk delivers them; null where there are pages. */
  tasks: readonly TaskView[] | null;
}

/** Which rows of a table are shown, and in which order. */
export interface TasksSelection {
  sort: "state" | "progress" | "path" | "type" | "created" | null;
  descending: boolean;
  /** None means all. */
  states: TaskView["state"][];
  /** What path, id or reason must hold. */
  filter: string;
}

/** `<refresh-tasks>`: rows as a table that stays smooth at 100,000 rows. */
export interface TasksElement extends Localized {
  pages: readonly TaskPage[];
  /** Rows that are no page, as a walk delivers them; null where there are pages. A longer list that begins with the same rows goes on. */
  tasks: readonly TaskView[] | null;
  selection: TasksSelection;
  /** A word on every row about where it comes from, such as "emulated"; empty for none. */
  mark: string;
  /** How many rows there are, shown or not. */
  readonly loaded: number;
  /** The rows that are shown now, in their order. */
  readonly shown: readonly TaskView[];
}

/** `<refresh-ledger>`: whether a result is whole, in one sentence and in detail. */
export interface LedgerElement extends Localized {
  ledger: Ledger | null;
  readonly sentence: string;
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
  /** The question of a plan changed. */
  "refresh-ask": CustomEvent<Asked & { planned: Plan }>;
  /** A question that stands without its plan is to be run. */
  "refresh-run": CustomEvent<Asked>;
  /** One planned call was chosen to be prepared. */
  "refresh-prepare": CustomEvent<{ call: PlannedCall }>;
  /** A table was sorted or filtered. */
  "refresh-select": CustomEvent<TasksSelection>;
  /** Bodies were read, or cleared. */
  "refresh-read": CustomEvent<{ bodies: readonly ReadBody[] }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "refresh-query-form": QueryFormElement;
    "refresh-plan": PlanElement;
    "refresh-signing": SigningElement;
    "refresh-sample": SampleElement;
    "refresh-response": ResponseElement;
    "refresh-summary": SummaryElement;
    "refresh-tasks": TasksElement;
    "refresh-ledger": LedgerElement;
    "refresh-explain": ExplainElement;
    "refresh-contract": ContractElement;
  }
  interface HTMLElementEventMap extends RefreshEvents {}
}
