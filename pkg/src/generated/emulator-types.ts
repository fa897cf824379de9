// Written by tests/house/emulator-types.test.mjs from emulator/src/world.rs and emulator/src/faults.rs.

/** How the service behaves where its documents are silent: a switch for each such behaviour; `emulatorChoices().world` has the defaults. */
export interface EmulatorWorld {
  /**
   * Does a task created exactly at StartTime count?
   * - `inclusive`: It does.
   * - `exclusive`: It does not.
   */
  start: "inclusive" | "exclusive";
  /**
   * Does a task created exactly at EndTime count?
   * - `inclusive`: It does.
   * - `exclusive`: It does not.
   */
  end: "inclusive" | "exclusive";
  /**
   * What of a creation time is compared with StartTime and EndTime.
   * - `second`: Whole seconds, as shown.
   * - `millisecond`: Milliseconds, which no answer shows.
   */
  precision: "second" | "millisecond";
  /**
   * What "the last 3 days" are.
   * - `rolling`: 72 hours back from now.
   * - `calendar`: From midnight UTC, three days ago: up to four days.
   * - `calendar-short`: From midnight UTC, the day before yesterday: two to three days.
   */
  retention: "rolling" | "calendar" | "calendar-short";
  /**
   * The order of rows.
   * - `newest`: Newest first.
   * - `oldest`: Oldest first.
   */
  order: "newest" | "oldest";
  /**
   * The order of rows of one second from call to call.
   * - `stable`: Keep their order.
   * - `unstable`: Change places from call to call.
   */
  ties: "stable" | "unstable";
  /** A new row is visible after up to so many milliseconds, each row for itself. */
  visibilityLagMs: number;
  /**
   * When the state of a task moves on.
   * - `matched`: Those that a call returned, and under a Status filter also those that its other filters match.
   * - `returned`: Only those that a call returned.
   * - `always`: All, all the time: every answer is fresh.
   */
  advance: "matched" | "returned" | "always";
  /** The update that a call triggers is done so many milliseconds later. */
  advanceLagMs: number;
  /**
   * Which words Status may be.
   * - `documented`: Complete, Refreshing, Failed.
   * - `wide`: Also Pending, PreloadPending, Preloading, Timeout, Canceled.
   */
  states: "documented" | "wide";
  /** TotalCount never says more than this. */
  totalCountCap: number | null;
  /**
   * The answer to a page beyond the last.
   * - `empty`: No rows.
   * - `last-page`: The last page once more.
   * - `refuse`: An error.
   */
  beyondEnd: "empty" | "last-page" | "refuse";
  /** DescribeRefreshTaskById gives at most so many rows … */
  byIdRows: number | null;
  /**
   * … for a call or for each of its ids.
   * - `call`: The rows of a call.
   * - `id`: The rows of each id.
   */
  byIdCut: "call" | "id";
  /**
   * What TotalCount says where DescribeRefreshTaskById was cut.
   * - `all`: All rows of the ids, also those cut off.
   * - `returned`: The rows in this answer.
   */
  byIdTotal: "all" | "returned";
  /** The service's clock is so many milliseconds ahead of the caller's; negative: behind. */
  clockOffsetMs: number;
  /**
   * PageNumber and PageSize outside their range.
   * - `refuse`: An error.
   * - `clamp`: The nearest bound is taken.
   */
  pageBounds: "refuse" | "clamp";
  /**
   * StartTime or EndTime in the future.
   * - `accept`: Are taken as they are.
   * - `refuse`: An error.
   */
  futureTimes: "accept" | "refuse";
  /**
   * DomainName with several domains, as older editions allowed.
   * - `unknown`: Is a domain that does not exist: no rows.
   * - `accept`: Is a list.
   */
  domainList: "unknown" | "accept";
  /**
   * Types and states on which official documents disagree: IgnoreParams, Timeout, Canceled.
   * - `refuse`: An error.
   * - `accept`: Accepted.
   */
  disputed: "refuse" | "accept";
  /**
   * Letter case of ObjectType and Status.
   * - `exact`: Counts.
   * - `ignored`: Does not.
   */
  letterCase: "exact" | "ignored";
  /**
   * Ids in the answer to a submission: one for all URLs, or a comma list with one for each.
   * - `one`: One, with a row for each URL.
   * - `per-url`: One for each URL, as a comma list.
   */
  submitIds: "one" | "per-url";
  /** Calls a second to DescribeRefreshTasks, DescribeRefreshQuota and their siblings. */
  listPerSecond: number;
  /** Calls a second to DescribeRefreshTaskById. */
  byIdPerSecond: number;
  /** Calls a second to RefreshObjectCaches and PushObjectCache. */
  submitPerSecond: number;
  /** Calls a second that other programs of the same account make; taken from the list quota. */
  othersPerSecond: number;
  /**
   * How a second is counted.
   * - `sliding`: Calls of the last 1,000 ms.
   * - `calendar`: Calls since the second began.
   * - `bucket`: A bucket of that many tokens, filled at that rate.
   */
  quotaWindow: "sliding" | "calendar" | "bucket";
  /**
   * How a refusal for too many calls looks.
   * - `too-many-requests`: 429 TooManyRequests.
   * - `user`: 400 Throttling.User.
   * - `api`: 503 Throttling.Api.
   * - `plain`: 400 Throttling.
   */
  throttleForm: "too-many-requests" | "user" | "api" | "plain";
  /**
   * Which header says when to come back.
   * - `acs`: `x-acs-retry-after`, in milliseconds.
   * - `ratelimit`: `x-ratelimit-user-api: Limit:…,Remain:…,TimeLeft:…,Reset:…`, the older form.
   * - `none`: None.
   */
  retryAfter: "acs" | "ratelimit" | "none";
  /** Every answer takes so many milliseconds. */
  latencyMs: number;
  /** URLs that may be refreshed in a day. */
  refreshPerDay: number;
  /** Directories that may be refreshed in a day. */
  directoriesPerDay: number;
  /** Regular expressions that may be refreshed in a day. */
  regexPerDay: number;
  /** URLs that may be preloaded in a day. */
  preloadPerDay: number;
}

