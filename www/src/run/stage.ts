import type { PlanOptions, Query } from "cdn-refresh-tasks";
import { severityIcon, stateIcon } from "cdn-refresh-tasks/elements/icons";
import { inert, prose } from "cdn-refresh-tasks/elements/prose";
import { spanOf } from "cdn-refresh-tasks/elements/time";
import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { save } from "../save.js";
import { Stage } from "../stage.js";
import { type Asked, ByHand } from "./by-hand.js";
import { handView } from "./hand-view.js";
import { type Met, type Phase, Run } from "./run.js";
import { FAULT_KINDS, type FaultKind, MINUTES, type RunSettings, SCENARIOS, SHARES, SOURCES, SPEEDS, type Scenario } from "./settings.js";
import type { Source, SourceKind } from "./source.js";

export interface RunEvents {
  /** A run began, or went on. */
  "console-run": CustomEvent<{ run: Run }>;
  "console-settings": CustomEvent<RunSettings>;
}

const FAULTS_SHOWN = 12;
const TICK_MS = 250;

/** Run: the question is asked, of whom the reader chooses. */
export class RunStage extends Stage {
  @property({ attribute: false }) accessor settings!: RunSettings;
  /** Whether the question can be asked. */
  @property({ attribute: false }) accessor ok = true;
  /** The key to the command line's console, where it opened this page. */
  @property({ attribute: false }) accessor token: string | null = null;
  /** What is asked when the run begins, with its times settled. */
  @property({ attribute: false }) accessor question: () => { query: Query; options: PlanOptions } = () => ({ query: {}, options: {} });
  @state() private accessor loading = false;
  @state() private accessor problem = "";
  @state() private accessor announced = "";

