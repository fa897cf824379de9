import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type CheckOptions, type Checked, type Contract, type Diagnostic, type Draft, type Fix, type Operation, applyFix, check, contract } from "../index.js";
import { RefreshElement } from "./element.js";
import { errorSummary } from "./error-summary.js";
import { field, fieldId, finding } from "./field.js";
import { severityIcon, stateIcon } from "./icons.js";
import { draftFromText } from "./paste.js";
import { prose } from "./prose.js";
import { formStyles } from "./query-form.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { localTime, readServiceTime, serviceTime, zoneOffset } from "./time.js";
import type { QueryFormElement } from "./types.js";

type Mode = NonNullable<CheckOptions["mode"]>;

/** How the fields are grouped; a parameter that stands in none follows at the end. */
const GROUPS = [
  { title: "which", names: ["TaskId", "ObjectPath"] },
  { title: "filter", names: ["ObjectType", "DomainName", "Status", "ResourceGroupId"] },
  { title: "when", names: ["StartTime", "EndTime"] },
  { title: "page", names: ["PageNumber", "PageSize"] },
] as const;

const ORDER: string[] = GROUPS.flatMap(({ names }) => names);

/** Spans offered at the time fields; null clears them. */
const SPANS = [15, 60, 24 * 60] as const;
/** The retention slides: a draft that stands still is judged again. */
const RECHECK_MS = 20_000;
/** Screen readers hear the verdict once typing has paused. */
const QUIET_MS = 1200;

export class QueryForm extends RefreshElement implements QueryFormElement {
  static override styles = [tokens, basics, controls, formStyles];

  @property({ attribute: false }) accessor draft: Draft = {};
  @property() accessor operation: Operation = "DescribeRefreshTasks";
  @property() accessor mode: Mode = "strict";
  @state() private accessor submitted = false;
  @state() private accessor announced = "";
  @state() private accessor pasteNote = "";
  @state() private accessor result: Checked = { ok: false, request: null, diagnostics: [] };

