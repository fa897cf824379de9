import type { Ledger, TaskPage, TaskView } from "cdn-refresh-tasks";
import type { RefreshEvents, ResponseElement, TasksElement, TasksSelection } from "cdn-refresh-tasks/elements";
import { severityIcon } from "cdn-refresh-tasks/elements/icons";
import { inert } from "cdn-refresh-tasks/elements/prose";
import { clockTime, zoneOffset } from "cdn-refresh-tasks/elements/time";
import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { Run } from "../run/run.js";
import { save } from "../save.js";
import { Stage } from "../stage.js";
import { type AnswerName, answers } from "./answers.js";
import type * as Charts from "./charts.js";
import { type Failure, adviceOn, failuresOf, squeezed } from "./failures.js";
import type * as Figures from "./figures.js";

const FORMATS = ["csv", "json", "ndjson"] as const;
const TYPES = { csv: "text/csv", json: "application/json", ndjson: "application/x-ndjson" };
const GROUPS = 8;
const CHUNK = 5000;
const NO_PAGES: readonly TaskPage[] = [];

/** Results: what came of a run, or of answers that were read. */
export class ResultsStage extends Stage {
  @property({ attribute: false }) accessor run: Run | null = null;
  @property({ attribute: false }) accessor news = 0;
  @property({ attribute: false }) accessor selection: TasksSelection | null = null;
  /** Answers that were read last; null while a run is shown. */
  @state() private accessor pages: readonly TaskPage[] | null = null;
  @state() private accessor drawing: (typeof Charts & typeof Figures) | null = null;
  @state() private accessor saved = "";

