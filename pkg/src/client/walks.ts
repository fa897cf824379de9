/** Whole answers: questions of many calls, and waits, as the client offers them. */
import { InvalidRequestError, RefreshTasksError } from "../errors.js";
import type { Summary, TaskView } from "../parse.js";
import { refusal } from "../language.js";
import { type Plan, type PlanOptions, type Query, plan } from "../plan.js";
import type { Locale } from "../terms.js";
import { type Ledger, type Progress, Walk } from "../walk.js";
import type { Setup } from "./index.js";
import { type Needs, optionsOf } from "./options.js";

export interface Walks {
  /** Every row of a question, as it comes; ends with IncompleteError where the result could not be proven whole. */
  tasks(query: Query, options?: TasksOptions): TaskStream;
  /** Until every task is final. Resolves also when time is up or it was aborted: `outcome` says so. */
  wait(what: string[] | Query, options: ClientWaitOptions): Promise<WaitResult>;
}

export interface TasksOptions extends PlanOptions {
  signal?: AbortSignal | undefined;
  /** A checkpoint to go on from. With an empty query, what it was made of is asked on. */
  resume?: string | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** 'throw' (default): iteration ends with IncompleteError, carrying ledger and checkpoint. */
  onIncomplete?: "throw" | "return" | undefined;
}

export interface ClientWaitOptions {
  /** `Infinity`: until every task is final, has aged out, or `signal` ends it. */
  timeoutMs: number;
  /** How long a just-submitted id may be absent; default 120 s. */
  graceMs?: number | undefined;
  signal?: AbortSignal | undefined;
  resume?: string | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export interface TaskStream extends AsyncIterable<TaskView> {
  /** The same rows, a page at a time. */
  pages(): AsyncIterable<TaskView[]>;
  ledger(): Ledger;
  checkpoint(): string;
  /** Made anew where the first answer shows that our clock is wrong. */
  readonly plan: Plan;
}

export interface WaitResult {
  outcome: "complete" | "failed" | "deadline" | "incomplete" | "aborted";
  counts: Summary["byState"];
  failed: TaskView[];
  /** Ids that were not final. */
  unfinished: string[];
  /** Ids that the service did not know when their grace was over. */
  absent: string[];
  ledger: Ledger;
  checkpoint: string;
}

const follow = (): Promise<typeof import("./follow.js")> => import("./follow.js");

export const walksOf = (setup: Setup): Walks => ({
  tasks: (query, given) => streamOf(setup, query, given),
  wait: async (what, given) => (await follow()).wait(setup, what, optionsOf("wait", given, WAIT)),
});

const WALKING = { signal: "throwIfAborted", resume: "", onProgress: "()" };
const TASKS: Needs<TasksOptions> = {
  ...{ ...WALKING, onIncomplete: "", now: "", locale: "", operation: "", mode: "", rowsPerHour: "", callsPerSecond: "" },
  ...{ callsPerSecondById: "", route: "", windowSeconds: "", order: "", limit: "" },
};
const WAIT: Needs<ClientWaitOptions> = { timeoutMs: "", graceMs: "", ...WALKING };

/** Whether a query names anything. */
export const asks = (query: Query): boolean => Object.values(query ?? {}).some((value) => value !== undefined);

/** A list's checkpoint would end a wait while tasks go on; a wait's would keep a list asking. */
export function resumed(checkpoint: string, now: number, query: Query | null, locale: Locale | undefined, deadline?: number): Walk {
  const waits = deadline !== undefined;
  const walk = Walk.resume(checkpoint, { now, locale, ...(query && { query }), ...(waits && { deadline }) });
  if (walk.waits() !== waits) throw refusal("CheckpointOtherQuery", locale, waits ? "CheckpointOfList" : "CheckpointOfWait");
  return walk;
}

function streamOf(setup: Setup, query: Query, options: TasksOptions | undefined): TaskStream {
  const given = optionsOf("tasks", options, TASKS);
  const { signal: _signal, resume, onProgress: _onProgress, onIncomplete, ...planning } = given;
  if (onIncomplete !== undefined && onIncomplete !== "throw" && onIncomplete !== "return") {
    throw new RefreshTasksError("InvalidOption", "option `onIncomplete` of `tasks` must be `throw` or `return`");
  }
  const begin = (): { planned: Plan; walk: Walk } => {
    const now = setup.clock.now() + setup.offset;
    const planned = plan(query, { ...setup.words, now, ...planning });
    if (resume === undefined && !planned.ok) throw new InvalidRequestError(planned.diagnostics);
    const walk = resume === undefined ? Walk.start(planned, { now, seed: setup.seed() }) : resumed(resume, now, asks(query) ? query : null, setup.words.locale);
    return { planned, walk };
  };
  let begun = begin();
  const walking = {
    get walk() {
      return begun.walk;
    },
    restart: resume === undefined ? () => void (begun = begin()) : undefined,
  };
  let used = false;
  async function* pages(): AsyncGenerator<TaskView[], void> {
    if (used) throw new RefreshTasksError("StreamUsed", "this stream was read already: ask again, or resume from its checkpoint()");
    used = true;
    yield* (await follow()).pages(setup, walking, given);
  }
  return {
    get plan() {
      return begun.planned;
    },
    pages,
    ledger: () => begun.walk.ledger(),
    checkpoint: () => begun.walk.checkpoint(),
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
  };
}
