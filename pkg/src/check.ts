/** What was typed becomes a request, or diagnostics with fixes. */
import { call, kept, write } from "./core.js";
import { type OperationName, type ParamName, type RuleCode, type StateName, type TypeName, operations, params } from "./generated/contract.js";
import { wordDiagnostics } from "./language.js";
import { type Instant, type Locale, type Open, crossing, isChinese } from "./terms.js";

export type { ParamName };
/** The kind of a task. */
export type ObjectType = Open<TypeName>;
/** The state of a task, in the service's words. */
export type Status = Open<StateName>;
/** The two operations that can be asked. */
export type Operation = OperationName;

/**
 * One request as typed into a form. Undefined, null and "" mean absent. Unknown keys are diagnosed ("did you mean `PageSize`?").
 * A TaskId is best given as text: a number keeps every digit only up to 2⁵³ − 1, beyond that it is refused.
 */
export type Draft = { [K in ParamName]?: string | number | null } & { [unknown: string]: unknown };

export interface CheckOptions {
  /** The moment of judging; default: the clock. */
  now?: Instant;
  locale?: Locale;
  operation?: Operation;
  /** 'strict' (default): the newest reference. 'lenient': where official documents disagree, the disputed bound only warns. */
  mode?: "strict" | "lenient";
}

export interface Checked {
  ok: boolean;
  /** Null if any diagnostic is an error. */
  request: TaskRequest | null;
  /** Everything found, in the order of the form: by field, then unknown keys, then the draft as a whole. */
  diagnostics: Diagnostic[];
}

declare const valid: unique symbol;
/** Exists only if valid: only check and plan make one. Frozen plain data. */
export interface TaskRequest {
  readonly [valid]: Operation;
  readonly TaskId?: string;
  readonly ObjectPath?: string;
  readonly PageNumber?: number;
  readonly ObjectType?: ObjectType;
  readonly DomainName?: string;
  readonly Status?: Status;
  readonly PageSize?: number;
  readonly StartTime?: string;
  readonly EndTime?: string;
  readonly ResourceGroupId?: string;
}

export interface Diagnostic {
  /** The service's own code where it has one (`MissingParameter.ObjectType`), else ours in the same dotted style. */
  code: Open<RuleCode>;
  /** Whether `code` is the service's own. */
  official: boolean;
  severity: "error" | "warning" | "notice";
  /** The fields to mark, as typed; the first takes the focus. */
  params: string[];
  message: string;
  help: string | null;
  /** Edits a form can apply with one click; each makes the draft check better. */
  fixes: Fix[];
  source: { page: string; seen: string } | null;
}

export interface Fix {
  title: string;
  edits: ({ op: "set"; param: string; value: string | number } | { op: "remove"; param: string })[];
}

/** Judges a draft by every rule at once. Answers for any input and never throws for it. */
export function check(draft: Draft | FormData | URLSearchParams, options?: CheckOptions): Checked {
  const typed = new Typed(draft, options ?? {});
  const { fields, now, chinese, lenient, byId, values } = typed;
  const found = call((core) => kept(core.check(write(fields).written, now, chinese, lenient, byId)));
  const diagnostics = found === "" ? [] : typed.restore(wordDiagnostics(JSON.parse(found) as Diagnostic[], options?.locale));
  // What is typed without a mistake is sent as it was typed.
  const ok = diagnostics.every(({ severity }) => severity !== "error");
  return { ok, request: ok ? brand(values, operations[byId ? 1 : 0], fields) : null, diagnostics };
}

/** A draft and its options as the core takes them; see `src/wasm/check.rs`. */
class Typed {
  fields = "";
  /** The text of each parameter, in the order of the form. */
  readonly values = none.slice();
  now = Date.now();
  readonly chinese: boolean;
  readonly lenient: boolean;
  readonly byId: boolean;
  /** Keys that could not cross as they are: what crossed, and the key itself. */
  #illFormedKeys: Map<string, string> | undefined;

  constructor(draft: unknown, options: CheckOptions) {
    const { now, mode, operation } = options;
    this.chinese = isChinese(options.locale);
    this.lenient = mode === "lenient";
    this.byId = operation === operations[1];
    this.#judgedAt(now);
    if (mode !== undefined && mode !== "strict" && mode !== "lenient") this.#flaw("mode", mode);
    if (operation !== undefined && !operations.includes(operation)) this.#flaw("operation", operation);
    try {
      this.#entries(draft);
    } catch {
      this.#add("", "D", "unreadable");
    }
  }

