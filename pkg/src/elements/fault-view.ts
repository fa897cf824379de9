import { html, nothing } from "lit";
import type { Explanation, Fault } from "../index.js";
import { severityIcon } from "./icons.js";
import { inert, prose, sourceView } from "./prose.js";
import type { Texts } from "./text/reading/index.js";

const row = (name: string, value: unknown) => (value === null || value === "" ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`);

/** A body that is no page: what it is, what its code means, what to do. */
export function faultView(t: Texts, fault: Fault) {
  // Of a code in no table, nothing is known about sending it again either.
  const retry = !fault.retryable
    ? fault.explanation.known
      ? t.fault.notRetryable
      : null
    : fault.retryAfterMs === null
      ? t.fault.retryable
      : t.fault.retryAfter(String(Math.round(fault.retryAfterMs / 100) / 10));
  return html`<article class="fault">
    <h3>${severityIcon.error} ${t.fault.causes[fault.cause] ?? fault.cause}</h3>
    <dl>
      ${row(t.fault.code, html`<code translate="no">${inert(fault.code)}</code>${fault.throttled ? html` <span class="tag">${t.fault.throttled}</span>` : nothing}`)}
      ${row(t.fault.message, fault.message === "" ? "" : inert(fault.message, 600))}
      ${row(t.fault.cause, prose(fault.explanation.cause))} ${row(t.fault.remedy, html`<b>${prose(fault.explanation.remedy)}</b>`)}
      ${row(t.fault.retry, retry)} ${row(t.fault.status, fault.httpStatus)} ${row(t.fault.requestId, fault.requestId === null ? null : html`<code translate="no">${inert(fault.requestId)}</code>`)}
      ${row(t.fault.hostId, fault.hostId === null ? null : inert(fault.hostId))} ${row(t.fault.recommend, fault.recommend === null ? null : inert(fault.recommend, 600))}
    </dl>
  </article>`;
}

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
