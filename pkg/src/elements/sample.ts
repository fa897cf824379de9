import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { type SampleLanguage, type TaskRequest, ramPolicy, sample } from "../index.js";
import { copyButton } from "./copy.js";
import { copyable } from "./copyable.styles.js";
import { copying } from "./copying.styles.js";
import { ReadingElement } from "./reading-element.js";
import { signingStyles } from "./signing.styles.js";
import { basics, controls, tokens } from "./styles.js";
import type { SampleElement } from "./types.js";

const LANGUAGES: Record<SampleLanguage, string> = { curl: "curl", "aliyun-cli": "aliyun CLI", node: "Node", python: "Python", go: "Go", java: "Java" };

export class Sample extends ReadingElement implements SampleElement {
  static override styles = [tokens, basics, controls, copyable, copying, signingStyles];

  @property({ attribute: false }) accessor request: TaskRequest | null = null;
  @state() private accessor chosen: SampleLanguage = "curl";
  @state() private accessor account = "";

  protected override render() {
    const { t, request } = this;
    if (request === null) return html`<p class="waiting">${t.sample.waiting}</p>`;
    const account = /^\d+$/.test(this.account.trim()) ? this.account.trim() : undefined;
    const policy = JSON.stringify(ramPolicy(questionOf(request), account), null, 2);
    return html`<fieldset>
        <legend>${t.sample.language}</legend>
        <div class="segments">
          ${(Object.keys(LANGUAGES) as SampleLanguage[]).map(
            (language) =>
              html`<label
                ><input type="radio" name="language" .checked=${this.chosen === language} @change=${() => (this.chosen = language)} />${LANGUAGES[language]}</label
              >`,
          )}
        </div>
      </fieldset>
      <div class="body">${this.code(sample(request, this.chosen), LANGUAGES[this.chosen], "sample")}</div>
      <div class="body">
        <h3>${t.sample.policy}</h3>
        <p class="note">${t.sample.policyNote}</p>
        <label for="account">${t.sample.account}</label>
        <input id="account" class="mono" inputmode="numeric" autocomplete="off" placeholder="*" aria-describedby="account-hint" @input=${(event: Event) => (this.account = (event.target as HTMLInputElement).value)} />
        <p class="hint" id="account-hint">${t.sample.accountHint}</p>
        <div class="body">${this.code(policy, t.sample.policy, "policy")}</div>
      </div>`;
  }

  private code(text: string, label: string, id: string) {
    return html`<div class="code" data-id=${id}>
      <pre translate="no" tabindex="0" role="group" aria-label=${label || nothing}>${text}</pre>
      ${copyButton(this.t, text, label)}
    </div>`;
  }
}

/** The question that a request asks, as far as permissions go. */
function questionOf(request: TaskRequest): Parameters<typeof ramPolicy>[0] {
  return {
    ...(request.TaskId === undefined ? {} : { taskIds: String(request.TaskId).split(",") }),
    ...(request.DomainName === undefined ? {} : { domainNames: [request.DomainName] }),
  };
}