  private table: Contract = { params: [], rules: [], errors: [], limits: [], conflicts: [], notes: [], ledger: { assumptions: [], gaps: [] } };
  private timer: ReturnType<typeof setInterval> | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  get checked(): Checked {
    return check(this.draft, { now: Date.now(), locale: this.language, operation: this.operation, mode: this.mode });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate("draft"), RECHECK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.quiet);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("locale") || this.table.params.length === 0) this.table = contract(this.language);
    this.result = this.checked;
    if (this.result.ok) this.submitted = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("draft") && !changed.has("operation") && !changed.has("mode") && !changed.has("locale")) return;
    const { draft, operation, mode, result } = this;
    this.send("refresh-change", { draft, operation, mode, checked: result });
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.announced = this.verdict()), QUIET_MS);
  }

  protected override render() {
    const { t } = this;
    const { diagnostics } = this.result;
    const whole = diagnostics.filter(({ params }) => params.length === 0);
    return html`<form novalidate @submit=${this.submit} aria-label=${t.form.legend}>
      ${this.submitted ? errorSummary(t, this.errors(), (diagnostic) => this.focusOn(diagnostic.params[0])) : nothing}
      ${this.renderOperation()} ${GROUPS.map(({ title, names }) => this.renderGroup(title, names))} ${this.renderOthers()}
      ${whole.map((diagnostic) => finding(t, diagnostic, (fix) => this.fix(fix)))}
      <div class="actions">
        <button class="primary" part="button submit" type="submit">${t.form.submit}</button>
        <button class="quiet" part="button" type="button" @click=${() => this.replace({})}>${t.form.clear}</button>
        ${this.renderVerdict()}
      </div>
      <p class="sr" role="status">${this.announced}</p>
      ${this.renderPaste()}
    </form>`;
  }

  private renderOperation() {
    const { t } = this;
    const choice = (operation: Operation, label: string) =>
      html`<label
        ><input type="radio" name="operation" .checked=${this.operation === operation} @change=${() => (this.operation = operation)} />${label}</label
      >`;
    const mode = (value: Mode, label: string) =>
      html`<label><input type="radio" name="mode" .checked=${this.mode === value} @change=${() => (this.mode = value)} />${label}</label>`;
    return html`<div class="switches">
      <fieldset>
        <legend>${t.form.operation}</legend>
        <div class="segments">${choice("DescribeRefreshTasks", t.form.byList)} ${choice("DescribeRefreshTaskById", t.form.byId)}</div>
      </fieldset>
      <fieldset>
        <legend>${t.form.mode}</legend>
        <div class="segments">${mode("strict", t.form.strict)} ${mode("lenient", t.form.lenient)}</div>
      </fieldset>
    </div>`;
  }

  private renderGroup(title: (typeof GROUPS)[number]["title"], names: readonly string[]) {
    // By id there is one parameter; others stay visible only while they hold something, to be diagnosed.
    const shown = this.operation === "DescribeRefreshTaskById" ? names.filter((name) => name === "TaskId" || this.text(name) !== "") : names;
    if (shown.length === 0) return nothing;
    return html`<fieldset class="group">
      <legend>${this.t.form[title]}</legend>
      ${title === "when" ? this.renderSpans() : nothing}
      <div class="fields">${shown.map((name) => this.renderField(name))}</div>
    </fieldset>`;
  }

  private renderSpans() {
    const { t } = this;
    return html`<div class="spans" role="group" aria-label=${t.form.fillTimes}>
      ${SPANS.map((minutes) => {
        const label = minutes < 60 ? t.form.lastMinutes(minutes) : t.form.lastHours(minutes / 60);
        return html`<button type="button" class="quiet" @click=${() => this.fillTimes(minutes)}>${label}</button>`;
      })}
      <button type="button" class="quiet" @click=${() => this.fillTimes(null)}>${t.form.anyTime}</button>
    </div>`;
  }

  private renderField(name: string) {
    const { diagnostics } = this.result;
    const param = this.table.params.find((candidate) => candidate.name === name) ?? null;
    const instant = param?.kind === "time" ? readServiceTime(this.draft[name]) : null;
    return field({
      t: this.t,
      name,
      label: param?.label ?? name,
      hint: param?.hint ?? "",
      value: this.text(name),
      own: diagnostics.filter(({ params }) => params[0] === name),
      shared: diagnostics.filter(({ params }) => params.indexOf(name) > 0),
      aside: instant === null ? null : this.t.form.local(localTime(instant, this.language), zoneOffset(instant)),
      param,
      onInput: (value) => this.set(name, value),
      onFix: (fix) => this.fix(fix),
    });
  }

  /** Keys of the draft that are no parameters: they came by a paste or a program, and are shown rather than dropped. */
  private renderOthers() {
    const known = new Set<string>(this.table.params.map(({ name }) => name));
    const others = Object.keys(this.draft).filter((name) => !known.has(name));
    if (others.length === 0) return nothing;
    return html`<fieldset class="group">
      <legend>${this.t.form.others}</legend>
      <div class="fields">${others.slice(0, 20).map((name) => this.renderField(name))}</div>
    </fieldset>`;
  }

  private renderVerdict() {
    const { diagnostics, ok } = this.result;
    const warned = ok && diagnostics.some(({ severity }) => severity === "warning");
    const icon = !ok ? severityIcon.error : warned ? severityIcon.warning : stateIcon.succeeded;
    return html`<p part="verdict" class="verdict ${!ok ? "error" : warned ? "warning" : "ok"}">${icon} ${this.verdict()}</p>`;
  }

  private verdict(): string {
    const { t, result } = this;
    if (!result.ok) return t.form.problems(this.errors().length);
    const warnings = result.diagnostics.filter(({ severity }) => severity === "warning").length;
    return warnings > 0 ? t.form.readyWith(warnings) : t.form.ready;
  }

  private renderPaste() {
    const { t } = this;
    const read = (event: Event) => {
      const area = (event.currentTarget as HTMLElement).parentElement?.querySelector("textarea");
      const found = draftFromText(area?.value ?? "");
      if (found === null) {
        this.pasteNote = t.form.unreadable;
        return;
      }
      this.pasteNote = found.leftOut.length > 0 ? t.form.leftOut(found.leftOut.join(t.list)) : "";
      this.replace(found.draft);
    };
    return html`<details class="paste">
      <summary>${t.form.paste}</summary>
      <label for="paste" class="sr">${t.form.pasteLabel}</label>
      <textarea id="paste" rows="3" spellcheck="false" autocomplete="off" placeholder="ObjectType=file&DomainName=example.com"></textarea>
      <button type="button" @click=${read}>${t.form.read}</button>
      <p role="status">${prose(this.pasteNote)}</p>
    </details>`;
  }

  /** In the order in which the fields stand on the page. */
  private errors(): Diagnostic[] {
    const place = ({ params }: Diagnostic) => {
      const found = ORDER.indexOf(params[0] ?? "");
      return found < 0 ? ORDER.length : found;
    };
    return this.result.diagnostics.filter(({ severity }) => severity === "error").sort((a, b) => place(a) - place(b));
  }

  private text(name: string): string {
    const value = this.draft[name];
    return value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  private set(name: string, value: string): void {
    this.replace({ ...this.draft, [name]: value });
  }

  private replace(draft: Draft): void {
    this.draft = draft;
  }

  private fillTimes(minutes: number | null): void {
    const { StartTime: _start, EndTime: _end, ...rest } = this.draft;
    const now = Date.now();
    this.replace(minutes === null ? rest : { ...rest, StartTime: serviceTime(now - minutes * 60_000), EndTime: serviceTime(now) });
  }

  private async fix(fix: Fix): Promise<void> {
    this.replace(applyFix(this.draft, fix));
    await this.updateComplete;
    // The button is gone; the reader goes on at the field that was mended.
    this.focusOn(fix.edits.find(({ op }) => op === "set")?.param ?? fix.edits[0]?.param);
    this.announced = this.t.form.applied(fix.title.replaceAll("`", ""));
  }

  private focusOn(name: string | undefined): void {
    const target = name === undefined ? null : this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(fieldId(name))}`);
    (target ?? this.renderRoot.querySelector<HTMLElement>("button.primary"))?.focus();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { ok, request } = this.checked;
    if (ok && request) {
      this.send("refresh-submit", { request });
      return;
    }
    this.submitted = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".error-summary")?.focus();
  }
}
