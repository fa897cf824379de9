import { html, nothing } from "lit";
import { styled } from "./styled.js";
import type { Diagnostic, Locale, TaskView } from "../index.js";
import { copyButton } from "./copy.js";
import { chevronIcon, severityIcon, stateIcon } from "./icons.js";
import { inert, inertText, prose } from "./prose.js";
import type { Texts } from "./text/reading/index.js";
import { columnTime, localTime, relativeTime, zoneOffset } from "./time.js";

export interface RowView {
  t: Texts;
  language: Locale;
  now: number;
  task: TaskView;
  remarks: Diagnostic[];
  /** Where the row comes from; empty where that need not be said. */
  mark: string;
  /** The documented statuses, for which the state says it all. */
  usual: ReadonlySet<string>;
  open: boolean;
  toggle(): void;
}

/** Paths and reasons are cut in rows; the whole text stands in the details. */
const ROW_TEXT = 300;
const DETAIL_TEXT = 4000;

/** One line of the table. Everything that came from outside is text, never an address to follow. */
export function rowView(view: RowView, rowIndex: number) {
  const { t, task, remarks, open, now } = view;
  const progress = task.progress;
  return html`<tr part="row" role="row" aria-rowindex=${rowIndex}>
    <td role="cell" class="state">
      <span class="badge">${stateIcon[task.state]} ${stateWord(t, task, view.usual)}${view.mark === "" ? nothing : html`<span class="mark">${view.mark}</span>`}</span>
    </td>
    <td role="cell" class="progress">
      ${progress === null
        ? html`<span class="muted">${task.rawProgress === null ? "–" : inert(task.rawProgress, 20)}</span>`
        : html`<span class="track" aria-hidden="true"><span ${styled({ "inline-size": `${progress}%` })}></span></span><span class="number">${shortened(progress)}%</span>`}
    </td>
    <td role="cell" class="path">
      <button type="button" class="open" aria-expanded=${open} @click=${view.toggle}>
        ${chevronIcon}<bdi class="mono" translate="no" title=${inertText(task.objectPath)}>${inert(task.objectPath, ROW_TEXT)}</bdi>
        ${remarks.length > 0 ? html`<span class="remarked" title=${t.tasks.problems(remarks.length)}>${severityIcon.warning}<span class="sr">${t.tasks.problems(remarks.length)}</span></span>` : nothing}
      </button>
    </td>
    <td role="cell" class="type" translate="no">${inert(task.objectType, 40)}</td>
    <td role="cell" class="created number">${task.creationTime === null ? "–" : columnTime(task.creationTime, now)}</td>
    <td role="cell" class="reason">${reason(t, task)}</td>
  </tr>`;
}

/** Two places fit; cut and not rounded, so that only what has ended reads 100. */
const shortened = (progress: number): string => String(progress).replace(/(\.\d\d)\d+$/, "$1");

/** The state in the reader's language, with the service's own word where it says more. */
function stateWord(t: Texts, task: TaskView, usual: ReadonlySet<string>) {
  return usual.has(task.status) ? t.summary.states[task.state] : html`${t.summary.states[task.state]} <span class="as-sent" translate="no">${inert(task.status, 40)}</span>`;
}

function reason(t: Texts, task: TaskView) {
  const { failure, description } = task;
  if (failure === null) return description ? html`<bdi class="muted">${inert(description, ROW_TEXT)}</bdi>` : nothing;
  const word = failure.reason === "Other" && failure.text !== "" ? html`<bdi>${inert(failure.text, ROW_TEXT)}</bdi>` : (t.summary.reasons[failure.reason] ?? failure.reason);
  return html`${word}${failure.httpStatus === null ? nothing : ` ${failure.httpStatus}`}`;
}

/** Everything known of one task. */
export function detailView(view: RowView, columns: number) {
  const { t, task, remarks, now, language } = view;
  const extra = Object.entries(task.extra);
  return html`<tr part="row" role="row" class="detail">
    <td role="cell" colspan=${columns}>
      ${remarks.map((remark) => html`<p class="remark">${severityIcon[remark.severity]} ${prose(remark.message)} ${remark.help ? html`<span class="muted">${prose(remark.help)}</span>` : nothing}</p>`)}
      <dl>
        <dt>${t.tasks.path}</dt>
        <dd><bdi class="mono" translate="no">${inert(task.objectPath, DETAIL_TEXT)}</bdi> ${copyButton(t, task.objectPath, t.tasks.path)}</dd>
        <dt>${t.tasks.id}</dt>
        <dd><bdi class="mono" translate="no">${inert(task.taskId, ROW_TEXT)}</bdi> ${copyButton(t, task.taskId, t.tasks.id)}</dd>
        <dt>${t.tasks.status}</dt>
        <dd translate="no">${inert(task.status, ROW_TEXT)}${task.rawProgress === null ? nothing : html` · ${inert(task.rawProgress, ROW_TEXT)}`}</dd>
        ${task.creationTime === null
          ? nothing
          : html`<dt>${t.tasks.created}</dt>
              <dd class="number">
                ${new Date(task.creationTime).toISOString().slice(0, 19).replace("T", " ")} · ${localTime(task.creationTime, language)} (${zoneOffset(task.creationTime)}) ·
                ${relativeTime(task.creationTime, now, language)}
              </dd>`}
        ${task.expiresAt === null ? nothing : html`<dt>${t.tasks.expires}</dt><dd>${relativeTime(task.expiresAt, now, language)}</dd>`}
        ${task.description ? html`<dt>${t.tasks.description}</dt><dd><bdi>${inert(task.description, DETAIL_TEXT)}</bdi></dd>` : nothing}
        ${extra.length === 0
          ? nothing
          : html`<dt>${t.tasks.extra}</dt>
              <dd class="mono">${extra.slice(0, 50).map(([name, value]) => html`<div><bdi>${inert(name, 80)}</bdi>: <bdi>${inert(JSON.stringify(value) ?? "", 500)}</bdi></div>`)}</dd>`}
      </dl>
    </td>
  </tr>`;
}
