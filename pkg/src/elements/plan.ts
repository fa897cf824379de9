import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
// From their own files: the page that begins with this element waits for nothing else.
import { contract } from "../contract.js";
import type { Contract, Diagnostic, Fix, Plan, PlanOptions, PlannedCall, Query } from "../index.js";
import { plan } from "../plan.js";
import type { StateName } from "../generated/contract.js";
import { copying } from "./copying.styles.js";
import { RefreshElement } from "./element.js";
import { finding } from "./field.js";
import { severityIcon, stateIcon } from "./icons.js";
import { paged } from "./pager.js";
import { lasts, madeView } from "./plan-made.js";
import { type EdgeName, type ListName, OPTIONS, type OptionName, type Question, fixed, idsIn, instantOf, localInput, optionsOf, queryOf, questionOf } from "./plan-question.js";
import { planStyles } from "./plan.styles.js";
import { inert, prose } from "./prose.js";
import { formStyles } from "./query-form.styles.js";
import { readable } from "./readable.styles.js";
import { basics, controls, tokens } from "./styles.js";
import { texts as commonTexts } from "./text/index.js";
import { type Texts, texts } from "./text/plan/index.js";
import { serviceTime, spanOf, zoneOffset } from "./time.js";
import type { Asked, PlanElement } from "./types.js";

/** Seconds up to now that are offered. */
const SPANS = [15 * 60, 2 * 3600, 24 * 3600] as const;
/** States that a task can have and a call cannot ask for: filtered here. */
const LOCAL_STATES: StateName[] = ["Timeout", "Canceled"];
/** What is still held slides: a plan that stands still is made again. */
const AGAIN_MS = 20_000;
/** Screen readers hear the verdict once typing has paused. */
const QUIET_MS = 1200;
const MORE: string[] = ["rowsPerHour", "windowSeconds", "limit", "route", "order", "resourceGroupId"];

export class PlanView extends RefreshElement implements PlanElement {
  static override styles = [tokens, basics, controls, copying, readable, paged, formStyles, planStyles];

  @property({ attribute: false }) accessor query: Query = {};
  @property({ attribute: false }) accessor options: PlanOptions = {};
  @property({ type: Number }) accessor last: number | null = null;
  @property() accessor show: PlanElement["show"] = "both";
  /** What the core comes with, where fields are to stand before it: what is typed meanwhile is planned once it is there. */
  @property({ attribute: false }) accessor waiting: Promise<unknown> | null = null;
  @state() private accessor question: Question = questionOf({}, {}, null);
  @state() private accessor firstWindow = 0;
  @state() private accessor firstCall = 0;
  @state() private accessor announced = "";
  @state() private accessor core: "there" | "waiting" | "lost" = "there";

  private made: Plan | null = null;
  private now = 0;
  private table: Contract = { params: [], rules: [], errors: [], limits: [], conflicts: [], notes: [], ledger: { assumptions: [], gaps: [] } };
  private timer: ReturnType<typeof setInterval> | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;

  protected override get t(): Texts {
    return { ...commonTexts[this.language], plan: texts[this.language] };
  }

  get asked(): Asked {
    const { question } = this;
    const { now: _now, locale: _locale, ...options } = this.allOptions(Date.now());
    const relative = typeof question.when === "number";
    return { query: queryOf(relative ? { ...question, when: "all" } : question, 0), options, last: relative ? (question.when as number) : null };
  }

  get planned(): Plan {
    const now = Date.now();
    return plan(queryOf(this.question, now), this.allOptions(now));
  }

