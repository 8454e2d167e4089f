/**
 * Numbers, sizes, times and dates as the pages show them: in the chosen language's manner and in the school's
 * time zone, wherever the device is. Instants come as RFC 3339 text or UTC milliseconds. No network, no DOM.
 */
import { signal } from "@preact/signals";
import { language } from "./language";

export type Instant = string | number;

/** The school's zone; Viet Nam unless the server says otherwise. */
export const schoolZone = signal("Asia/Ho_Chi_Minh");

const locale = () => (language.value === "vi" ? "vi-VN" : "en-GB");
const millis = (at: Instant) => (typeof at === "number" ? at : Date.parse(at));

const made = new Map<string, Intl.DateTimeFormat>();

/** Each is made once: on a cheap phone that takes longer than all its uses, and a class's chat has hundreds of times. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const wanted = { timeZone: schoolZone.value, ...options };
  const key = locale + JSON.stringify(wanted);
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, wanted);
  made.set(key, known);
  return known;
}

function inSchool(at: Instant, options: Intl.DateTimeFormatOptions): string {
  return formatter(locale(), options).format(millis(at));
}

/** 3,2 in Vietnamese, 3.2 in English. */
export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** Bytes as "3,2 MB"; 1 MB is 1 000 000 bytes, as data packs count. From 10 MB up without a fraction. */
export function formatMegabytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return `${formatNumber(megabytes, megabytes < 10 ? 1 : 0)} MB`;
}

/** "07:50", or with seconds "07:50:04". */
export function formatTime(at: Instant, seconds = false): string {
  const exact = seconds ? ({ second: "2-digit" } as const) : {};
  return inSchool(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...exact });
}

/** "07:50–08:35". */
export function formatSpan(from: Instant, to: Instant): string {
  return `${formatTime(from)}–${formatTime(to)}`;
}

/** "23/11/2026". */
export function formatDate(at: Instant): string {
  return inSchool(at, { day: "2-digit", month: "2-digit", year: "numeric" });
}

/** "Thứ Hai, 23/11/2026". */
export function formatDay(at: Instant): string {
  const weekday = inSchool(at, { weekday: "long" });
  return `${weekday.charAt(0).toLocaleUpperCase(locale())}${weekday.slice(1)}, ${formatDate(at)}`;
}

/** "Th 2", "Mon" of the date "2026-11-23". */
export function formatWeekday(date: string): string {
  return inSchool(instantOf(date, "12:00"), { weekday: "short" });
}

/** Seconds as a clock, "4:12" or "1:04:12"; never negative. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The date in the school's zone as an input's value, "2026-11-23". */
export function dateOf(at: Instant): string {
  const parts = zonedParts(millis(at));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** A date and a time of the school as UTC milliseconds; NaN when either is malformed. */
export function instantOf(date: string, time: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  // Twice: across a zone's clock change the first guess may use the other side's offset.
  const guess = asUtc - zoneOffset(asUtc);
  return asUtc - zoneOffset(guess);
}

/** How far the school's clocks are ahead of UTC at an instant, in ms. */
function zoneOffset(at: number): number {
  const { year, month, day, hour, minute, second } = zonedParts(at);
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return shown - Math.floor(at / 1000) * 1000;
}

function zonedParts(at: number): Record<"year" | "month" | "day" | "hour" | "minute" | "second", string> {
  const format = formatter("en-GB", {
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const parts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  for (const { type, value } of format.formatToParts(at)) if (type in parts) parts[type as "year"] = value;
  return parts;
}
