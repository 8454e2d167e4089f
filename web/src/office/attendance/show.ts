/** How cells, days and weeks of a month read. Pure but for the chosen language. */
import { t } from "../../i18n";
import { formatDate, type Instant, instantOf } from "../../i18n/format";
import type { Attender, Interval } from "../data";
import { otherDay } from "../schoolday";
import type { Cell, HeldPeriod, Mark, PupilRow, Shown, Totals } from "./data";

/** As the logbook writes them; · there, – not in the list. */
export const SIGNS: Record<Shown, string> = {
  present: "·",
  late: "M",
  absent_unknown: "?",
  P: "P",
  K: "K",
  none: "–",
};

export const SHOWN = Object.keys(SIGNS) as Shown[];

/** "Vắng có phép, theo đơn xin phép": what a sign means, for who cannot see it. */
export function cellText({ shown, source, at_school: atSchool }: Cell): string {
  const words = [t(`cell.${shown}`)];
  if (source) words.push(t(`cell.by_${source}`));
  if (atSchool) words.push(t("cell.at_school"));
  return words.join(", ");
}

/** "Sáng, tiết 2, Toán"; what the timetable does not say is left out. */
export function periodText({ session, period, subject }: HeldPeriod): string {
  if (period === null || !isSession(session)) return subject;
  return t("month.period_of", { session: t(`month.${session}`), n: period, subject });
}

function isSession(session: string): session is "sang" | "chieu" | "toi" {
  return session === "sang" || session === "chieu" || session === "toi";
}

export const dayText = (day: string) => formatDate(instantOf(day, "12:00"));

/** The last whole day before a midnight. */
export const lastDay = (midnight: Instant) => formatDate(new Date(midnight).getTime() - 1);

/** The days of a month's periods, with the places of theirs: "2026-11-23" has the 0th and 1st. */
export function daysOf(periods: readonly HeldPeriod[]): { day: string; places: number[] }[] {
  const days: { day: string; places: number[] }[] = [];
  periods.forEach(({ day }, place) => {
    const last = days.at(-1);
    if (last?.day === day) last.places.push(place);
    else days.push({ day, places: [place] });
  });
  return days;
}

/** The Mondays of the weeks that touch the days. */
export function mondaysOf(first: string, last: string): string[] {
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const mondays: string[] = [];
  for (let monday = otherDay(first, -weekday); monday <= last; monday = otherDay(monday, 7))
    mondays.push(monday);
  return mondays;
}

/** So many months later, both as "2026-11". */
export function otherMonth(month: string, months: number): string {
  const there = new Date(`${month}-01T00:00:00Z`);
  there.setUTCMonth(there.getUTCMonth() + months);
  return there.toISOString().slice(0, 7);
}

/** All pupils together. */
export function summed(pupils: readonly PupilRow[]): Totals {
  const sum: Totals = { held: 0, present: 0, late: 0, excused: 0, unexcused: 0, unknown: 0 };
  for (const { totals } of pupils)
    for (const name of Object.keys(sum) as (keyof Totals)[]) sum[name] += totals[name];
  return sum;
}

/** Between two connections, UTC ms; `counted`: it counts as attended all the same. */
export interface NetworkGap {
  from: number;
  to: number;
  counted: boolean;
}

/** Gaps within the time that counts; being away before the first or after the last presence is none. */
export function gapsOf({ intervals, bridged }: Pick<Attender, "intervals" | "bridged">): NetworkGap[] {
  const [all, whole] = [intervals.map(inMs), bridged.map(inMs)];
  const [begin, end] = [whole[0]?.from, whole.at(-1)?.to];
  if (begin === undefined || end === undefined) return [];
  return all.slice(1).flatMap((later, place) => {
    const from = Math.max(all[place]?.to ?? later.from, begin);
    const to = Math.min(later.from, end);
    if (from >= to) return [];
    return [{ from, to, counted: whole.some((one) => one.from <= from && to <= one.to) }];
  });
}

/** One that still runs has no end. */
const inMs = ({ from, to }: Interval) => ({
  from: Date.parse(from),
  to: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
});

/** Usual reasons for what is written. */
export function reasons(mark: Mark): string[] {
  if (mark === "P") return [t("mark.why_note"), t("mark.why_ill"), t("mark.why_device"), t("mark.why_power")];
  if (mark === "K") return [t("mark.why_none"), t("mark.why_family")];
  if (mark === "muon") return [t("mark.why_late")];
  return mark === "co_mat" ? [t("mark.why_seen"), t("mark.why_shared")] : [];
}
