import { html, nothing } from "lit";
import type { Explanation } from "../index.js";
import { inert, prose, sourceView } from "./prose.js";
import type { Texts } from "./text/index.js";

const row = (name: string, value: unknown) => (value === null || value === "" ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`);

/** What a code means. */
export function explanationView(t: Texts, explanation: Explanation) {
  const { code, known, httpStatus, message, cause, remedy, retryable, throttled, params, source } = explanation;
  return html`<article class="explanation">
    <h3>
      <code translate="no">${inert(code, 200)}</code> ${known ? nothing : html`<span class="tag">${t.explain.unknown}</span>`}
      ${throttled ? html`<span class="tag">${t.fault.throttled}</span>` : nothing}
    </h3>
    <dl>
      ${row(t.fault.message, message)} ${row(t.fault.cause, prose(cause))} ${row(t.fault.remedy, html`<b>${prose(remedy)}</b>`)}
      ${known ? row(t.fault.retry, retryable ? t.fault.retryable : t.fault.notRetryable) : nothing} ${row(t.fault.status, httpStatus)}
      ${row(t.fault.params, params.length === 0 ? null : params.map((param, index) => html`${index > 0 ? " · " : ""}<code translate="no">${param}</code>`))}
    </dl>
    ${source === null ? nothing : html`<p class="muted">${t.sourceOf}${sourceView(source)}</p>`}
  </article>`;
}
