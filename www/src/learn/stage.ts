import { type Query, type TaskRequest, type TaskView, covers, ramPolicy } from "cdn-refresh-tasks";
import { copyButton } from "cdn-refresh-tasks/elements/copy";
import { severityIcon, stateIcon } from "cdn-refresh-tasks/elements/icons";
import { inert, prose } from "cdn-refresh-tasks/elements/prose";
import { clockTime, localTime, zoneOffset } from "cdn-refresh-tasks/elements/time";
import { type PropertyValues, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Run } from "../run/run.js";
import { Stage } from "../stage.js";
import { typingTimes, watchTyping } from "./typing.js";

const TASKS_SHOWN = 5;
const VERDICTS = { yes: stateIcon.succeeded, no: severityIcon.warning, unknown: stateIcon.unknown };

/** Learn: what the rows say of one URL, what codes mean, what the service accepts, what a question needs. */
export class LearnStage extends Stage {
  @property({ attribute: false }) accessor request: TaskRequest | null = null;
  @property({ attribute: false }) accessor query: Query = {};
  @property({ attribute: false }) accessor run: Run | null = null;
  @property({ attribute: false }) accessor news = 0;
  @state() private accessor url = "";
  @state() private accessor found: ReturnType<typeof covers> | null = null;
  @state() private accessor account = "";
  @state() private accessor typing = "";

  override connectedCallback(): void {
    super.connectedCallback();
    watchTyping();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // An answer of other rows would be a wrong one.
    if (changed.has("news") || changed.has("run")) this.found = null;
    if (changed.has("locale") && this.found !== null) this.look();
  }

  protected override render() {
    const { words, language } = this;
    const t = words.learn;
    return html`<div class="pair">
        <div>${this.renderCovers()}</div>
        <div>${this.renderPolicy()}</div>
      </div>
      <div class="pair">
        <div>
          <h3>${t.explain}</h3>
          <refresh-explain .locale=${language} code="InvalidTimeStamp.Expired"></refresh-explain>
        </div>
        <div>
          <h3>${t.sample}</h3>
          <refresh-sample .locale=${language} .request=${this.request}></refresh-sample>
        </div>
      </div>
      <h3>${t.contract}</h3>
      <refresh-contract .locale=${language}></refresh-contract>
      ${this.renderTyping()}`;
  }

  private renderCovers() {
    const { words, found } = this;
    const t = words.learn;
    const ask = (event: Event) => {
      event.preventDefault();
      this.look();
    };
    return html`<form class="covers" novalidate @submit=${ask}>
      <h3>${t.covers}</h3>
      <label for="covers-url">${t.url}</label>
      <div class="row">
        <input
          id="covers-url"
          type="url"
          class="mono"
          autocomplete="off"
          spellcheck="false"
          placeholder="https://www.example.com/index.html"
          aria-describedby="covers-hint"
          @input=${(event: Event) => {
            this.url = (event.target as HTMLInputElement).value.trim();
            this.found = null;
          }}
        />
        <button type="submit">${t.ask}</button>
      </div>
      <p class="hint" id="covers-hint">${this.run === null ? t.needsRun : t.coversHint}</p>
      <div role="status">${found === null ? nothing : this.renderFound(found)}</div>
    </form>`;
  }

  private look(): void {
    const { run, url } = this;
    if (url === "" || run === null) return this.querySelector<HTMLElement>("#covers-url")?.focus();
    this.found = covers(url, run.tasks, run.ledger, this.language);
  }

  private renderFound({ covered, by, because }: ReturnType<typeof covers>) {
    const t = this.words.learn;
    const until = this.run?.ledger.provenUntil ?? null;
    const line = (task: TaskView) => html`<li>
      ${stateIcon[task.state]} <bdi class="mono" translate="no">${inert(task.objectPath, 200)}</bdi>
      <span class="muted">${inert(task.objectType, 40)}${task.creationTime === null ? nothing : html` · ${localTime(task.creationTime, this.language)}`}</span>
    </li>`;
    return html`<div class="found ${covered}">
      <p>${VERDICTS[covered]} <b>${t.answers[covered]}</b>${this.t.colon}${prose(because)}</p>
      ${covered === "no" && until !== null ? html`<p class="muted">${t.coversUntil(clockTime(until, this.language), zoneOffset(until))}</p>` : nothing}
      ${by.length === 0 ? nothing : html`<p class="muted">${t.by(by.length)}</p><ul>${by.slice(0, TASKS_SHOWN).map(line)}</ul>`}
      ${by.length > TASKS_SHOWN ? html`<p class="muted">${this.t.remarks.more(by.length - TASKS_SHOWN)}</p>` : nothing}
    </div>`;
  }

  private renderPolicy() {
    const { words, query } = this;
    const t = words.learn;
    const account = /^\d+$/.test(this.account.trim()) ? this.account.trim() : undefined;
    const policy = policyOf(query, account);
    return html`<h3>${t.policy}</h3>
      <p class="hint">${t.policyNote}</p>
      <label for="policy-account">${t.account}</label>
      <input
        id="policy-account"
        class="mono"
        inputmode="numeric"
        autocomplete="off"
        placeholder="*"
        aria-describedby="policy-account-hint"
        @input=${(event: Event) => (this.account = (event.target as HTMLInputElement).value)}
      />
      <p class="hint" id="policy-account-hint">${t.accountHint}</p>
      ${policy === null
        ? html`<p class="muted">${words.run.notOk}</p>`
        : html`<div class="code">
            <pre translate="no" tabindex="0" role="group" aria-label=${t.policy}>${policy}</pre>
            ${copyButton(this.t, policy, t.policy)}
          </div>`}`;
  }

  private renderTyping() {
    const t = this.words.typing;
    const measure = () => {
      const times = typingTimes();
      const rows = document.querySelector("refresh-tasks")?.loaded ?? 0;
      this.typing = times === null ? t.none : t.figure(times.median.toFixed(1), times.worst.toFixed(1), times.keys, rows);
    };
    return html`<p class="typing">
      <span>${t.title}</span> <button type="button" class="quiet" title=${t.note} @click=${measure}>${t.measure}</button> <span role="status">${this.typing}</span>
    </p>`;
  }
}

/** Null where a domain is none: the form says so where it was typed. */
function policyOf(query: Query, account: string | undefined): string | null {
  try {
    return JSON.stringify(ramPolicy(query, account), null, 2);
  } catch {
    return null;
  }
}
