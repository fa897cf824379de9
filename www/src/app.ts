import type { CheckOptions, Draft, Locale, Operation, TaskRequest } from "cdn-refresh-tasks";
import { contract } from "cdn-refresh-tasks/contract";
import { version } from "cdn-refresh-tasks/version";
import type { Asked, RefreshEvents, TasksSelection } from "cdn-refresh-tasks/elements";
import { Keys } from "cdn-refresh-tasks/elements/keys";
import { LitElement, type PropertyValues, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { questions, requests } from "./examples.js";
import { headerView } from "./header.js";
import { loadAsking, loadCore, loadReading } from "./load.js";
import { type State, fromHash, toHash } from "./permalink.js";
import { type Theme, applyPreferences, loadPreferences } from "./preferences.js";
import type { Run } from "./run/run.js";
import { type RunSettings, usualSettings } from "./run/settings.js";
import type { RunStage } from "./run/stage.js";
import { SECTIONS, type Section } from "./sections.js";
import { texts } from "./text/index.js";

const COPIED_MS = 1600;
/** The address is written once nothing has changed for so long: browsers refuse to have it written for every key. */
const ADDRESS_MS = 350;

/** The console: the elements, what connects them, and the page around them. It renders into the document itself, so that one stylesheet lays it out. */
export class ConsoleApp extends LitElement {
  /** The key to the command line's console. */
  token: string | null = null;
  /** Asked for once the fields stand, so that it takes nothing of the line from them; they are typed into while it comes. */
  readonly core = this.updateComplete.then(loadCore);

  /** What did not load, in words. */
  @state() accessor problem = "";

  @state() private accessor preferences = loadPreferences();
  @state() private accessor section: Section = "ask";
  @state() private accessor draft: Draft = {};
  @state() private accessor operation: Operation = "DescribeRefreshTasks";
  @state() private accessor mode: NonNullable<CheckOptions["mode"]> = "strict";
  @state() private accessor request: TaskRequest | null = null;
  /** The question that the form begins with, and what it is by now. */
  @state() private accessor given: Asked = { query: {}, options: {}, last: null };
  @state() private accessor asked: Asked = { query: {}, options: {}, last: null };
  @state() private accessor answerable = true;
  /** Whether a plan was made: so the core is there. */
  @state() private accessor planned = false;
  @state() private accessor settings: RunSettings = usualSettings;
  @state() private accessor selection: TasksSelection | null = null;
  @state() private accessor run: Run | null = null;
  /** Counts what came, because a run changes in place. */
  @state() private accessor news = 0;
  @state() private accessor linked = false;

  private readonly known = contract().params.map(({ name }) => name as string);
  private seen: IntersectionObserver | undefined;
  private readonly keystrokes = new Keys();
  private addressing: ReturnType<typeof setTimeout> | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow();
    addEventListener("hashchange", this.arrive);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.arrive);
    this.seen?.disconnect();
    clearTimeout(this.addressing);
  }

  protected override firstUpdated(): void {
    // The section under the upper third of the window is the current one; what grows above moves others through it.
    const under = new Set<string>();
    this.seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) under[isIntersecting ? "add" : "delete"](target.id);
        const first = SECTIONS.find((id) => under.has(id));
        if (first === undefined) return;
        this.section = first === "sign" ? "call" : first;
        this.addressSoon();
      },
      { rootMargin: "-20% 0px -70% 0px" },
    );
    for (const id of SECTIONS) {
      const element = this.querySelector(`#${id}`);
      if (element) this.seen.observe(element);
    }
    const wanted = this.section;
    // The sections above have their heights once what stands in them is defined.
    if (wanted !== "ask") void customElements.whenDefined("console-learn").then(() => requestAnimationFrame(() => this.querySelector(`#${wanted}`)?.scrollIntoView()));
  }

  /** By the browser's own buttons, or by an address that was changed. */
  private arrive = (): void => {
    this.follow();
    this.focusOn(this.section);
  };

  /** Takes section, question, call and view from the address. */
  private follow = (): void => {
    const { section, draft, operation, mode, asked, settings, selection } = fromHash(location.hash, this.known);
    this.draft = draft;
    this.operation = operation;
    this.mode = mode;
    this.given = asked;
    this.asked = asked;
    this.settings = settings;
    this.selection = selection;
    this.section = section;
  };

  /** What was typed reaches the other parts of the page once it is on the screen itself. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    return this.keystrokes.follow(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Not with every update: a language set anew, though the same, has the browser style the whole page anew.
    if (!changed.has("preferences")) return;
    applyPreferences(this.preferences);
    document.title = texts[this.preferences.locale].title;
  }

  private get t() {
    return texts[this.preferences.locale];
  }

  protected override render() {
    const { t, preferences, section, run, news, asked } = this;
    const { locale } = preferences;
    return html`<a class="skip" href="#ask" @click=${(event: Event) => this.go(event, "ask")}>${t.skip}</a>
      ${headerView({
        ...{ t, preferences, section },
        go: (event, to) => this.go(event, to),
        speak: (language) => void this.speak(language).catch((error: Error) => (this.problem = error.message)),
        paint: (theme: Theme) => (this.preferences = { ...preferences, theme }),
      })}
      <main>
        <div class="intro">
          <h1>${t.title}</h1>
          <p>${t.lead}${t.space}<strong>${this.token === null ? t.promise : t.promiseLive}</strong></p>
        </div>
        ${this.problem === "" ? nothing : html`<p class="failed" role="alert">${t.failed} ${this.problem}</p>`}
        <div class="bench">
          <section id="ask" aria-labelledby="ask-title" tabindex="-1">
            <header>
              <h2 id="ask-title">${t.headings.ask}</h2>
              ${this.renderLink()}
            </header>
            ${this.renderExamples("question")}
            <refresh-plan
              show="question"
              .locale=${locale}
              .waiting=${this.core}
              .query=${guard([this.given], () => this.given.query)}
              .options=${guard([this.given], () => this.given.options)}
              .last=${guard([this.given], () => this.given.last)}
              @refresh-ask=${this.wasAsked}
              @refresh-run=${this.start}
            ></refresh-plan>
          </section>
          <section id="plan" aria-labelledby="plan-title" tabindex="-1">
            <header><h2 id="plan-title">${t.headings.plan}</h2></header>
            <refresh-plan
              show="plan"
              .locale=${locale}
              .waiting=${this.planned ? null : this.core}
              .query=${asked.query}
              .options=${asked.options}
              .last=${asked.last}
              @refresh-prepare=${this.prepared}
            ></refresh-plan>
          </section>
        </div>
        <section id="run" aria-labelledby="run-title" tabindex="-1">
          <header><h2 id="run-title">${t.headings.run}</h2></header>
          <console-run
            .locale=${locale}
            .token=${this.token}
            .ok=${this.answerable}
            .settings=${this.settings}
            .question=${this.question}
            @console-run=${this.wasRun}
            @console-settings=${this.wasSet}
          ></console-run>
        </section>
        <section id="results" aria-labelledby="results-title" tabindex="-1">
          <header><h2 id="results-title">${t.headings.results}</h2></header>
          <console-results .locale=${locale} .run=${run} .news=${news} .selection=${this.selection} @refresh-select=${this.wasSelected}></console-results>
        </section>
        <div class="bench">
          <section id="call" aria-labelledby="call-title" tabindex="-1">
            <header><h2 id="call-title">${t.headings.call}</h2></header>
            ${this.renderExamples("request")}
            <refresh-query-form
              .locale=${locale}
              .draft=${this.draft}
              .operation=${this.operation}
              .mode=${this.mode}
              @refresh-change=${this.changed}
              @refresh-submit=${() => this.focusOn("sign")}
            ></refresh-query-form>
          </section>
          <section id="sign" aria-labelledby="sign-title" tabindex="-1">
            <header><h2 id="sign-title">${t.headings.sign}</h2></header>
            <refresh-signing .locale=${locale} .request=${this.request}></refresh-signing>
          </section>
        </div>
        <section id="learn" aria-labelledby="learn-title" tabindex="-1">
          <header><h2 id="learn-title">${t.headings.learn}</h2></header>
          <console-learn .locale=${locale} .request=${this.request} .query=${asked.query} .run=${run} .news=${news}></console-learn>
        </section>
      </main>
      <footer>
        <p>${t.footer}</p>
        <p>${this.planned ? t.version(version()) : nothing}</p>
      </footer>`;
  }

  /** The other language is fetched when it is first wanted. */
  private async speak(locale: Locale): Promise<void> {
    await Promise.all([loadAsking(locale), loadReading(locale)]);
    this.preferences = { ...this.preferences, locale };
  }

  private renderExamples(kind: "question" | "request") {
    const { t } = this;
    const label = kind === "question" ? t.tryQuestion : t.tryRequest;
    const names: [string, string, () => void][] =
      kind === "question"
        ? (Object.keys(questions) as (keyof typeof questions)[]).map((name) => [name, t.questions[name], () => (this.given = { last: null, options: {}, ...questions[name](Date.now()) })])
        : (Object.keys(requests) as (keyof typeof requests)[]).map((name) => [name, t.requests[name], () => this.take(requests[name](Date.now()))]);
    return html`<div class="examples" role="group" aria-label=${label}>
      <span aria-hidden="true">${label}</span>
      ${names.map(([name, text, use]) => html`<button type="button" data-example=${name} @click=${use}>${text}</button>`)}
    </div>`;
  }

  private renderLink() {
    const { t } = this;
    const copy = async () => {
      this.address();
      try {
        await navigator.clipboard.writeText(location.href);
      } catch {
        return; // The address bar holds it anyway.
      }
      this.linked = true;
      setTimeout(() => (this.linked = false), COPIED_MS);
    };
    return html`<button type="button" class="link" title=${t.linkNote} @click=${copy}>${this.linked ? t.linkCopied : t.link}</button>`;
  }

  private take(draft: Draft): void {
    this.draft = draft;
    this.operation = "DescribeRefreshTasks";
  }

  private wasAsked = ({ detail: { query, options, last, planned } }: RefreshEvents["refresh-ask"]): void => {
    this.keystrokes.press();
    this.asked = { query, options, last };
    this.answerable = planned.ok;
    this.planned = true;
    this.addressSoon();
  };

  /** The question, its times settled now. */
  private question = () => {
    const { query, options, last } = this.asked;
    return { query: last === null ? query : { ...query, from: Date.now() - last * 1000 }, options: { ...options, locale: this.preferences.locale } };
  };

  private start = async (): Promise<void> => {
    await this.updateComplete;
    this.focusOn("run");
    // It may still be on its way, and has what it is given with its first rendering.
    await customElements.whenDefined("console-run");
    const stage = this.querySelector<RunStage>("console-run");
    await stage?.updateComplete;
    await stage?.begin();
  };

  private wasRun = ({ detail: { run } }: CustomEvent<{ run: Run }>): void => {
    this.run = run;
    this.news += 1;
  };

  private wasSet = ({ detail }: CustomEvent<RunSettings>): void => {
    this.settings = detail;
    this.addressSoon();
  };

  private wasSelected = ({ detail }: RefreshEvents["refresh-select"]): void => {
    this.selection = detail;
    this.addressSoon();
  };

  private changed = ({ detail }: RefreshEvents["refresh-change"]): void => {
    this.keystrokes.press();
    this.draft = detail.draft;
    this.operation = detail.operation;
    this.mode = detail.mode;
    this.request = detail.checked.request;
    this.addressSoon();
  };

  /** A planned call goes through the form, where it can be seen and changed, to its signing. */
  private prepared = ({ detail }: RefreshEvents["refresh-prepare"]): void => {
    const { request, operation } = detail.call;
    this.draft = { ...request };
    this.operation = operation;
    this.mode = "strict";
    this.request = request;
    this.focusOn("sign");
  };

  private go(event: Event, section: Section): void {
    event.preventDefault();
    this.address();
    // One goes back to where one was, not away from what was read.
    if (section !== this.section) history.pushState(null, "", location.href);
    this.section = section;
    this.address();
    this.focusOn(section);
  }

  private focusOn(section: Section): void {
    const target = this.querySelector<HTMLElement>(`#${section}`);
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }

  private addressSoon(): void {
    clearTimeout(this.addressing);
    this.addressing = setTimeout(() => this.address(), ADDRESS_MS);
  }

  private address(): void {
    clearTimeout(this.addressing);
    const { section, draft, operation, mode, asked, settings, selection } = this;
    const held: State = { section, draft, operation, mode, asked, settings, selection };
    history.replaceState(null, "", toHash(held, this.known));
  }
}
