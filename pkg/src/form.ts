/** Judgement for forms that exist already: nothing of their look is touched, and nothing happens on import. */
import { type CheckOptions, type Checked, type Diagnostic, type Draft, type Fix, type TaskRequest, check } from "./check.js";
import { contract } from "./contract.js";
import { type ParamName, params } from "./generated/contract.js";
import { type Locale, isChinese } from "./terms.js";

export interface FormOptions {
  /** Default: the language of the nearest `lang` attribute, and English where that is neither. */
  locale?: Locale;
  mode?: CheckOptions["mode"];
  operation?: CheckOptions["operation"];
  /** How `datetime-local` fields are read; default `local`, the reader's own zone. */
  timeZone?: "local" | "UTC" | `${"+" | "-"}${number}:${number}`;
  /** Field names, where they are not the parameter names. */
  names?: Partial<Record<ParamName, string>>;
  /** After every judgement. */
  onChange?(checked: Checked): void;
}

export interface BoundForm {
  /** Judges the form as it stands. */
  check(): Checked;
  /** Takes away all that `bindForm` added. */
  destroy(): void;
}

/** Sent to a form whose content cannot be judged, because the core is not loaded: it is submitted under its own attributes. */
export type FormUnavailableEvent = CustomEvent<{ error: unknown }>;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

type Nullable = string | null;
interface Before {
  described: Nullable;
  invalid: Nullable;
  step: Nullable;
  custom: string;
}

const TEXTS = {
  en: { summary: (n: number) => (n === 1 ? "One thing keeps this request from being sent" : `${n} things keep this request from being sent`) },
  zh: { summary: (n: number) => `有 ${n} 处问题，请求还不能发送` },
};

const LOCAL = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
let bound = 0;

