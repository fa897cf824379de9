import { html, nothing } from "lit";
import type { Locale, Plan } from "../index.js";
import { styled } from "./styled.js";
import type { Texts } from "./text/plan/index.js";
import { dayLabel, localTime, zoneOffset } from "./time.js";

const DAY = 86_400_000;
/** How much of what lies beyond the service's memory is drawn, in days; what goes on further is told. */
const BEFORE = 0.6;
const AFTER = 0.25;
/** Narrower windows than this could not be told apart: they are drawn as one. */
const MOST_DRAWN = 72;

export interface LineView {
  t: Texts;
  language: Locale;
  plan: Plan;
  now: number;
  /** Days that the service remembers. */
  days: number;
}

interface Part {
  kind: "window" | "out";
  start: number;
  end: number;
}

/** What the service still holds as a line up to now, with what is asked and what is out of reach on it; said in words as well. */
export function planLine({ t, language, plan, now, days }: LineView) {
  const first = now - (days + BEFORE) * DAY;
  const last = now + AFTER * DAY;
  const place = (ms: number) => (100 * (Math.min(Math.max(ms, first), last) - first)) / (last - first);
  /** Labels stand around their place, clear of the ends and of that of now. */
  const hasRoom = (at: number) => at >= 4 && at <= 96 && Math.abs(place(now) - at) >= 9;
  const { windows, unreachable } = plan;
  const parts: Part[] = unreachable.map(({ start, end }) => ({ kind: "out", start: Date.parse(start), end: Date.parse(end) }));
  const summed = windows.length > MOST_DRAWN;
  for (const { start, end } of summed ? whole(windows) : windows) parts.push({ kind: "window", start: Date.parse(start), end: Date.parse(end) });
  const bar = ({ kind, start, end }: Part) => {
    const from = place(start);
    return html`<span class="bar ${kind} ${start < first ? "before" : ""} ${end > last ? "after" : ""}" ${styled({ "left": `${from}%`, "width": `${Math.max(place(end) - from, 0.25)}%` })}></span>`;
  };
  return html`<figure class="line">
    <div class="track" role="img" aria-label=${inWords({ t, language, plan, now, days })}>
      <span class="held" ${styled({ left: `${place(now - days * DAY)}%`, width: `${place(now) - place(now - days * DAY)}%` })}></span>
      ${parts.map(bar)}
      ${midnights(first, last).map((ms) => html`<span class="tick" ${styled({ left: `${place(ms)}%` })}>${hasRoom(place(ms)) ? html`<span>${dayLabel(ms, language)}</span>` : nothing}</span>`)}
      <span class="tick now" ${styled({ left: `${place(now)}%` })}><span>${t.plan.now}</span></span>
    </div>
    <figcaption>
      ${windows.length === 0 ? html`<span>${t.plan.lineNothing}</span>` : html`<span class="key window">${summed ? t.plan.keySummed(windows.length) : t.plan.keyAsked}</span>`}
      <span class="key held">${t.plan.keyHeld(days)}</span>
      ${unreachable.length > 0 ? html`<span class="key out">${t.plan.keyOut}</span>` : nothing}
      <span class="zone">${t.plan.zone(zoneOffset(now))}</span>
    </figcaption>
  </figure>`;
}

/** Windows join without a gap, so the first start and the last end say where they lie. */
function whole(windows: Plan["windows"]) {
  const [first, last] = [windows[0], windows.at(-1)];
  return first && last ? [{ start: first.start, end: last.end }] : [];
}

/** The same in words. */
function inWords({ t, language, plan, days }: LineView): string {
  const time = (text: string) => localTime(Date.parse(text), language);
  const span = whole(plan.windows)[0];
  const asked = span ? t.plan.lineAsked(plan.windows.length, time(span.start), time(span.end)) : t.plan.lineNothing;
  return [t.plan.lineHeld(days), asked, ...plan.unreachable.map(({ start, end, reason }) => t.plan.out(time(start), time(end), reason))].join(" ");
}

function midnights(first: number, last: number): number[] {
  const found: number[] = [];
  const day = new Date(first);
  day.setHours(24, 0, 0, 0);
  while (day.getTime() < last) {
    found.push(day.getTime());
    day.setDate(day.getDate() + 1);
  }
  return found;
}
