import { html, nothing } from "lit";
import type { Locale, Plan, PlannedCall } from "../index.js";
import { copyButton } from "./copy.js";
import { severityIcon, stateIcon } from "./icons.js";
import { ROWS, pager } from "./pager.js";
import { planLine } from "./plan-line.js";
import { inert, prose } from "./prose.js";
import type { Texts } from "./text/plan/index.js";
import { localRange, localTime, spanOf, zoneOffset } from "./time.js";

export interface MadeView {
  t: Texts;
  language: Locale;
  plan: Plan;
  now: number;
  /** Days that the service remembers. */
  days: number;
  /** Without the question above it. */
  alone: boolean;
  firstWindow: number;
  firstCall: number;
  showWindows(first: number): void;
  showCalls(first: number): void;
  prepare(call: PlannedCall): void;
}

/** A plan as a picture, its routes with their prices, its windows and its calls. */
export function madeView(view: MadeView) {
  const { t, language, plan, now, days } = view;
  return html`<div class="plan ${view.alone ? "alone" : ""}">
    <h3>${t.plan.lineTitle(days)}</h3>
    ${planLine({ t, language, plan, now, days })}
    ${plan.unreachable.length === 0
      ? nothing
      : html`<ul class="unreachable">
          ${plan.unreachable.map(({ start, end, reason }) => html`<li>${severityIcon.warning} ${t.plan.out(localTime(Date.parse(start), language), localTime(Date.parse(end), language), reason)}</li>`)}
        </ul>`}
    <h3>${t.plan.routesTitle}</h3>
    ${routes(view)} ${plan.windows.length === 0 ? nothing : windows(view)} ${calls(view)}
  </div>`;
}

function routes({ t, language, plan: { routes, route: chosen } }: MadeView) {
  return html`<ul class="routes">
    ${routes.map(({ route, safe, calls, seconds, because }) => {
      const price = [t.plan.price(calls.least, calls.expected, calls.most), lasts(t, language, seconds)];
      return html`<li class=${route === chosen ? "chosen" : ""} data-route=${route}>
        <p class="price">
          <strong>${t.plan.routes[route]}</strong>
          ${route === chosen ? html`<span class="tag">${stateIcon.succeeded} ${t.plan.chosen}</span>` : nothing}
          ${safe ? nothing : html`<span class="tag unsafe">${severityIcon.warning} ${t.plan.unsafe}</span>`}
          <span class="number">${price.join(language === "zh" ? "，" : ", ")}</span>
        </p>
        <p class="because">${prose(because)}</p>
      </li>`;
    })}
  </ul>`;
}

function windows({ t, language, plan: { windows }, now, firstWindow: first, showWindows }: MadeView) {
  const title = t.plan.windowsTitle(windows.length);
  const lines = () => ["StartTime\tEndTime", ...windows.map(({ request }) => `${request.StartTime}\t${request.EndTime}`)].join("\n");
  return html`<div class="head"><h3>${title}</h3>${copyButton(t, lines, title)}</div>
    <p class="hint">${t.plan.windowsNote}${t.space}${t.plan.zone(zoneOffset(now))}</p>
    <div class="scroll windows" tabindex="0" role="group" aria-label=${title}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t.plan.number}</th>
            <th scope="col" translate="no">StartTime</th>
            <th scope="col" translate="no">EndTime</th>
            <th scope="col">${t.plan.local}</th>
          </tr>
        </thead>
        <tbody>
          ${windows.slice(first, first + ROWS).map(
            ({ start, end, request }, row) =>
              html`<tr>
                <th scope="row" class="number">${first + row + 1}</th>
                <td><code>${request.StartTime}</code></td>
                <td><code>${request.EndTime}</code></td>
                <td class="number">${localRange(Date.parse(start), Date.parse(end), language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pager(t, title, first, windows.length, showWindows)}`;
}

function calls(view: MadeView) {
  const { t, plan: { calls }, firstCall: first, showCalls } = view;
  const title = t.plan.callsTitle(calls.length);
  const rows: [number, PlannedCall][] = [];
  for (let index = first; index < Math.min(first + ROWS, calls.length); index += 1) {
    const call = calls.at(index);
    if (call) rows.push([index, call]);
  }
  return html`<h3>${title}</h3>
    <p class="hint">${t.plan.callsNote}</p>
    <ol class="calls" start=${first + 1}>
      ${rows.map(([index, call]) => callLine(view, index, call))}
    </ol>
    ${pager(t, title, first, calls.length, showCalls)}`;
}

function callLine({ t, language, prepare }: MadeView, index: number, call: PlannedCall) {
  const until = call.notAfter === null ? t.plan.noEnd : t.plan.until(localTime(call.notAfter, language));
  return html`<li>
    <span class="number">${index + 1}</span>
    <div>
      <p translate="no" class="operation">${call.operation}</p>
      <p translate="no" class="pairs">${Object.entries(call.request).map(([name, value]) => html`<code><span class="name">${name}</span>=${inert(String(value), 300)}</code> `)}</p>
      <p class="hint">${until}</p>
    </div>
    <button type="button" aria-label=${t.plan.prepareOne(index + 1)} @click=${() => prepare(call)}>${t.form.submit}</button>
  </li>`;
}

/** How long a route takes, in words. */
export function lasts(t: Texts, language: Locale, { least, expected }: Plan["routes"][number]["seconds"]): string {
  if (expected !== null) return expected < 1 ? t.plan.atOnce : t.plan.lasts(spanOf(expected, language));
  return least < 1 ? t.plan.longer : t.plan.lastsAtLeast(spanOf(least, language));
}
