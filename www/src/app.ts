import { type CheckOptions, type Draft, type Locale, type Operation, type TaskPage, type TaskRequest, contract, init, version } from "cdn-refresh-tasks";
import type { ReadBody, RefreshEvents, ResponseElement } from "cdn-refresh-tasks/elements";
import { LitElement, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import { createRef, ref } from "lit/directives/ref.js";
import { type AnswerName, type Asked, answers, questions, requests } from "./examples.js";
import { fromHash, toHash } from "./permalink.js";
import { type Theme, applyPreferences, loadPreferences } from "./preferences.js";
import { texts } from "./text/index.js";

type Section = "ask" | "plan" | "sign" | "read" | "learn";
const SECTIONS: Section[] = ["ask", "plan", "sign", "read", "learn"];
const LANGUAGES: [Locale, string, string][] = [
  ["en", "English", "en"],
  ["zh", "中文", "zh-CN"],
];

const COPIED_MS = 1600;
const NO_OPTIONS = {};

/** The console: the elements, what connects them, and the page around them. It renders into the document itself, so that one stylesheet lays it out. */
export class ConsoleApp extends LitElement {
  @state() private accessor preferences = loadPreferences();
  @state() private accessor section: Section = "ask";
  @state() private accessor draft: Draft = {};
  @state() private accessor operation: Operation = "DescribeRefreshTasks";
  @state() private accessor mode: NonNullable<CheckOptions["mode"]> = "strict";
  @state() private accessor asked: Asked = { query: {} };
  @state() private accessor request: TaskRequest | null = null;
  @state() private accessor bodies: readonly ReadBody[] = [];
  @state() private accessor linked = false;

  private readonly known = contract().params.map(({ name }) => name as string);
  private readonly response = createRef<ResponseElement>();
  private pages: readonly TaskPage[] = [];
  private seen: IntersectionObserver | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow();
    addEventListener("hashchange", this.follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.follow);
    this.seen?.disconnect();
  }

  protected override firstUpdated(): void {
    // The section under the upper third of the window is the current one.
    this.seen = new IntersectionObserver(
      (entries) => {
        const entered = entries.find(({ isIntersecting }) => isIntersecting)?.target.id;
        if (entered !== undefined) this.section = entered as Section;
      },
      { rootMargin: "-20% 0px -70% 0px" },
    );
    for (const id of SECTIONS) {
      const element = this.querySelector(`#${id}`);
      if (element) this.seen.observe(element);
    }
    const wanted = fromHash(location.hash, this.known).section;
    if (wanted !== "" && wanted !== "ask") this.querySelector(`#${CSS.escape(wanted)}`)?.scrollIntoView();
  }

  /** Takes section and query from the address. */
  private follow = (): void => {
    const { section, draft, operation, mode } = fromHash(location.hash, this.known);
    this.draft = draft;
    this.operation = operation;
    this.mode = mode;
    if ((SECTIONS as string[]).includes(section)) this.section = section as Section;
  };

  protected override willUpdate(): void {
    applyPreferences(this.preferences);
    document.title = texts[this.preferences.locale].title;
  }

  private get t() {
    return texts[this.preferences.locale];
  }

  protected override render() {
    const { t } = this;
    const { locale } = this.preferences;
    return html`<a class="skip" href="#ask" @click=${(event: Event) => this.go(event, "ask")}>${t.skip}</a>
      ${this.renderHeader()}
      <main>
        <div class="intro">
          <h1>${t.title}</h1>
          <p>${t.lead} <strong>${t.promise}</strong></p>
        </div>
        <div class="bench">
          <section id="ask" aria-labelledby="ask-title" tabindex="-1">
            <header>
              <h2 id="ask-title">${t.headings.ask}</h2>
              ${this.renderLink()}
            </header>
            ${this.renderRequests()}
            <refresh-query-form
              .locale=${locale}
              .draft=${this.draft}
              .operation=${this.operation}
              .mode=${this.mode}
              @refresh-change=${this.changed}
              @refresh-submit=${this.submitted}
            ></refresh-query-form>
          </section>
          <section id="plan" aria-labelledby="plan-title" tabindex="-1">
            <header><h2 id="plan-title">${t.headings.plan}</h2></header>
            ${this.renderQuestions()}
            <refresh-plan
              .locale=${locale}
              .query=${this.asked.query}
              .options=${this.asked.options ?? NO_OPTIONS}
              .last=${this.asked.last ?? null}
              @refresh-prepare=${this.prepared}
            ></refresh-plan>
          </section>
          <section id="sign" aria-labelledby="sign-title" tabindex="-1">
            <header><h2 id="sign-title">${t.headings.sign}</h2></header>
            <refresh-signing .locale=${locale} .request=${this.request}></refresh-signing>
          </section>
        </div>
        <section id="read" aria-labelledby="read-title" tabindex="-1">
          <header><h2 id="read-title">${t.headings.read}</h2></header>
          ${this.renderAnswers()}
          <div class="reading ${this.pages.length > 0 ? "with-pages" : ""}">
            <refresh-response ${ref(this.response as never)} .locale=${locale} @refresh-read=${this.wasRead}></refresh-response>
            ${this.pages.length > 0 ? html`<refresh-summary .locale=${locale} .pages=${this.pages}></refresh-summary>` : nothing}
          </div>
          ${this.pages.length > 0 ? html`<refresh-tasks .locale=${locale} .pages=${this.pages}></refresh-tasks>` : nothing}
        </section>
        <section id="learn" aria-labelledby="learn-title" tabindex="-1">
          <header><h2 id="learn-title">${t.headings.learn}</h2></header>
          <div class="pair">
            <div>
              <h3>${t.headings.explain}</h3>
              <refresh-explain .locale=${locale} code="InvalidTimeStamp.Expired"></refresh-explain>
            </div>
            <div>
              <h3>${t.headings.sample}</h3>
              <refresh-sample .locale=${locale} .request=${this.request}></refresh-sample>
            </div>
          </div>
          <h3>${t.headings.contract}</h3>
          <refresh-contract .locale=${locale}></refresh-contract>
        </section>
      </main>
      <footer>
        <p>${t.footer}</p>
        <p>${t.version(version())}</p>
      </footer>`;
  }

  private renderHeader() {
    const { t, preferences } = this;
    return html`<header class="top">
      <a class="brand" href="#ask" @click=${(event: Event) => this.go(event, "ask")}>${mark}<span translate="no">cdn-refresh-tasks</span></a>
      <nav aria-label=${t.nav}>
        ${SECTIONS.map(
          (section) =>
            html`<a href="#${section}" aria-current=${this.section === section ? "true" : "false"} @click=${(event: Event) => this.go(event, section)}>${t.sections[section]}</a>`,
        )}
      </nav>
      <div class="preferences">
        <div role="group" aria-label=${t.language} class="languages">
          ${LANGUAGES.map(
            ([locale, label, lang]) =>
              html`<button type="button" lang=${lang} aria-pressed=${preferences.locale === locale} @click=${() => this.speak(locale)}>${label}</button>`,
          )}
        </div>
        <select aria-label=${t.theme} title=${t.theme} @change=${(event: Event) => (this.preferences = { ...preferences, theme: (event.target as HTMLSelectElement).value as Theme })}>
          ${(Object.keys(t.themes) as Theme[]).map((theme) => html`<option value=${theme} ?selected=${preferences.theme === theme}>${t.themes[theme]}</option>`)}
        </select>
      </div>
    </header>`;
  }

  /** The other language is fetched when it is first wanted. */
  private async speak(locale: Locale): Promise<void> {
    await init("core.wasm", { locales: [locale] });
    this.preferences = { ...this.preferences, locale };
  }

  private renderRequests() {
    const { t } = this;
    return html`<div class="examples" role="group" aria-label=${t.tryRequest}>
      <span aria-hidden="true">${t.tryRequest}</span>
      ${(Object.keys(requests) as (keyof typeof requests)[]).map(
        (name) => html`<button type="button" data-example=${name} @click=${() => this.ask(requests[name](Date.now()))}>${t.requests[name]}</button>`,
      )}
    </div>`;
  }

  private renderQuestions() {
    const { t } = this;
    return html`<div class="examples" role="group" aria-label=${t.tryQuestion}>
      <span aria-hidden="true">${t.tryQuestion}</span>
      ${(Object.keys(questions) as (keyof typeof questions)[]).map(
        (name) => html`<button type="button" data-example=${name} @click=${() => (this.asked = questions[name](Date.now()))}>${t.questions[name]}</button>`,
      )}
    </div>`;
  }

  private renderAnswers() {
    const { t } = this;
    return html`<div class="examples" role="group" aria-label=${t.tryAnswer}>
      <span aria-hidden="true">${t.tryAnswer}</span>
      ${(Object.keys(answers) as AnswerName[]).map((name) => html`<button type="button" data-example=${name} @click=${() => this.show(name)}>${t.answers[name]}</button>`)}
    </div>`;
  }

  private renderLink() {
    const { t } = this;
    const copy = async () => {
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

  private ask(draft: Draft): void {
    this.draft = draft;
    this.operation = "DescribeRefreshTasks";
  }

  private show(name: AnswerName): void {
    const { body, status } = answers[name];
    void this.response.value?.read([{ name: this.t.answers[name], body: body(), ...(status === undefined ? {} : { status }) }]);
  }

  private changed = ({ detail }: RefreshEvents["refresh-change"]): void => {
    this.draft = detail.draft;
    this.operation = detail.operation;
    this.mode = detail.mode;
    this.request = detail.checked.request;
    this.address();
  };

  private submitted = (): void => this.focusOn("sign");

  /** A planned call goes through the form, where it can be seen and changed, to its signing. */
  private prepared = ({ detail }: RefreshEvents["refresh-prepare"]): void => {
    const { request, operation } = detail.call;
    this.draft = { ...request };
    this.operation = operation;
    this.mode = "strict";
    this.request = request;
    this.focusOn("sign");
  };

  private wasRead = ({ detail }: RefreshEvents["refresh-read"]): void => {
    this.bodies = detail.bodies;
    this.pages = this.bodies.flatMap(({ result }) => (result.kind === "page" ? [result] : []));
  };

  private go(event: Event, section: Section): void {
    event.preventDefault();
    this.section = section;
    this.address();
    this.focusOn(section);
  }

  private focusOn(section: Section): void {
    const target = this.querySelector<HTMLElement>(`#${section}`);
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }

  private address(): void {
    const { section, draft, operation, mode } = this;
    history.replaceState(null, "", toHash({ section, draft, operation, mode }, this.known));
  }
}

const mark = html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8" /><path d="M2 10h16M10 2c3 2.4 3 13.6 0 16M10 2c-3 2.4-3 13.6 0 16" /><path class="tick" d="m6.5 10.3 2.4 2.4 4.8-5" /></svg>`;