  private run: Run | null = null;
  private said: Phase | null = null;
  private ticking: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
    this.run?.cancel();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("token") && this.token !== null) this.change({ source: "live" });
    const phase = this.run?.phase ?? null;
    if (phase === this.said) return;
    // Said once for each phase; how far it is can be read, and is not shouted.
    this.said = phase;
    this.announced = phase === null ? "" : this.words.run.phases[phase];
  }

  /** Begins anew; what ran until now ends. */
  async begin(): Promise<void> {
    const { settings } = this;
    if (!this.ok || this.loading) return;
    this.run?.cancel();
    this.problem = "";
    this.loading = true;
    try {
      const source = await this.open();
      const { query, options } = this.question();
      const run: Run = new Run({ query, options, waitMs: settings.wait ? settings.minutes * 60_000 : null }, source, () => this.came(run));
      this.run = run;
      this.came(run);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.loading = false;
    }
    clearInterval(this.ticking);
    this.ticking = setInterval(() => {
      const phase = this.run?.phase;
      if (phase === "running") this.requestUpdate();
      else if (phase !== "paused") clearInterval(this.ticking);
    }, TICK_MS);
  }

  private async open(): Promise<Source> {
    const { settings, token } = this;
    if (settings.source === "by-hand") return new ByHand(() => this.requestUpdate());
    if (settings.source === "live" && token !== null) return (await import("./live.js")).live(token);
    return (await import("./emulated.js")).emulated(settings);
  }

  private came(run: Run): void {
    if (run !== this.run) return;
    this.requestUpdate();
    this.send("console-run", { run });
  }

  private press(press: "start" | "pause" | "resume"): void {
    if (press === "start") void this.begin();
    else this.run?.[press]();
  }

  private change(change: Partial<RunSettings>): void {
    this.settings = { ...this.settings, ...change };
    const clock = this.run?.source.clock;
    // The speed may be changed on the way.
    if (change.speed !== undefined && clock !== undefined && "speed" in clock) clock.speed = change.speed;
    this.send("console-settings", this.settings);
  }

  protected override render() {
    const { words: texts, settings, run, loading } = this;
    const t = texts.run;
    const under = run?.phase === "running" || run?.phase === "paused";
    // One button, so that the focus stays where it is.
    const press = run?.phase === "running" ? "pause" : run?.phase === "paused" ? "resume" : "start";
    return html`<div class="settings">
        ${this.renderSource()} ${settings.source === "emulated" ? this.renderEmulated() : nothing} ${this.renderAim()}
      </div>
      <div class="actions">
        <button class="primary ${press}" type="button" aria-disabled=${press === "start" && (!this.ok || loading)} @click=${() => this.press(press)}>
          ${press === "start" && run !== null ? t.again : t[press]}
        </button>
        ${under ? html`<button class="cancel" type="button" @click=${() => run?.cancel()}>${t.cancel}</button>` : nothing}
        ${run !== null && run.phase !== "running" && run.phase !== "finished"
          ? html`<button type="button" class="quiet checkpoint" title=${t.checkpointNote.replaceAll("`", "")} @click=${() => this.saveCheckpoint()}>${t.checkpoint}</button>`
          : nothing}
        ${this.ok ? nothing : html`<p class="problem">${severityIcon.error} ${t.notOk}</p>`}
        ${loading && settings.source === "emulated" ? html`<p class="muted">${t.phases.loading}</p>` : nothing}
        ${this.problem === "" ? nothing : html`<p class="problem" role="alert">${severityIcon.error} ${t.failure(this.problem)}</p>`}
      </div>
      <p class="sr" role="status">${this.announced}</p>
      ${run === null ? nothing : this.renderRun(run)}`;
  }

  private renderSource() {
    const { words: texts, settings, token } = this;
    const t = texts.run;
    const chosen: SourceKind = settings.source === "live" && token === null ? "emulated" : settings.source;
    return html`<fieldset>
      <legend>${t.who}</legend>
      <div class="segments">
        ${SOURCES.map(
          (kind) =>
            html`<label class=${kind === "live" && token === null ? "off" : ""}
              ><input type="radio" name="source" value=${kind} .checked=${chosen === kind} ?disabled=${kind === "live" && token === null} @change=${() => this.change({ source: kind })} />${t.sources[kind]}</label
            >`,
        )}
      </div>
      <p class="hint">${t.sourceNotes[chosen]}${token === null ? [this.t.space, prose(t.noLive)] : nothing}</p>
    </fieldset>`;
  }

  private renderEmulated() {
    const { words: texts, settings } = this;
    const t = texts.run;
    const select = <T extends string | number>(id: string, label: string, values: readonly T[], chosen: T, name: (value: T) => string, change: (value: T) => void) =>
      html`<div class="field">
        <label for=${id}>${label}</label>
        <select id=${id} @change=${(event: Event) => change(values[(event.target as HTMLSelectElement).selectedIndex] as T)}>
          ${values.map((value) => html`<option ?selected=${value === chosen}>${name(value)}</option>`)}
        </select>
      </div>`;
    const toggle = (kind: FaultKind) => this.change({ faults: settings.faults.includes(kind) ? settings.faults.filter((other) => other !== kind) : [...settings.faults, kind] });
    return html`<div class="emulated">
      ${select<Scenario>("scenario", t.scenario, SCENARIOS, settings.scenario, (name) => t.scenarios[name], (scenario) => this.change({ scenario }))}
      ${select<number>("speed", t.speed, SPEEDS, settings.speed, t.speeds, (speed) => this.change({ speed }))}
      <fieldset class="field faults">
        <legend>${t.faults}</legend>
        <div class="chips">
          ${FAULT_KINDS.map((kind) => html`<button type="button" data-fault=${kind} aria-pressed=${settings.faults.includes(kind)} @click=${() => toggle(kind)}>${t.faultKinds[kind]}</button>`)}
        </div>
      </fieldset>
      ${settings.faults.length === 0 ? nothing : select<number>("share", t.share, SHARES, settings.share, t.shares, (share) => this.change({ share }))}
    </div>`;
  }

  private renderAim() {
    const { words: texts, settings } = this;
    const t = texts.run;
    const aim = (wait: boolean, label: string) =>
      html`<label><input type="radio" name="aim" value=${wait ? "wait" : "list"} .checked=${settings.wait === wait} @change=${() => this.change({ wait })} />${label}</label>`;
    return html`<div class="aim">
      <fieldset>
        <legend>${t.aim}</legend>
        <div class="segments">${aim(false, t.aims.list)} ${aim(true, t.aims.wait)}</div>
      </fieldset>
      ${settings.wait
        ? html`<div class="field patience">
            <label for="minutes">${t.patience}</label>
            <select id="minutes" @change=${(event: Event) => this.change({ minutes: MINUTES[(event.target as HTMLSelectElement).selectedIndex] ?? 15 })}>
              ${MINUTES.map((minutes) => html`<option ?selected=${minutes === settings.minutes}>${t.minutes(minutes)}</option>`)}
            </select>
          </div>`
        : nothing}
    </div>`;
  }

  private renderRun(run: Run) {
    const { words: texts } = this;
    const t = texts.run;
    const asked: Asked | null = run.source instanceof ByHand ? run.source.asked : null;
    return html`<div class="under-way">
      ${this.renderProgress(run)}
      ${run.error === null ? nothing : html`<p class="problem" role="alert">${severityIcon.error} ${t.failure(run.error instanceof Error ? run.error.message : String(run.error))}</p>`}
      ${asked === null ? nothing : handView(this.t, texts, this.language, asked, run.progress.calls + 1)} ${this.renderFaults(run)}
      <refresh-ledger .locale=${this.language} .ledger=${run.ledger}></refresh-ledger>
    </div>`;
  }

  private renderProgress(run: Run) {
    const { words: texts } = this;
    const t = texts.run;
    const { rows, expectedRows, calls, expectedCalls, etaMs, byState } = run.progress;
    const waiting = run.question.waitMs !== null;
    const all = Object.values(byState).reduce((sum, count) => sum + count, 0);
    const ended = all - byState.running;
    const seconds = run.elapsed() / 1000;
    const emulated = run.source.kind === "emulated";
    const speed = "speed" in run.source.clock ? (run.source.clock.speed as number) : 1;
    const left = run.phase === "running" && etaMs !== null && etaMs > 0 && speed !== Infinity ? spanOf(Math.max(1, Math.round(etaMs / 1000 / speed)), this.language) : null;
    // By rows where they are known, else by the calls that were not in vain.
    const [part, whole] = waiting ? [ended, all] : expectedRows !== null ? [rows, expectedRows] : [calls - run.faults, expectedCalls];
    const share = whole === null || whole === 0 ? 0 : Math.max(0, Math.min(1, part / whole));
    const done = run.phase === "finished";
    const words = [
      waiting && all > 0 ? t.ended(ended, all) : t.rows(rows, done ? null : expectedRows),
      t.calls(calls, done || waiting ? null : expectedCalls),
      ...(seconds >= 1 && calls > 0 && !waiting ? [t.rate((calls / seconds).toFixed(1))] : []),
      ...(seconds >= 1 && calls > 0 ? [(emulated ? t.took : t.tookLive)(spanOf(Math.round(seconds), this.language))] : []),
      ...(left === null ? [] : [t.eta(left)]),
    ];
    const icon = { running: stateIcon.running, paused: stateIcon.canceled, finished: stateIcon.succeeded, cancelled: stateIcon.canceled, deadline: severityIcon.warning, failed: severityIcon.error }[run.phase];
    return html`<div class="progress ${run.phase}">
      <p class="phase">${icon} <b>${t.phases[run.phase]}</b> ${emulated ? html`<span class="tag emulated-tag">${texts.emulated}</span>` : nothing}</p>
      <progress aria-label=${t.progress} max="1" value=${done ? 1 : share}></progress>
      <p class="figures">${words.map((word, at) => html`${at > 0 ? html` <span aria-hidden="true">·</span> ` : nothing}<span>${word}</span>`)}</p>
    </div>`;
  }

  private renderFaults(run: Run) {
    const t = this.words.run;
    if (run.faults === 0) return nothing;
    const line = ({ fault, at, retryAt }: Met) => html`<li>
      <code translate="no">${inert(fault.code, 80)}</code>
      <span>${prose(fault.explanation.cause)}</span>
      <span class="muted">${retryAt === null ? t.notAgain : t.retryIn(spanOf(Math.max(0.1, (retryAt - at) / 1000), this.language))}</span>
    </li>`;
    // By hand, it is the answer just pasted that was none.
    return html`<details class="faults-met" ?open=${run.source.kind === "by-hand"}>
      <summary>${severityIcon.notice} ${t.faultsMet(run.faults)}</summary>
      <ul>
        ${run.met.slice(-FAULTS_SHOWN).reverse().map(line)}
      </ul>
    </details>`;
  }

  private saveCheckpoint(): void {
    const { run } = this;
    if (run !== null) save(`cdn-refresh-tasks-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}.checkpoint`, [run.checkpoint()], "text/plain");
  }
}
