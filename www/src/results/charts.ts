import type { Locale } from "cdn-refresh-tasks";
import { stateIcon } from "cdn-refresh-tasks/elements/icons";
import { inert } from "cdn-refresh-tasks/elements/prose";
import { styled } from "cdn-refresh-tasks/elements/styled";
import type { Texts } from "cdn-refresh-tasks/elements/text/reading/index";
import { localRange } from "cdn-refresh-tasks/elements/time";
import { html, nothing, svg } from "lit";
import type { StageTexts } from "../text/stages/index.js";
import { type Ended, STATES, type When, total, whereOf } from "./figures.js";

export interface ChartView {
  t: Texts;
  words: StageTexts;
  language: Locale;
}

const WIDTH = 560;
const HEIGHT = 190;
const LEFT = 46;
const BOTTOM = 22;
const TOP = 8;
const RIGHT = 10;
const MINUTE = 60_000;
/** What a character of a label takes at most, in narrow windows. */
const CHARACTER = 11;

/** A day where one begins, a time elsewhere: no two ticks read the same. */
function tickLabel(ms: number, step: number, language: Locale): string {
  const midnight = new Date(ms).getHours() === 0 && new Date(ms).getMinutes() === 0 && new Date(ms).getSeconds() === 0;
  const options: Intl.DateTimeFormatOptions = midnight && step >= MINUTE ? { month: "short", day: "numeric" } : { hour: "2-digit", minute: "2-digit", ...(step < MINUTE && { second: "2-digit" }) };
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", options).format(ms);
}

/** Axes around what is drawn; hidden from screen readers, which have the sentences and the table. */
function frame(view: ChartView, from: number, to: number, most: number, timeTicks: readonly number[], countTicks: readonly number[], drawn: (x: (ms: number) => number, y: (n: number) => number) => unknown) {
  const x = (ms: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (ms - from)) / Math.max(1, to - from);
  const step = timeTicks.length > 1 ? (timeTicks[1] as number) - (timeTicks[0] as number) : to - from;
  let free = -Infinity;
  const y = (n: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - n / Math.max(1, most));
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
    ${countTicks.map((n) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(n)} y2=${y(n)} /><text class="count" x=${LEFT - 6} y=${y(n) + 4}>${n.toLocaleString(view.language)}</text>`)}
    ${drawn(x, y)}
    <line class="axis" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(0)} y2=${y(0)}></line>
    ${timeTicks
      .filter((ms) => x(ms) >= LEFT && x(ms) <= WIDTH - RIGHT)
      .map((ms) => {
        const at = x(ms);
        const anchor = at < LEFT + 24 ? "start" : at > WIDTH - RIGHT - 24 ? "end" : "middle";
        const label = tickLabel(ms, step, view.language);
        const wide = label.length * CHARACTER;
        const left = anchor === "start" ? at : anchor === "end" ? at - wide : at - wide / 2;
        const room = left >= free;
        if (room) free = left + wide;
        return svg`<line class="axis" x1=${at} x2=${at} y1=${y(0)} y2=${y(0) + 4} />${room ? svg`<text class="time" text-anchor=${anchor} x=${at} y=${HEIGHT - 4}>${label}</text>` : nothing}`;
      })}
  </svg>`;
}

/** Columns of tasks by the time they were submitted. */
export function whenChart(view: ChartView, when: When) {
  const { words, language, t } = view;
  const [first, last] = [when.bins[0], when.bins.at(-1)];
  if (!first || !last) return nothing;
  const states = STATES.filter((state) => when.bins.some(({ counts }) => counts[state] > 0));
  const columns = (x: (ms: number) => number, y: (n: number) => number) =>
    when.bins.map(({ from, to, counts }) => {
      let below = 0;
      const width = Math.max(1, x(to) - x(from) - 1);
      return states.map((state) => {
        const start = below;
        below += counts[state];
        return counts[state] === 0 ? nothing : svg`<rect class=${state} x=${x(from)} width=${width} y=${y(below)} height=${Math.max(0.75, y(start) - y(below))} />`;
      });
    });
  const filled = when.bins.filter(({ counts }) => total(counts) > 0);
  return html`${frame(view, first.from, last.to, when.most, when.timeTicks, when.countTicks, columns)}
    <p class="legend" aria-hidden="true">${states.map((state) => html`<span class=${state}>${stateIcon[state]} ${t.summary.states[state]}</span>`)}</p>
    <details>
      <summary>${words.results.asText}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.results.when}>
        <table>
          <thead><tr><th scope="col">${words.results.submitted}</th>${states.map((state) => html`<th scope="col">${t.summary.states[state]}</th>`)}</tr></thead>
          <tbody>
            ${filled.map(({ from, to, counts }) => html`<tr><th scope="row" class="number">${localRange(from, to, language)}</th>${states.map((state) => html`<td class="number">${counts[state].toLocaleString(language)}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>
    </details>`;
}

/** How many had ended at each moment. */
export function endedChart(view: ChartView, { steps, all, timeTicks, countTicks }: Ended) {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return nothing;
  const to = Math.max(last.at, first.at + 1000);
  const stairs = (x: (ms: number) => number, y: (n: number) => number) => {
    const path = steps.map(({ at, count }, index) => (index === 0 ? `M${x(at)} ${y(0)}` : `H${x(at)}V${y(count)}`)).join("");
    return svg`<path class="area" d="${path}H${x(to)}V${y(0)}Z" /><path class="line" d="${path}H${x(to)}" />`;
  };
  return frame(view, first.at, to, all, timeTicks, countTicks, stairs);
}

/** Hosts with failures, each a bar as long as its failures are many. A table already, so nothing needs to be told twice. */
export function whereChart({ words, language }: ChartView, { hosts, others, othersFailed }: ReturnType<typeof whereOf>) {
  const most = Math.max(1, ...hosts.map(({ failed }) => failed));
  const { results: t } = words;
  const percent = (failed: number, all: number) => `${((100 * failed) / all).toFixed(failed / all < 0.1 ? 1 : 0)}%`;
  return html`<table class="where">
    <thead class="sr"><tr><th scope="col">${t.host}</th><th scope="col">${t.failed}</th><th scope="col">${t.share}</th></tr></thead>
    <tbody>
      ${hosts.map(
        ({ host, failed, all }) =>
          html`<tr>
            <th scope="row"><bdi translate="no">${inert(host, 80)}</bdi></th>
            <td class="number"><span class="bar" aria-hidden="true" ${styled({ "inline-size": `calc(${failed / most} * (100% - 56px))` })}></span><span>${failed.toLocaleString(language)}</span></td>
            <td class="number muted">${percent(failed, all)}</td>
          </tr>`,
      )}
      ${others === 0 ? nothing : html`<tr><th scope="row" class="muted">${t.others(others)}</th><td class="number">${othersFailed.toLocaleString(language)}</td><td></td></tr>`}
    </tbody>
  </table>`;
}

