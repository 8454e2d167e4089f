/** Small sums about a school's day. Pure. */
import type { Lesson } from "../api/types";
import { instantOf } from "../i18n/format";

/** The date so many days later, both as "2026-11-23". */
export function otherDay(date: string, days: number): string {
  const there = new Date(`${date}T00:00:00Z`);
  there.setUTCDate(there.getUTCDate() + days);
  return there.toISOString().slice(0, 10);
}

/** How many lessons there are, and of each kind; a waiting room counts as running. */
export function counted(lessons: readonly Lesson[]): {
  n: number;
  live: number;
  planned: number;
  ended: number;
} {
  const of = (...phases: Lesson["phase"][]) =>
    lessons.filter((lesson) => phases.includes(lesson.phase)).length;
  return { n: lessons.length, live: of("live", "waiting"), planned: of("planned"), ended: of("ended") };
}

const LONGEST_MS = 12 * 3600 * 1000;

export type Times = { ok: true; from: number; to: number } | { ok: false; why: "order" | "long" | "missing" };

/** Start and end of a lesson (UTC ms) from what the form says, in the school's zone. */
export function lessonTimes(date: string, start: string, end: string): Times {
  const [from, to] = [instantOf(date, start), instantOf(date, end)];
  if (Number.isNaN(from) || Number.isNaN(to)) return { ok: false, why: "missing" };
  if (to <= from) return { ok: false, why: "order" };
  return to - from > LONGEST_MS ? { ok: false, why: "long" } : { ok: true, from, to };
}
