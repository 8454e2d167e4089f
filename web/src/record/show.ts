/** How the values of a record read on paper: spans, minutes, counts. Pure but for the chosen language. */

import type { Attendee, Interruption, LessonRecord, Pupil, Span } from "../generated/record";
import { t } from "../i18n";
import { formatClock, formatDate, formatSpan, formatTime, type Instant, instantOf } from "../i18n/format";
import { fullName, periodName } from "../i18n/names";

export const NONE = "–";

/** Whole minutes that are over. */
export function minutes(ms: number): number {
  return Math.max(0, Math.floor(ms / 60_000));
}

export function spans(all: readonly Span[]): string[] {
  return all.map(({ from, to }) => formatSpan(from, to));
}

/** "09:41:07–09:42:31 (1:24)": for what lasts seconds. */
export function exactSpan({ from, to }: Span): string {
  return `${formatTime(from, true)}–${formatTime(to, true)} (${formatClock((to - from) / 1000)})`;
}

/** "09:01, 23/11/2026". */
export function moment(at: Instant): string {
  return `${formatTime(at)}, ${formatDate(at)}`;
}

export function dayOf(date: string): string {
  return formatDate(instantOf(date, "12:00"));
}

export function who({ name, title }: Attendee): string {
  return fullName({ name, title: title ?? null });
}

/** "Buổi sáng, tiết 2"; only the period's own name where the timetable says no more. */
export function slotName({ session, period_no: number, period }: LessonRecord["slot"]): string {
  const known = session === "sang" || session === "chieu";
  if (!known || number === undefined) return periodName(period) || NONE;
  return t("record.slot", { session: t(`record.session.${session}`), number });
}

export function formName({ form }: LessonRecord["content"]): string {
  return form === "ho_tro" || form === "thay_the" ? t(`record.form.${form}`) : t("record.form.unknown");
}

/** Present and late together: who is late was there. */
export function here({ present, late }: LessonRecord["attendance"]): number {
  return present + late;
}

/** "2 lần, 1:35": how often and how long a pupil was not heard in the middle of the lesson. */
export function gapText({ gaps }: Pupil): string {
  if (gaps.length === 0) return NONE;
  const length = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  return t("record.gaps", { n: gaps.length, time: formatClock(length / 1000) });
}

export function statusText(pupil: Pupil): string {
  const status = t(`attendance.${pupil.status}`);
  const late = pupil.status === "late" ? ` (${t("record.minutes", { n: minutes(pupil.late_ms) })})` : "";
  return status + late + (pupil.school ? ` · ${t("record.at_school")}` : "");
}

export function interruptions(all: readonly Interruption[]): string[] {
  return all.map((one) => `${exactSpan(one)}: ${t(`record.part_of.${one.part}`)}`);
}