  private shownRun: Run | null = null;
  private tasks: readonly TaskView[] = [];
  private failures: Failure[] = [];
  private when: Figures.When | null = null;
  private where: ReturnType<typeof Figures.whereOf> | null = null;
  private ended: Figures.Ended | null = null;
  private counted: { tasks: readonly TaskView[]; drawing: unknown } | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("run") && this.run !== this.shownRun) {
      this.shownRun = this.run;
      this.pages = null;
      this.saved = "";
    }
    if (changed.has("pages") && this.pages !== null) this.tasks = this.pages.flatMap((page) => page.toArray());
    if (this.pages === null) this.tasks = this.run?.tasks ?? [];
    if (this.tasks.length > 0 && this.drawing === null) void this.load();
    this.count();
  }

  /** Charts come with the first rows. */
  private async load(): Promise<void> {
    const [charts, figures] = await Promise.all([import("./charts.js"), import("./figures.js")]);
    this.drawing = { ...charts, ...figures };
  }

  private count(): void {
    const { tasks, drawing, run } = this;
    if (this.counted?.tasks === tasks && this.counted.drawing === drawing) return;
    this.counted = { tasks, drawing };
    this.failures = failuresOf(tasks);
    if (drawing === null) return;
    this.when = drawing.whenOf(tasks);
    this.where = drawing.whereOf(tasks);
    const waited = this.pages === null && run !== null && run.question.waitMs !== null;
    this.ended = waited ? drawing.endedOf(run.endings, run.sentFirst, tasks.length) : null;
  }

  protected override render() {
    const { words, language, pages, tasks, run } = this;
    const t = words.results;
    const ofRun = pages === null && run !== null;
    const something = ofRun ? tasks.length > 0 : pages !== null && pages.length > 0;
    const emulated = ofRun && run.source.kind === "emulated";
    return html`${ofRun && (something || emulated) ? this.renderOrigin(run) : nothing}
      ${ofRun && tasks.length === 0 ? this.renderNoRows(run) : nothing}
      ${something
        ? html`<refresh-summary .locale=${language} .pages=${pages ?? NO_PAGES} .tasks=${ofRun ? tasks : null}></refresh-summary>
            ${guard([this.counted, language], () => [this.renderCharts(), this.renderFailures()])}`
        : nothing}
      ${something || (pages !== null && pages.length > 0)
        ? html`<div class="table">
            ${this.renderExport()}
            <refresh-tasks
              .locale=${language}
              .pages=${pages ?? NO_PAGES}
              .tasks=${ofRun ? tasks : null}
              .mark=${emulated ? words.emulated : ""}
              .selection=${this.selection ?? EVERYTHING}
            ></refresh-tasks>
          </div>`
        : nothing}
      ${run === null && pages === null ? html`<p class="muted none">${t.none}</p>` : nothing} ${this.renderRead(ofRun)}`;
  }

  private renderOrigin(run: Run) {
    const t = this.words.results;
    const { kind } = run.source;
    return kind === "emulated"
      ? html`<p class="origin emulated-note">${severityIcon.notice} ${t.emulatedNote}</p>`
      : html`<p class="origin">${kind === "live" ? t.live : t.handNote}</p>`;
  }

  /** Why no row is here: of a wait, that says nothing of the tasks. */
  private renderNoRows({ phase, question: { waitMs } }: Run) {
    if (waitMs !== null && phase !== "finished") return html`<p class="muted">${this.words.results.awaited}</p>`;
    return phase === "running" ? nothing : html`<p class="muted">${this.t.tasks.empty}</p>`;
  }

  private renderCharts() {
    const { words, drawing, when, where, ended, language } = this;
    const t = words.results;
    if (drawing === null || where === null) return nothing;
    const view = { t: this.t, words, language };
    return html`<div class="charts">
      <figure>
        <figcaption>
          <h3>${t.when}</h3>
          ${this.whenSentences().map((sentence) => html`<p>${sentence}</p>`)}
        </figcaption>
        ${ended === null ? nothing : html`${drawing.endedChart(view, ended)}<p class="muted">${t.waitNote}</p>`} ${when === null ? nothing : drawing.whenChart(view, when)}
        ${when === null ? nothing : html`<p class="muted">${t.whenNote(zoneOffset(Date.now()))}</p>`}
      </figure>
      <figure>
        <figcaption>
          <h3>${t.where}</h3>
          <p>${where.hosts.length === 0 ? t.noFailures : t.failures(this.failures.reduce((sum, { count }) => sum + count, 0))}</p>
        </figcaption>
        ${where.hosts.length === 0 ? nothing : drawing.whereChart(view, where)}
      </figure>
    </div>`;
  }

  private whenSentences(): string[] {
    const { when, ended, language } = this;
    const t = this.words.results;
    if (when === null) return [t.noTime];
    const said: string[] = [];
    if (when.endedUpTo !== null) {
      const time = clockTime(when.endedUpTo, language);
      said.push(when.failed + when.canceled === 0 ? t.allEffective(time) : t.effectiveBut(time, when.failed, when.canceled));
    }
    if (when.running > 0) said.push(t.running(when.running, when.oldestRunning === null ? null : clockTime(when.oldestRunning, language)));
    if (when.unknown > 0) said.push(t.unknown(when.unknown));
    const last = ended?.steps.at(-1);
    if (last !== undefined && when.running + when.unknown === 0) said.push(t.endedAt(clockTime(last.at, language)));
    return said;
  }

  private renderFailures() {
    const { words, failures, tasks } = this;
    const t = words.results;
    if (failures.length === 0) return nothing;
    const name = ({ reason, text }: Failure) => (reason === "Other" && text !== "" ? html`<bdi>${inert(text, 120)}</bdi>` : (this.t.summary.reasons[reason] ?? reason));
    return html`<div class="failures">
      <h3>${t.failuresTitle}</h3>
      <ul>
        ${failures.slice(0, GROUPS).map(
          (failure) =>
            html`<li>
              <p class="what">
                <b>${name(failure)}${failure.httpStatus === null ? nothing : ` ${failure.httpStatus}`}</b>
                <span class="muted number">${t.shareOf(failure.count, tasks.length)}</span>
                <button type="button" class="quiet" @click=${() => this.only(failure)}>${t.showThese}</button>
              </p>
              <p>${adviceOn(failure, words)}</p>
              ${failure.reason === "Other" || failure.text === "" ? nothing : html`<p class="muted">${t.inItsWords}${this.t.colon}${failure.spellings.map((text, at) => html`${at > 0 ? " · " : nothing}<bdi class="mono" translate="no">${inert(text, 120)}</bdi>`)}</p>`}
              <p class="muted examples-of">${t.examples}${this.t.colon}${failure.examples.map((path, at) => html`${at > 0 ? " · " : nothing}<bdi class="mono" translate="no">${inert(path, 160)}</bdi>`)}</p>
            </li>`,
        )}
      </ul>
      ${failures.length > GROUPS ? html`<p class="muted">${this.t.remarks.more(failures.length - GROUPS)}</p>` : nothing}
    </div>`;
  }

  private only({ text, spellings }: Failure): void {
    this.selection = { ...EVERYTHING, states: ["failed"], filter: spellings.length > 1 ? squeezed(text) : text };
    this.dispatchEvent(new CustomEvent("refresh-select", { detail: this.selection, bubbles: true }));
    this.querySelector("refresh-tasks")?.scrollIntoView();
  }

  private renderExport() {
    const t = this.words.results;
    return html`<div class="export" role="group" aria-label=${t.exportShown}>
      <span aria-hidden="true">${t.exportShown}</span>
      ${FORMATS.map((format) => html`<button type="button" data-format=${format} @click=${() => void this.export(format).catch((error: Error) => (this.saved = error.message))}>${format.toUpperCase()}</button>`)}
      <span role="status" class="muted">${this.saved}</span>
    </div>`;
  }

  /** What is shown, in the formats of the command line. */
  private async export(format: (typeof FORMATS)[number]): Promise<void> {
    const { writerOf } = await import("cdn-refresh-tasks/formats");
    const rows = this.querySelector<TasksElement>("refresh-tasks")?.shown ?? [];
    const ledger: Ledger | null = this.pages === null ? (this.run?.ledger ?? null) : null;
    const writer = writerOf(format);
    const parts = [writer.begin()];
    for (let at = 0; at < rows.length; at += CHUNK) parts.push(writer.rows(rows.slice(at, at + CHUNK)));
    parts.push(writer.end(ledger));
    const emulated = this.pages === null && this.run?.source.kind === "emulated" ? "emulated-" : "";
    save(`${emulated}refresh-tasks-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}.${format}`, parts, `${TYPES[format]};charset=utf-8`);
    this.saved = this.words.results.exported(rows.length);
  }

  private renderRead(folded: boolean) {
    const { words, language } = this;
    const t = words.results;
    return html`<details class="read" .open=${!folded}>
      <summary>${t.read}</summary>
      <div class="examples" role="group" aria-label=${t.tryAnswer}>
        <span aria-hidden="true">${t.tryAnswer}</span>
        ${(Object.keys(answers) as AnswerName[]).map((name) => html`<button type="button" data-example=${name} @click=${() => this.show(name)}>${t.answers[name]}</button>`)}
      </div>
      <refresh-response .locale=${language} @refresh-read=${this.wasRead}></refresh-response>
    </details>`;
  }

  private show(name: AnswerName): void {
    const { body, status } = answers[name];
    void this.querySelector<ResponseElement>("refresh-response")?.read([{ name: this.words.results.answers[name], body: body(), ...(status === undefined ? {} : { status }) }]);
  }

  private wasRead = ({ detail: { bodies } }: RefreshEvents["refresh-read"]): void => {
    this.saved = "";
    this.pages = bodies.length === 0 && this.run !== null ? null : bodies.flatMap(({ result }) => (result.kind === "page" ? [result] : []));
  };
}

const EVERYTHING: TasksSelection = { sort: null, descending: false, states: [], filter: "" };
