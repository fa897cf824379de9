import type { Locale } from "../index.js";

const MINUTE = 60_000;

/** The service's own form, to the second: `2026-11-24T03:50:00Z`. */
export const serviceTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** The instant of a text in the service's form; null for everything else. */
export function readServiceTime(text: unknown): number | null {
  if (typeof text !== "string" || !TIME.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || serviceTime(ms) !== text ? null : ms;
}

const tag = (locale: Locale) => (locale === "zh" ? "zh-CN" : "en-GB");
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: Locale): Intl.DateTimeFormat {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(tag(locale), { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
    formats.set(locale, format);
  }
  return format;
}

/** As the reader's clock shows it. */
export const localTime = (ms: number, locale: Locale): string => formatOf(locale).format(ms);

/** From one moment to another, the day said once where it is the same. */
export const localRange = (start: number, end: number, locale: Locale): string => formatOf(locale).formatRange(start, end);

/** The room between a number and its Chinese unit that texts have, and `Intl` leaves out. */
const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, "$1 ");

/** The same, where it is today only the time: `12:03:10`. */
export function clockTime(ms: number, locale: Locale, now = Date.now()): string {
  return new Date(ms).toDateString() === new Date(now).toDateString() ? new Date(ms).toTimeString().slice(0, 8) : localTime(ms, locale);
}

/** The reader's zone at that instant, as an offset: `UTC+08:00`. */
export function zoneOffset(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const digits = (n: number) => String(n).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
}

/** A UTC time for columns: `11-24 03:50:00`, with the year where it is not this one. */
export function columnTime(ms: number, now: number): string {
  const text = new Date(ms).toISOString();
  const year = new Date(now).toISOString().slice(0, 4);
  return `${text.startsWith(`${year}-`) ? text.slice(5, 10) : text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** How long ago, or how long until, in the largest fitting unit. */
export function relativeTime(ms: number, now: number, locale: Locale): string {
  const format = new Intl.RelativeTimeFormat(tag(locale), { numeric: "always" });
  const said = (value: number, unit: Intl.RelativeTimeFormatUnit) => spaced(format.format(value, unit));
  const minutes = (ms - now) / MINUTE;
  const size = Math.abs(minutes);
  if (size < 1) return said(Math.round(minutes * 60), "second");
  if (size < 60) return said(Math.round(minutes), "minute");
  if (size < 60 * 48) return said(Math.round(minutes / 60), "hour");
  if (size < 60 * 24 * 60) return said(Math.round(minutes / 60 / 24), "day");
  return said(Math.round((minutes / 60 / 24 / 365.25) * 12), "month");
}

/** What is left, as `14:59`. */
export function minutesLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The day a local midnight opens, short: `Tue 24`. */
export function dayLabel(ms: number, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), locale === "zh" ? { month: "numeric", day: "numeric" } : { weekday: "short", day: "numeric" }).format(ms);
}

/** A span of seconds in its largest fitting unit: `15 min`. */
export function spanOf(seconds: number, locale: Locale): string {
  const [value, unit] = seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : seconds < 172_800 ? [seconds / 3600, "hour"] : [seconds / 86_400, "day"];
  // Not `en-GB`, which writes `mins` and `hrs`.
  return spaced(new Intl.NumberFormat(locale === "zh" ? "zh-CN" : "en", { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value));
}
