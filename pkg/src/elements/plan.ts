import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
// From their own files: the page that begins with this element waits for nothing else.
import { contract } from "../contract.js";
import type { Contract, Diagnostic, Fix, Plan, PlanOptions, PlannedCall, Query } from "../index.js";
import { plan } from "../plan.js";
import type { StateName } from "../generated/contract.js";
import { copyButton } from "./copy.js";
import { RefreshElement } from "./element.js";
import { finding } from "./field.js";
import { severityIcon, stateIcon } from "./icons.js";
import { ROWS, paged, pager } from "./pager.js";
import { planLine } from "./plan-line.js";
import { type EdgeName, type ListName, OPTIONS, type OptionName, type Question, fixed, instantOf, localInput, optionsOf, queryOf, questionOf } from "./plan-question.js";
import { planStyles } from "./plan.styles.js";
import { inert, prose } from "./prose.js";
import { formStyles } from "./query-form.styles.js";
import { basics, controls, copying, readable, tokens } from "./styles.js";
import { localTime, serviceTime, spanOf, zoneOffset } from "./time.js";
import { texts as commonTexts } from "./text/index.js";
import { type Texts, texts } from "./text/plan/index.js";
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
  @state() private accessor question: Question = questionOf({}, {}, null);
  @state() private accessor firstWindow = 0;
  @state() private accessor firstCall = 0;
  @state() private accessor announced = "";

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
    if (changed.has("locale") || this.table.params.length === 0) this.table = contract(this.language);
    if (changed.has("query") || changed.has("options") || changed.has("last")) this.question = questionOf(this.query, this.options, this.last);
    // Turning a page of a long list asks nothing new.
    const asked = ["question", "query", "options", "last", "locale", "now"].some((name) => changed.has(name));
    if (this.made !== null && !asked) return;
    this.now = Date.now();
    this.made = this.planned;
    if (this.firstWindow >= this.made.windows.length) this.firstWindow = 0;
    if (this.firstCall >= this.made.calls.length) this.firstCall = 0;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.announced = this.verdict()), QUIET_MS);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("question") || this.show === "plan" || this.made === null) return;
    this.send("refresh-ask", { ...this.asked, planned: this.made });
  }

  protected override render() {
    const { t, made, show } = this;
    if (made === null) return nothing;
    if (show === "plan") return made.ok ? this.renderPlan(made) : html`<p class="mend">${severityIcon.error} ${t.plan.mendFirst}</p>`;
    const placed = new Set<string>(["taskIds", "objectPaths", "domainNames", "objectTypes", "statuses", "from", "to", ...MORE]);
    const others = made.diagnostics.filter(({ params }) => !placed.has(params[0] ?? ""));
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
        <p class="verdict ${made.ok ? "ok" : "error"}">${made.ok ? stateIcon.succeeded : severityIcon.error} ${this.verdict()}</p>
      </div>
      <p class="sr" role="status">${this.announced}</p>
    </form>
    ${made.ok && show !== "question" ? this.renderPlan(made) : nothing}`;
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
        @input=${(event: Event) => this.ask({ ...question, times: { ...question.times, [edge]: (event.target as HTMLInputElement).value } })}
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
        @input=${(event: Event) => this.ask({ ...question, lists: { ...question.lists, [name]: (event.target as HTMLTextAreaElement).value } })}
      ></textarea>`;
    return this.field(name, t.plan.lists[name], t.plan.listHints[name], control);
  }

  private renderChoices(name: "objectTypes" | "statuses", choices: (readonly [string, string])[]) {
    const { t, question } = this;
    const chosen = question[name];
    const toggle = (value: string) => this.ask({ ...question, [name]: chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value] });
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
    const set = (name: OptionName, value: string) => this.ask({ ...question, options: { ...question.options, [name]: value } });
    const number = (name: "rowsPerHour" | "windowSeconds" | "limit") =>
      this.field(name, t.plan.more[name], t.plan.moreHints[name], (described, invalid) =>
        html`<input id="plan-${name}" inputmode="numeric" autocomplete="off" .value=${live(question.options[name])} aria-describedby=${described} aria-invalid=${invalid} @input=${(event: Event) => set(name, (event.target as HTMLInputElement).value)} />`,
      );
    const select = (name: "route" | "order", choices: Record<string, string>) =>
      this.field(name, t.plan.more[name], t.plan.moreHints[name], (described, invalid) =>
        html`<select id="plan-${name}" aria-describedby=${described} aria-invalid=${invalid} @change=${(event: Event) => set(name, (event.target as HTMLSelectElement).value)}>
          ${Object.entries(choices).map(([value, label]) => html`<option value=${value} ?selected=${question.options[name] === value}>${label}</option>`)}
        </select>`,
      );
    const group = (described: string, invalid: boolean) =>
      html`<input id="plan-resourceGroupId" autocomplete="off" spellcheck="false" .value=${live(question.resourceGroupId)} aria-describedby=${described} aria-invalid=${invalid} @input=${(event: Event) => this.ask({ ...question, resourceGroupId: (event.target as HTMLInputElement).value })} />`;
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
    const { t, language } = this;
    return html`<div class="plan ${this.show === "plan" ? "alone" : ""}">
      <h3>${t.plan.lineTitle(this.days())}</h3>
      ${planLine({ t, language, plan: made, now: this.now, days: this.days() })}
      ${made.unreachable.length === 0
        ? nothing
        : html`<ul class="unreachable">
            ${made.unreachable.map(({ start, end, reason }) => html`<li>${severityIcon.warning} ${t.plan.out(localTime(Date.parse(start), language), localTime(Date.parse(end), language), reason)}</li>`)}
          </ul>`}
      <h3>${t.plan.routesTitle}</h3>
      ${this.renderRoutes(made)} ${made.windows.length === 0 ? nothing : this.renderWindows(made)} ${this.renderCalls(made)}
    </div>`;
  }

  private renderRoutes({ routes, route: chosen }: Plan) {
    const { t, language } = this;
    return html`<ul class="routes">
      ${routes.map(({ route, safe, calls, seconds, because }) => {
        const price = [t.plan.price(calls.least, calls.expected, calls.most), this.lasts(seconds)];
        return html`<li class=${route === chosen ? "chosen" : ""} data-route=${route}>
          <p class="price">
            <strong>${t.plan.routes[route]}</strong>
            ${route === chosen ? html`<span class="tag">${stateIcon.succeeded} ${t.plan.chosen}</span>` : nothing}
            ${safe ? nothing : html`<span class="tag unsafe">${severityIcon.warning} ${t.plan.unsafe}</span>`}
            <span class="number">${price.join(language === "zh" ? "，" : ", ")}</span>
          </p>
          <p class="because">${prose(because)}</p>
        </li>`;
      })}
    </ul>`;
  }

  private renderWindows({ windows }: Plan) {
    const { t, language } = this;
    const title = t.plan.windowsTitle(windows.length);
    const lines = () => ["StartTime\tEndTime", ...windows.map(({ request }) => `${request.StartTime}\t${request.EndTime}`)].join("\n");
    return html`<div class="head"><h3>${title}</h3>${copyButton(t, lines, title)}</div>
      <p class="hint">${t.plan.windowsNote} ${t.plan.zone(zoneOffset(this.now))}</p>
      <div class="scroll windows" tabindex="0" role="group" aria-label=${title}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t.plan.number}</th>
              <th scope="col" translate="no">StartTime</th>
              <th scope="col" translate="no">EndTime</th>
              <th scope="col">${t.plan.local}</th>
            </tr>
          </thead>
          <tbody>
            ${windows.slice(this.firstWindow, this.firstWindow + ROWS).map(
              ({ start, end, request }, row) =>
                html`<tr>
                  <th scope="row" class="number">${this.firstWindow + row + 1}</th>
                  <td><code>${request.StartTime}</code></td>
                  <td><code>${request.EndTime}</code></td>
                  <td class="number">${localTime(Date.parse(start), language)} – ${localTime(Date.parse(end), language)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${pager(t, title, this.firstWindow, windows.length, (first) => (this.firstWindow = first))}`;
  }

  private renderCalls({ calls }: Plan) {
    const { t } = this;
    const title = t.plan.callsTitle(calls.length);
    const rows: [number, PlannedCall][] = [];
    for (let index = this.firstCall; index < Math.min(this.firstCall + ROWS, calls.length); index += 1) {
      const call = calls.at(index);
      if (call) rows.push([index, call]);
    }
    return html`<h3>${title}</h3>
      <p class="hint">${t.plan.callsNote}</p>
      <ol class="calls" start=${this.firstCall + 1}>
        ${rows.map(([index, call]) => this.renderCall(index, call))}
      </ol>
      ${pager(t, title, this.firstCall, calls.length, (first) => (this.firstCall = first))}`;
  }

  private renderCall(index: number, call: PlannedCall) {
    const { t, language } = this;
    const until = call.notAfter === null ? t.plan.noEnd : t.plan.until(localTime(call.notAfter, language));
    return html`<li>
      <span class="number">${index + 1}</span>
      <div>
        <p translate="no" class="operation">${call.operation}</p>
        <p translate="no" class="pairs">${Object.entries(call.request).map(([name, value]) => html`<code><span class="name">${name}</span>=${inert(String(value), 300)}</code> `)}</p>
        <p class="hint">${until}</p>
      </div>
      <button type="button" aria-label=${t.plan.prepareOne(index + 1)} @click=${() => this.prepare(call)}>${t.form.submit}</button>
    </li>`;
  }

  private verdict(): string {
    const { t, made } = this;
    if (!made) return "";
    if (!made.ok) return t.form.problems(made.diagnostics.filter(({ severity }) => severity === "error").length);
    const chosen = made.routes.find(({ route }) => route === made.route);
    if (!chosen) return "";
    const { calls, seconds } = chosen;
    const price = t.plan.price(calls.least, calls.expected, calls.most);
    return t.plan.verdict(t.plan.routes[made.route], price, this.lasts(seconds));
  }

  private lasts({ least, expected }: Plan["routes"][number]["seconds"]): string {
    const { t } = this;
    if (expected !== null) return expected < 1 ? t.plan.atOnce : t.plan.lasts(spanOf(expected, this.language));
    return least < 1 ? t.plan.longer : t.plan.lastsAtLeast(spanOf(least, this.language));
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
    this.ask({ ...question, when, times: when === "between" ? { ...question.times, from } : question.times });
  }

  private ask(question: Question): void {
    this.question = question;
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

  private submit(event: Event): void {
    event.preventDefault();
    const made = this.planned;
    const first = made.calls.at(0);
    if (made.ok && this.show === "question") this.send("refresh-run", this.asked);
    else if (made.ok && first) this.prepare(first);
    else this.focusOn(made.diagnostics.find(({ severity }) => severity === "error")?.params[0]);
  }
}
