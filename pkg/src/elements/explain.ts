import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { contract, explain } from "../index.js";
import { explained } from "./explained.styles.js";
import { explanationView } from "./fault-view.js";
import { ReadingElement } from "./reading-element.js";
import { basics, controls, tokens } from "./styles.js";
import type { ExplainElement } from "./types.js";

const explainStyles = css`
  #hint {
    margin-block: 3px 10px;
    font-size: 0.857em;
  }
  label {
    margin-block-end: 4px;
    color: var(--_muted);
    font-size: 0.923em;
  }
`;

export class Explain extends ReadingElement implements ExplainElement {
  static override styles = [tokens, basics, controls, explained, explainStyles];

  @property({ reflect: true }) accessor code = "";

  protected override render() {
    const { t, language } = this;
    const code = this.code.trim();
    return html`<label for="code">${t.explain.label}</label>
      <input
        id="code"
        class="mono"
        part="control"
        list="codes"
        .value=${live(this.code)}
        autocomplete="off"
        spellcheck="false"
        aria-describedby="hint"
        @input=${(event: Event) => (this.code = (event.target as HTMLInputElement).value)}
      />
      <datalist id="codes">${contract(language).errors.map((known) => html`<option value=${known.code}></option>`)}</datalist>
      <p id="hint" class="muted">${t.explain.hint}</p>
      <div class="answer">${code === "" ? html`<p class="muted">${t.explain.waiting}</p>` : explanationView(t, explain(code, language))}</div>`;
  }
}