  #judgedAt(now: unknown): void {
    const ms = now instanceof Date ? now.getTime() : typeof now === "number" ? Math.floor(now) : undefined;
    if (ms !== undefined && Math.abs(ms) <= 8.64e15) this.now = ms;
    else if (now !== undefined && now !== "") this.#add("now", "N", crossing(shown(now)).text);
  }

  #entries(draft: unknown): void {
    if (draft === undefined || draft === null) return;
    if (typeof draft !== "object") return this.#add("", "D", typeof draft);
    if (isFormLike(draft)) {
      for (const [key, value] of draft.entries()) this.#entry(key, value);
    } else if (Symbol.iterator in draft || draft instanceof Date) {
      this.#add("", "D", Object.prototype.toString.call(draft).slice(8, -1));
    } else {
      for (const key of Object.keys(draft)) {
        let value: unknown;
        try {
          value = (draft as Draft)[key];
        } catch {
          value = unreadable;
        }
        this.#entry(key, value);
      }
    }
  }

  #entry(key: string, value: unknown): void {
    if (value === undefined || value === null || value === "") return;
    if (typeof value === "string") {
      const { text, illFormed } = crossing(value);
      this.#add(key, illFormed ? "i" : "t", text);
    } else if (typeof value === "number") this.#add(key, "n", `${value}`);
    else if (typeof value === "bigint") this.#add(key, "t", `${value}`);
    else if (value instanceof Date) this.#add(key, "d", `${value.getTime()}`);
    else if (isFile(value)) {
      // A file field in which nothing was chosen holds an empty file without a name.
      if (value.size > 0 || value.name !== "") this.#add(key, "o", "file");
    } else this.#add(key, "o", value === unreadable ? "unreadable" : Array.isArray(value) ? "array" : typeof value);
  }

  #flaw(option: string, found: unknown): void {
    this.#add(option, "O", crossing(shown(found)).text);
  }

  #add(key: string, tag: string, text: string): void {
    const place = places.get(key);
    if (place === undefined) {
      const crossed = crossing(key);
      if (crossed.illFormed) (this.#illFormedKeys ??= new Map()).set(crossed.text, key);
      this.fields += `-${crossed.text}\0${tag}${text}\0`;
    } else {
      this.values[place] = text;
      this.fields += `${LETTERS[place]}${tag}${text}\0`;
    }
  }

  /** Puts keys that could not cross back in their place. */
  restore(diagnostics: Diagnostic[]): Diagnostic[] {
    const keys = this.#illFormedKeys;
    if (keys === undefined) return diagnostics;
    const original = (key: string) => keys.get(key) ?? key;
    for (const diagnostic of diagnostics) {
      diagnostic.params = diagnostic.params.map(original);
      for (const fix of diagnostic.fixes) for (const edit of fix.edits) edit.param = original(edit.param);
    }
    return diagnostics;
  }
}

const none = params.map(() => "");
/** A parameter crosses as the letter of its place: its name would take longer than its value. */
const LETTERS = "ABCDEFGHIJ";
const places = new Map<string, number>(params.map((name, place) => [name, place]));

const unreadable = Symbol("unreadable");

function shown(value: unknown): string {
  try {
    return typeof value === "string" ? value : String(value);
  } catch {
    return typeof value;
  }
}

/** FormData, URLSearchParams and what behaves like them, whichever window made them. */
function isFormLike(draft: object): draft is FormData | URLSearchParams {
  return "append" in draft && typeof draft.append === "function" && "entries" in draft && typeof draft.entries === "function";
}

function isFile(value: unknown): value is File {
  return typeof File === "function" && value instanceof File;
}

/** What a request is made of, for the stages that send it. */
export interface Wire {
  operation: Operation;
  /** What the core found nothing wrong with, as it was handed in. */
  fields: string;
}

/** The mark of what was made here, which no copy has. A private name instead of a WeakMap, which costs the collector more than all the rest. */
class Made extends (function (request: object) {
  return request;
} as unknown as new (request: object) => object) {
  readonly #operation: Operation;
  readonly #checked: string | readonly string[];
  constructor(request: object, operation: Operation, checked: string | readonly string[]) {
    super(request);
    this.#operation = operation;
    this.#checked = checked;
  }
  static wire(request: object): Wire | undefined {
    if (!(#checked in request)) return undefined;
    const checked = request.#checked;
    return { operation: request.#operation, fields: typeof checked === "string" ? checked : entries(checked) };
  }
}

/** The fields of values in the order of the form. */
const entries = (values: readonly string[]) => values.map((value, place) => value && `${LETTERS[place]}t${value}\0`).join("");

/**
 * A request from values that the core found valid, in the order of the form. They are its fields, too, if those are not at hand.
 * @internal
 */
export function brand(values: readonly string[], operation: Operation, checked: string | readonly string[] = values): TaskRequest {
  const request: Record<string, string | number> = {};
  for (let place = 0; place < params.length; place++) {
    const name = params[place]!;
    const value = values[place];
    if (value) request[name] = name === "PageNumber" || name === "PageSize" ? Number(value) : value;
  }
  new Made(request, operation, checked);
  return Object.freeze(request) as unknown as TaskRequest;
}

/**
 * What crosses into the core for a request that `check` or `plan` made; undefined for anything else, however alike.
 * @internal
 */
export const wire = (request: unknown): Wire | undefined =>
  typeof request === "object" && request !== null ? Made.wire(request) : undefined;

/** The draft with all edits of `fix` made, as a new object. A key that a form held more than once becomes an array of its values. */
export function applyFix(draft: Draft | FormData | URLSearchParams, fix: Fix): Draft {
  const fields = new Map<string, unknown>();
  if (isFormLike(draft)) {
    for (const [key, value] of draft.entries()) {
      const before = fields.get(key);
      fields.set(key, before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]);
    }
  } else {
    for (const key of Object.keys(draft)) fields.set(key, draft[key]);
  }
  for (const edit of fix.edits) {
    if (edit.op === "set") fields.set(edit.param, edit.value);
    else fields.delete(edit.param);
  }
  return Object.fromEntries(fields) as Draft;
}

/** Diagnostics by field; those of no field under "". One that marks several fields stands under each. */
export function byParam(diagnostics: Diagnostic[]): Record<string, Diagnostic[]> {
  const fields = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    for (const param of diagnostic.params.length > 0 ? diagnostic.params : [""]) {
      const list = fields.get(param);
      if (list) list.push(diagnostic);
      else fields.set(param, [diagnostic]);
    }
  }
  return Object.fromEntries(fields);
}
