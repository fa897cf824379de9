/** Times and durations as people say them. */
// parse-duration: "1h30m", "2 days", unit tables for many languages, no dependencies, released this autumn.
import parseDuration from "parse-duration";
import { say } from "./say.js";
import { usage } from "./exit.js";

const PLAIN_SECONDS = /^\d+(\.\d+)?$/;
const DURATION = /^(\d+(\.\d+)?\s*[a-zµ]+\s*)+$/i;
/** Chinese units, as they are written after a number. */
const CHINESE_UNITS: [RegExp, string][] = [
  [/\s*(毫秒)/g, "ms"],
  [/\s*(秒钟|秒)/g, "s"],
  [/\s*(分钟|分)/g, "m"],
  [/\s*(个?小时|个?钟头)/g, "h"],
  [/\s*(天|日)/g, "d"],
];

/** Milliseconds of `2h`, `1h30m`, `90s`, `45 min`, `2 小时`; a bare number is seconds. */
export function duration(text: string, option: string): number {
  const given = text.trim();
  if (PLAIN_SECONDS.test(given)) return Math.round(Number(given) * 1000);
  const latin = CHINESE_UNITS.reduce((told, [chinese, unit]) => told.replace(chinese, unit), given);
  const ms = DURATION.test(latin) ? parseDuration(latin) : null;
  if (ms === null || ms === undefined || !Number.isFinite(ms) || ms < 0) {
    throw usage(
      say(`${option}: \`${text}\` is not a duration`, `${option}：\`${text}\` 不是时长`),
      say("write for example `90s`, `30m`, `2h`, `1h30m` or `3d`", "可以写成 `90s`、`30m`、`2h`、`1h30m`、`3d`"),
    );
  }
  return Math.round(ms);
}

const DATE_TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?$/i;

/**
 * A moment: `now`, `2h ago`, `2 小时前`, RFC 3339, or a date and time with an offset. Without an offset nobody knows which moment is
 * meant, and that is said.
 */
export function moment(text: string, option: string, now: number): number {
  const given = text.trim();
  if (/^(now|现在)$/i.test(given)) return now;
  const ago = /^(.+?)\s*(ago|前)$/i.exec(given);
  if (ago?.[1] !== undefined) return now - duration(ago[1], option);
  if (DURATION.test(given)) return now - duration(given, option);
  const parts = DATE_TIME.exec(given);
  if (parts === null) {
    throw usage(
      say(`${option}: \`${text}\` is not a time`, `${option}：\`${text}\` 不是时间`),
      say("write for example `2h ago`, `2026-11-24T02:00:00Z` or `2026-11-24 10:00+08:00`", "可以写成 `2h ago`、`2026-11-24T02:00:00Z`、`2026-11-24 10:00+08:00`"),
    );
  }
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", zone] = parts;
  if (zone === undefined) {
    throw usage(
      say(`${option}: \`${text}\` has no offset, so it could be any of 24 moments`, `${option}：\`${text}\` 没有时区，无法确定是哪一时刻`),
      say(`write \`${given}+08:00\` for Beijing time, or \`${given}Z\` for UTC`, `北京时间请写 \`${given}+08:00\`，UTC 请写 \`${given}Z\``),
    );
  }
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${hour.padStart(2, "0")}:${minute}:${second}${offset(zone)}`;
  const ms = Date.parse(iso);
  // Date.parse rolls 30 February over into March.
  const rolled = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day);
  if (Number.isNaN(ms) || rolled) {
    throw usage(say(`${option}: \`${text}\` is no moment of any calendar`, `${option}：\`${text}\` 不是有效的日期时间`));
  }
  return ms;
}

function offset(zone: string): string {
  if (/^[zgu]/i.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "");
  const padded = digits.length <= 2 ? `${digits.padStart(2, "0")}00` : digits;
  return `${zone[0]}${padded.slice(0, 2)}:${padded.slice(2)}`;
}

/** `2 h 05 min`, `3 min 20 s`, `8 s`. */
export function spell(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (hours > 0) return say(`${hours} h ${two(minutes)} min`, `${hours} 小时 ${two(minutes)} 分`);
  if (minutes > 0) return say(`${minutes} min ${two(seconds % 60)} s`, `${minutes} 分 ${two(seconds % 60)} 秒`);
  return say(`${seconds} s`, `${seconds} 秒`);
}

/** Local time with its offset, so that it can be pasted back in. */
export function local(ms: number, withDate = true): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return withDate ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}` : time;
}

/** The machine's offset at a moment, `+08:00`. */
export function zoneOf(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset();
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return minutes === 0 ? "Z" : `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
