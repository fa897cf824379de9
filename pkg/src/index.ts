/** What every entry of the package offers; the entries differ in how they load the core. */
export { CoreStoppedError, IncompleteError, InvalidRequestError, NotInitializedError, RefreshTasksError, ServiceError } from "./errors.js";

export { version } from "./version.js";

export {
  type CheckOptions,
  type Checked,
  type Diagnostic,
  type Draft,
  type Fix,
  type ObjectType,
  type Operation,
  type ParamName,
  type Status,
  type TaskRequest,
  applyFix,
  byParam,
  check,
} from "./check.js";
export { type Contract, type Explanation, type Source, contract, explain } from "./contract.js";
export type { Instant, Locale, Open } from "./terms.js";
export { type Signer, signerFromSecret, signing } from "./signing.js";
export { type PrepareOptions, type Prepared, prepare } from "./prepare.js";
export { type RamPolicy, type SampleLanguage, ramPolicy, sample } from "./sample.js";
export {
  type Plan,
  type PlanOptions,
  type PlannedCall,
  type PlannedCalls,
  type Query,
  type Route,
  type Unreachable,
  type Window,
  plan,
  splitRange,
} from "./plan.js";

export { type About, type Fault, type Summary, type TaskPage, type TaskView, parse } from "./parse.js";
export { type Attempt, type Client, type ClientOptions, type Clock, type Reply, createClient } from "./client/index.js";
export type { ClientWaitOptions, TaskStream, TasksOptions, WaitResult } from "./client/walks.js";
export {
  type Ledger,
  type LedgerWindow,
  type Progress,
  type WaitOptions,
  type WalkHandled,
  type WalkOptions,
  type WalkReply,
  type WalkStep,
  Walk,
} from "./walk.js";
export { type Quota, createQuota } from "./quota.js";
export { covers } from "./covers.js";