/** What goes wrong on purpose: each fault with the share of calls it strikes, 0 to 1. */
export interface EmulatorFaults {
  /** The answer comes late: 0.2 to 3 s. */
  delay: number;
  /** The answer comes after two minutes. */
  hang: number;
  /** The connection is reset; the call took effect. */
  reset: number;
  /** The connection ends in the middle of the body. */
  "cut-off": number;
  /** Half of the body comes as if it were all. */
  "truncated-body": number;
  /** Nothing but a status. */
  "empty-body": number;
  /** A load balancer's page, HTTP 502. */
  "html-502": number;
  /** An XML answer, whatever was asked for. */
  xml: number;
  /** An error body with HTTP 200. */
  "error-200": number;
  /** 500 InternalError. */
  "internal-error": number;
  /** 503 ServiceUnavailable. */
  "service-unavailable": number;
  /** 403 Forbidden.RAM. */
  forbidden: number;
  /** 403 OperationDenied. */
  "operation-denied": number;
  /** One call is throttled, in any of the forms that occur. */
  throttling: number;
  /** Every call is throttled for 2 to 10 s. */
  "throttling-storm": number;
  /** An empty `Tasks` as `null`, `{}`, `[]`, `""`, `{"CDNTask":null}`, or not at all. */
  "shape-empty-tasks": number;
  /** A single task as an object instead of a list of one. */
  "shape-single-object": number;
  /** Counts as decimal strings. */
  "shape-counts-as-text": number;
  /** TaskId as a number. */
  "shape-id-as-number": number;
  /** Members that no document names. */
  "shape-extra-fields": number;
  /** A running task with a status that no document names. */
  "shape-unknown-status": number;
  /** Progress without its percent sign. */
  "shape-bare-progress": number;
  /** CreationTime as `yyyy-MM-dd HH:mm:ss`. */
  "shape-time-with-space": number;
  /** A description on a task that did not fail, as in the official sample. */
  "shape-description": number;
  /** Members in another order. */
  "shape-shuffled": number;
  /** Every character of every string escaped. */
  "shape-escaped": number;
  /** White space between all tokens. */
  "shape-indented": number;
  /** A byte order mark before the body. */
  "shape-bom": number;
}