  /** Of the options given, those that have a field are the form's now. */
  private allOptions(now: number): PlanOptions {
    const beside = Object.fromEntries(Object.entries(this.options).filter(([name]) => !(OPTIONS as readonly string[]).includes(name)));
    return { ...beside, ...optionsOf(this.question, now, this.language) };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate("now"), AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.quiet);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("waiting")) this.wait();
    if (changed.has("locale") || this.table.params.length === 0) this.table = contract(this.language);
    if (changed.has("query") || changed.has("options") || changed.has("last")) this.question = questionOf(this.query, this.options, this.last);
    // Turning a page of a long list asks nothing new.
    const asked = ["question", "query", "options", "last", "locale", "now"].some((name) => changed.has(name));
    if (this.made !== null && !asked) return;
    this.now = Date.now();
    if (this.core !== "there") return;
    this.made = this.planned;
    if (this.firstWindow >= this.made.windows.length) this.firstWindow = 0;
    if (this.firstCall >= this.made.calls.length) this.firstCall = 0;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.announced = this.verdict()), QUIET_MS);
  }

  protected override updated(changed: PropertyValues): void {
    if (!(changed.has("question") || changed.has("core")) || this.show === "plan" || this.made === null) return;
    this.send("refresh-ask", { ...this.asked, planned: this.made });
  }

  private wait(): void {
    const { waiting } = this;
    if (waiting === null) return void (this.core = "there");
    this.core = "waiting";
    const ended = (core: "there" | "lost") => () => void (waiting === this.waiting && (this.core = core));
    waiting.then(ended("there"), ended("lost"));
  }

  protected override render() {
    const { t, made, show } = this;
    if (show === "plan" && made === null) return html`<p class=${this.core === "lost" ? "mend" : "hint"}>${this.waitingText()}</p>`;
    if (show === "plan") return made?.ok ? this.renderPlan(made) : html`<p class="mend">${severityIcon.error} ${t.plan.mendFirst}</p>`;
    const placed = new Set<string>(["taskIds", "objectPaths", "domainNames", "objectTypes", "statuses", "from", "to", ...MORE]);
    const others = (made?.diagnostics ?? []).filter(({ params }) => !placed.has(params[0] ?? ""));
    return html`<form novalidate aria-label=${t.plan.legend} @submit=${this.submit}>
      ${this.renderWhen()}
      <fieldset class="group">
        <legend>${t.plan.which}</legend>
        <div class="fields">${this.renderList("taskIds")} ${this.renderList("domainNames")} ${this.renderList("objectPaths")}</div>
      </fieldset>
      <div class="fields">
        ${this.renderChoices("statuses", [...this.choices("Status"), ...LOCAL_STATES.map((name) => [name, ""] as const)])}
        ${this.renderChoices("objectTypes", this.choices("ObjectType"))}
      </div>
      ${this.renderMore()} ${others.map((diagnostic) => finding(t, diagnostic, (fix) => this.fix(fix)))}
      <div class="actions">
        <button class="primary" type="submit">${show === "question" ? t.plan.run : t.plan.prepareFirst}</button>
        <button class="quiet" type="button" @click=${() => this.ask(questionOf({}, {}, null))}>${t.form.clear}</button>
        ${made === null ? html`<p class="verdict ${this.core === "lost" ? "error" : "muted"}">${this.waitingText()}</p>` : html`<p class="verdict ${made.ok ? "ok" : "error"}">${made.ok ? stateIcon.succeeded : severityIcon.error} ${this.verdict()}</p>`}
      </div>
      <p class="sr" role="status">${this.announced}</p>
    </form>
    ${made?.ok && show !== "question" ? this.renderPlan(made) : nothing}`;
  }

  private renderWhen() {
    const { t, question } = this;
    const option = (value: Question["when"], label: string) =>
      html`<label><input type="radio" name="when" .checked=${live(question.when === value)} @change=${() => this.when(value)} />${label}</label>`;
    const spans: number[] = [...SPANS];
    if (typeof question.when === "number" && !spans.includes(question.when)) spans.push(question.when);
    const between = question.when === "between";
    return html`<fieldset data-param="when">
      <legend>${t.form.when}</legend>
      <div class="segments">
        ${option("all", t.plan.everything(this.days()))} ${spans.map((seconds) => option(seconds, t.plan.last(spanOf(seconds, this.language))))} ${option("between", t.plan.between)}
      </div>
      ${between ? html`<div class="fields times">${this.renderTime("from")} ${this.renderTime("to")}</div>` : [...this.own("from"), ...this.own("to")].map(this.found)}
    </fieldset>`;
  }

  private renderTime(edge: EdgeName) {
    const { t, question } = this;
    const text = question.times[edge];
    const ms = instantOf(text);
    const said = text === "" ? t.plan.open[edge] : ms === null ? t.plan.given(text) : t.plan.inUtc(serviceTime(ms));
    const control = (described: string, invalid: boolean) =>
      html`<input
        id="plan-${edge}"
        type="datetime-local"
        step="1"
        .value=${live(ms === null ? "" : text)}
        aria-describedby=${described}
        aria-invalid=${invalid}
        @input=${(event: Event) => this.type({ times: { ...this.question.times, [edge]: (event.target as HTMLInputElement).value } })}
      />`;
    return this.field(edge, t.plan.edges[edge], t.plan.zone(zoneOffset(ms ?? this.now)), control, html`<span class="aside">${inert(said)}</span>`);
  }

  private renderList(name: ListName) {
    const { t, question } = this;
    const text = question.lists[name];
    const control = (described: string, invalid: boolean) =>
      html`<textarea
        id="plan-${name}"
        rows=${Math.min(5, Math.max(2, text.split("\n", 6).length))}
        spellcheck="false"
        autocomplete="off"
        autocapitalize="off"
        .value=${live(text)}
        aria-describedby=${described}
        aria-invalid=${invalid}
        @input=${(event: InputEvent) => {
          const { value } = event.target as HTMLTextAreaElement;
          // What is being typed stays as it is.
          const pasted = name === "taskIds" && event.inputType?.startsWith("insertFrom");
          this.type({ lists: { ...this.question.lists, [name]: pasted ? idsIn(value) : value } });
        }}
      ></textarea>`;
    return this.field(name, t.plan.lists[name], t.plan.listHints[name], control);
  }

  private renderChoices(name: "objectTypes" | "statuses", choices: (readonly [string, string])[]) {
    const { t, question } = this;
    const chosen = question[name];
    const toggle = (value: string) => this.ask({ [name]: toggled(this.question[name], value) });
    const foreign = chosen.filter((value) => !choices.some(([known]) => known === value)).map((value) => [value, ""] as const);
    return html`<fieldset class="field" data-param=${name}>
      <legend>${t.plan[name]}</legend>
      <div class="chips">
        ${[...choices, ...foreign].map(
          ([value, label]) =>
            html`<button type="button" translate="no" title=${label === "" ? nothing : label} aria-pressed=${chosen.includes(value)} @click=${() => toggle(value)}>${inert(value, 60)}</button>`,
        )}
      </div>
      <p class="hint">${t.plan.noneIsAny}</p>
      ${this.own(name).map(this.found)}
    </fieldset>`;
  }

  private renderMore() {
    const { t, question, made } = this;
    const problem = made?.diagnostics.some(({ params }) => MORE.includes(params[0] ?? "")) ?? false;
    const set = (name: OptionName, value: string) => ({ options: { ...this.question.options, [name]: value } });
    const number = (name: "rowsPerHour" | "windowSeconds" | "limit") =>
      this.field(name, t.plan.more[name], t.plan.moreHints[name], (described, invalid) =>
        html`<input id="plan-${name}" inputmode="numeric" autocomplete="off" .value=${live(question.options[name])} aria-describedby=${described} aria-invalid=${invalid} @input=${(event: Event) => this.type(set(name, (event.target as HTMLInputElement).value))} />`,
      );
    const select = (name: "route" | "order", choices: Record<string, string>) =>
      this.field(name, t.plan.more[name], t.plan.moreHints[name], (described, invalid) =>
        html`<select id="plan-${name}" aria-describedby=${described} aria-invalid=${invalid} @change=${(event: Event) => this.ask(set(name, (event.target as HTMLSelectElement).value))}>
          ${Object.entries(choices).map(([value, label]) => html`<option value=${value} ?selected=${question.options[name] === value}>${label}</option>`)}
        </select>`,
      );
    const group = (described: string, invalid: boolean) =>
      html`<input id="plan-resourceGroupId" autocomplete="off" spellcheck="false" .value=${live(question.resourceGroupId)} aria-describedby=${described} aria-invalid=${invalid} @input=${(event: Event) => this.type({ resourceGroupId: (event.target as HTMLInputElement).value })} />`;
    const param = this.table.params.find(({ name }) => name === "ResourceGroupId");
    return html`<details class="more" .open=${problem || this.changedMore}>
      <summary @click=${(event: Event) => this.toggleMore(event)}>${t.plan.moreTitle}</summary>
      <div class="fields">
        ${number("rowsPerHour")} ${number("windowSeconds")} ${number("limit")} ${select("route", { "": t.plan.auto, ...t.plan.routes })} ${select("order", { "": t.plan.oldest, newest: t.plan.newest })}
        ${this.field("resourceGroupId", param?.label ?? "ResourceGroupId", param?.hint ?? "", group)}
      </div>
    </details>`;
  }

  @state() private accessor changedMore = false;

  private toggleMore(event: Event): void {
    event.preventDefault();
    this.changedMore = !((event.currentTarget as HTMLElement).parentElement as HTMLDetailsElement).open;
  }

  /** A field with its hint and what is wrong with it, tied together for screen readers. */
  private field(name: string, label: string, hint: string, control: (described: string, invalid: boolean) => TemplateResult, aside: TemplateResult | typeof nothing = nothing) {
    const own = this.own(name);
    const shared = (this.made?.diagnostics ?? []).filter(({ params }) => params.indexOf(name) > 0);
    const all = [...own, ...shared];
    const invalid = all.some(({ severity }) => severity === "error");
    const described = [`plan-hint-${name}`, ...all.map(({ params, code }) => `about-${params[0] ?? ""}-${code.replaceAll(".", "-")}`)].join(" ");
    return html`<div class="field" data-param=${name}>
      <label for="plan-${name}">${label}</label>
      ${control(described, invalid)}
      <p class="hint" id="plan-hint-${name}">${prose(hint)} ${aside}</p>
      ${own.map(this.found)}
    </div>`;
  }

  private own(name: string): Diagnostic[] {
    return (this.made?.diagnostics ?? []).filter(({ params }) => params[0] === name);
  }

  private found = (diagnostic: Diagnostic) => finding(this.t, diagnostic, (fix) => this.fix(fix));

  private renderPlan(made: Plan) {
    const { t, language, now, show, firstWindow, firstCall } = this;
    return madeView({
      ...{ t, language, plan: made, now, days: this.days(), alone: show === "plan", firstWindow, firstCall },
      showWindows: (first) => (this.firstWindow = first),
      showCalls: (first) => (this.firstCall = first),
      prepare: (call) => this.prepare(call),
    });
  }

  private waitingText() {
    return this.core === "lost" ? html`${severityIcon.error} ${this.t.plan.lost}` : this.t.plan.waiting;
  }

  private verdict(): string {
    const { t, made } = this;
    if (!made) return "";
    if (!made.ok) return t.form.problems(made.diagnostics.filter(({ severity }) => severity === "error").length);
    const chosen = made.routes.find(({ route }) => route === made.route);
    if (!chosen) return "";
    const { calls, seconds } = chosen;
    const price = t.plan.price(calls.least, calls.expected, calls.most);
    return t.plan.verdict(t.plan.routes[made.route], price, lasts(t, this.language, seconds));
  }

  private days(): number {
    return this.table.limits.find(({ name }) => name === "retention")?.value ?? 0;
  }

  private choices(name: string): (readonly [string, string])[] {
    const param = this.table.params.find((candidate) => candidate.name === name);
    return (param?.choices ?? []).map((choice, position) => [choice, param?.choiceLabels?.[position] ?? ""] as const);
  }

  private when(when: Question["when"]): void {
    const { question } = this;
    // The two times begin where the span stood, so that the field shows what was meant until now.
    const from = typeof question.when === "number" ? localInput(Date.now() - question.when * 1000) : question.times.from;
    this.ask({ when, times: when === "between" ? { ...question.times, from } : question.times });
  }

  private ask(change: Partial<Question>): void {
    this.question = { ...this.question, ...change };
  }

  private type(change: Partial<Question>): void {
    this.pressed();
    this.ask(change);
  }

  private async fix(fix: Fix): Promise<void> {
    this.ask(fixed(this.question, fix));
    await this.updateComplete;
    this.focusOn(fix.edits[0]?.param);
    this.announced = this.t.form.applied(fix.title.replaceAll("`", ""));
  }

  private focusOn(name: string | undefined): void {
    const target = name === undefined ? null : this.renderRoot.querySelector<HTMLElement>(`#plan-${CSS.escape(name)}, [data-param="${CSS.escape(name)}"] button`);
    (target ?? this.renderRoot.querySelector<HTMLElement>("button.primary"))?.focus();
  }

  private prepare(call: PlannedCall): void {
    this.send("refresh-prepare", { call });
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    await this.waiting?.catch(() => {});
    // Whoever listens hears of the last key first.
    await this.updateComplete;
    if (this.core !== "there") return;
    const made = this.planned;
    const first = made.calls.at(0);
    if (made.ok && this.show === "question") this.send("refresh-run", this.asked);
    else if (made.ok && first) this.prepare(first);
    else this.focusOn(made.diagnostics.find(({ severity }) => severity === "error")?.params[0]);
  }
}

const toggled = (chosen: readonly string[], value: string): readonly string[] => (chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