/** For a reader who sees no markup: what stands in backticks, without them. An odd one out belongs to what was typed. */
const plain = (text: string): string => text.replace(/`([^`]*)`/g, "$1");

const languageOf = (form: HTMLFormElement): Locale => (isChinese(form.closest<HTMLElement>("[lang]")?.lang) ? "zh" : "en");

/** Binds a form: what is typed is judged by the contract, under native constraint validation, until `destroy`. */
export function bindForm(form: HTMLFormElement, options: FormOptions = {}): BoundForm {
  const { locale = languageOf(form), mode, operation, timeZone = "local", names = {}, onChange } = options;
  const texts = TEXTS[isChinese(locale) ? "zh" : "en"];
  const id = `refresh-form-${(bound += 1)}`;
  const { ownerDocument: document, noValidate } = form;
  const listeners = new AbortController();
  const touched = new Set<string>();
  /** What a field was before: put back by `destroy`. */
  const before = new Map<Field, Before>();
  const messages = new Map<ParamName, HTMLElement>();
  const said = new WeakMap<HTMLElement, string>();
  let summary: HTMLElement | null = null;
  let told = false;

  const nameOf = (param: string): string => names[param as ParamName] ?? param;
  const fieldsOf = (param: string): Field[] => ([...form.elements] as Field[]).filter((field) => field.name === nameOf(param) && "setCustomValidity" in field);

  function draft(): URLSearchParams {
    const read = new URLSearchParams();
    const data = new FormData(form);
    for (const param of params) {
      const zoned = fieldsOf(param).some(({ type }) => type === "datetime-local");
      for (const value of data.getAll(nameOf(param))) {
        if (typeof value === "string") read.append(param, zoned ? toUtc(value, timeZone) : value);
      }
    }
    return read;
  }

  function judge(): Checked | null {
    try {
      const checked = check(draft(), { locale, ...(mode ? { mode } : {}), ...(operation ? { operation } : {}) });
      // From here on the summary speaks, not the browser's bubbles.
      form.noValidate = true;
      told = false;
      return checked;
    } catch (error) {
      clear();
      if (!told) form.dispatchEvent(new CustomEvent("refresh-unavailable", { detail: { error }, bubbles: true }));
      told = true;
      return null;
    }
  }

  function refresh(): Checked | null {
    const checked = judge();
    if (checked === null) return null;
    for (const param of params) show(param, checked.diagnostics);
    if (summary !== null) summarise(checked.diagnostics);
    onChange?.(checked);
    return checked;
  }

  /** It is said once: at the first of its fields that the form has. */
  const placeOf = ({ params: marked }: Diagnostic): ParamName | undefined => marked.find((name) => fieldsOf(name).length > 0) as ParamName | undefined;

  function show(param: ParamName, all: Diagnostic[]): void {
    const fields = fieldsOf(param);
    const last = fields.at(-1);
    if (last === undefined) return;
    const errors = all.filter(({ severity, params: marked }) => severity === "error" && marked.includes(param));
    const seen = all.filter((diagnostic) => placeOf(diagnostic) === param && diagnostic.params.some((name) => touched.has(name)));
    let place = messages.get(param);
    if (place === undefined && seen.length > 0) {
      place = document.createElement("div");
      place.id = `${id}-${param}`;
      place.dataset["refreshMessages"] = param;
      speaks(place);
      (last.closest("label") ?? last).after(place);
      messages.set(param, place);
    }
    if (place !== undefined && differs(place, seen)) place.replaceChildren(...seen.map(message));
    for (const field of fields) {
      const { described, invalid } = remember(field);
      field.setCustomValidity(plain(errors[0]?.message ?? ""));
      const ids = [...new Set(all.filter(({ params: marked }) => marked.includes(param)).map(placeOf))].flatMap((name) => messages.get(name as ParamName)?.id ?? []);
      put(field, "aria-describedby", [described, ...ids].filter(Boolean).join(" ") || null);
      put(field, "aria-invalid", errors.some(({ params: marked }) => marked.some((name) => touched.has(name))) ? "true" : invalid);
    }
  }

  /** The page around it may be in another language, and of another direction. */
  function speaks(place: HTMLElement): void {
    place.lang = isChinese(locale) ? "zh" : "en";
    place.dir = "ltr";
  }

  function remember(field: Field): Before {
    const [described, invalid, step] = ["aria-describedby", "aria-invalid", "step"].map((name) => field.getAttribute(name)) as [Nullable, Nullable, Nullable];
    const found = before.get(field) ?? { described, invalid, step, custom: field.validity.customError ? field.validationMessage : "" };
    before.set(field, found);
    return found;
  }

  /** A button is replaced only when it says something else: leaving a field must not take away what is being clicked. */
  function differs(place: HTMLElement, diagnostics: Diagnostic[]): boolean {
    const now = JSON.stringify(diagnostics);
    if (said.get(place) === now) return false;
    said.set(place, now);
    return true;
  }

  function message({ severity, message: text, help, fixes }: Diagnostic): HTMLElement {
    const line = document.createElement("p");
    line.dataset["severity"] = severity;
    line.append(plain(text));
    if (help !== null) line.append(document.createElement("br"), plain(help));
    for (const fix of fixes) {
      // What the form has no field for cannot be mended here.
      if (fix.edits.some(({ param }) => fieldsOf(param).length === 0)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = plain(fix.title);
      button.addEventListener("click", () => apply(fix));
      line.append(" ", button);
    }
    return line;
  }

  function apply(fix: Fix): void {
    for (const edit of fix.edits) {
      const value = edit.op === "set" ? String(edit.value) : "";
      for (const field of fieldsOf(edit.param)) {
        if (field.type === "radio" || field.type === "checkbox") (field as HTMLInputElement).checked = field.value === value;
        else field.value = field.type === "datetime-local" ? fromUtc(value, timeZone) : value;
        // The service counts seconds; a field of whole minutes would refuse what it was just given.
        if (field.validity.stepMismatch) field.setAttribute("step", "any");
      }
    }
    const [field] = fix.edits.flatMap(({ param }) => fieldsOf(param));
    // As if it had been typed: whoever else listens hears of it.
    field?.dispatchEvent(new Event("input", { bubbles: true }));
    field?.focus();
  }

  function summarise(diagnostics: Diagnostic[]): void {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length === 0) {
      summary?.remove();
      summary = null;
      return;
    }
    if (summary === null) {
      summary = document.createElement("div");
      summary.tabIndex = -1;
      summary.dataset["refreshSummary"] = "";
      speaks(summary);
      summary.setAttribute("role", "group");
      summary.setAttribute("aria-labelledby", `${id}-summary`);
      form.prepend(summary);
    }
    if (!differs(summary, errors)) return;
    const title = document.createElement("p");
    title.id = `${id}-summary`;
    title.textContent = texts.summary(errors.length);
    const list = document.createElement("ul");
    for (const { message: text, params: marked } of errors) {
      const item = document.createElement("li");
      const [field] = marked.flatMap(fieldsOf);
      if (field) {
        const link = document.createElement("a");
        link.href = `#${field.id || id}`;
        link.textContent = plain(text);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          field.focus();
        });
        item.append(link);
      } else item.textContent = plain(text);
      list.append(item);
    }
    summary.replaceChildren(title, list);
  }

  function submit(event: Event): void {
    for (const param of params) touched.add(param);
    const checked = refresh();
    if (checked === null) return;
    if (!checked.ok) {
      event.preventDefault();
      event.stopImmediatePropagation();
      summarise(checked.diagnostics);
      summary?.focus();
    } else if (!noValidate && !form.checkValidity()) {
      // Attributes of the form's own: those the browser tells.
      event.preventDefault();
      event.stopImmediatePropagation();
      form.reportValidity();
    }
  }

  function typed({ target }: Event): void {
    const param = params.find((name) => nameOf(name) === (target as Field).name);
    if (param !== undefined) touched.add(param);
    refresh();
  }

  function clear(): void {
    for (const [field, { described, invalid, step, custom }] of before) {
      field.setCustomValidity(custom);
      put(field, "aria-describedby", described);
      put(field, "aria-invalid", invalid);
      put(field, "step", step);
    }
    for (const place of messages.values()) place.remove();
    summary?.remove();
    summary = null;
    before.clear();
    messages.clear();
    form.noValidate = noValidate;
  }

  const { signal } = listeners;
  form.addEventListener("input", typed, { signal });
  form.addEventListener("change", typed, { signal });
  form.addEventListener("submit", submit, { signal, capture: true });
  form.addEventListener(
    "reset",
    () => {
      touched.clear();
      // The fields are empty only after the event.
      setTimeout(() => !signal.aborted && (clear(), refresh()));
    },
    { signal },
  );
  // An event that says why is for listeners that are added after this call, too.
  queueMicrotask(() => !signal.aborted && refresh());

  return {
    check: () => judge() ?? { ok: false, request: null, diagnostics: [] },
    destroy() {
      listeners.abort();
      clear();
    },
  };
}

function put(element: Element, name: string, value: Nullable): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** What a `datetime-local` field holds, as the service reads it; anything else as it is. */
function toUtc(text: string, zone: string): string {
  if (!LOCAL.test(text)) return text;
  const ms = Date.parse(zone === "local" ? text : text + (zone === "UTC" ? "Z" : zone));
  return Number.isNaN(ms) ? text : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function fromUtc(text: string, zone: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return text;
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d+):(\d+)$/.exec(zone) ?? [];
  const offset = zone === "local" ? -new Date(ms).getTimezoneOffset() : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return new Date(ms + offset * 60_000).toISOString().slice(0, 19);
}

/** Attributes for a hand-built field, with its label, hint and options beside them. */
export function fieldAttributes(param: ParamName, locale?: Locale): Record<string, string | number | boolean | string[]> {
  const found = contract(locale).params.find(({ name }) => name === param);
  if (found === undefined) return {};
  const { name, kind, label, hint, min, max, default: usual, choices, choiceLabels } = found;
  const type = kind === "integer" ? "number" : kind === "time" ? "datetime-local" : kind === "choice" ? "select" : "text";
  return {
    name,
    type,
    label,
    hint,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(kind === "integer" || kind === "time" ? { step: 1 } : { autocomplete: "off", spellcheck: false }),
    ...(usual === undefined ? {} : { placeholder: String(usual) }),
    ...(choices ? { options: choices } : {}),
    ...(choiceLabels ? { optionLabels: choiceLabels } : {}),
  };
}

/** What standardschema.dev calls a schema, version 1. `Values` is what the form holds, where that is narrower than a draft. */
export interface DraftSchema<Values extends object = Draft> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "cdn-refresh-tasks";
    readonly validate: (value: unknown) => { value: TaskRequest; issues?: undefined } | { issues: readonly { message: string; path?: readonly PropertyKey[] }[] };
    readonly types?: { readonly input: Values; readonly output: TaskRequest };
  };
}

/** A Standard Schema for form libraries: a valid draft becomes its request, an invalid one its errors by field. */
export function draftSchema<Values extends object = Draft>(options?: CheckOptions): DraftSchema<Values> {
  return {
    "~standard": {
      version: 1,
      vendor: "cdn-refresh-tasks",
      validate(value) {
        const { request, diagnostics } = check(value as Draft, options);
        if (request !== null) return { value: request };
        return {
          issues: diagnostics.filter(({ severity }) => severity === "error").map(({ message, params: [first] }) => ({ message: plain(message), ...(first !== undefined && { path: [first] }) })),
        };
      },
    },
  };
}
