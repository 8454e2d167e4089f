/** Which of the day's lessons to put first. Pure; the time is an argument. */
import type { DayLesson } from "../api/types";

export interface Featured {
  kind: "now" | "next";
  lesson: DayLesson;
}

const LIVE_FIRST = { live: 0, waiting: 1, planned: 2, ended: 3 };

/** The running lesson, else the next one, else null. The server's word on a lesson's phase goes before the clock. */
export function featured(lessons: readonly DayLesson[], now: number): Featured | null {
  const open = lessons.filter((lesson) => lesson.phase !== "ended" && (runs(lesson) || ends(lesson) > now));
  const [first] = [...open].sort(
    (a, b) =>
      Number(isNow(b, now)) - Number(isNow(a, now)) ||
      LIVE_FIRST[a.phase] - LIVE_FIRST[b.phase] ||
      byStart(a, b),
  );
  return first ? { kind: isNow(first, now) ? "now" : "next", lesson: first } : null;
}

/** By the bell. */
export function byStart(a: DayLesson, b: DayLesson): number {
  return Date.parse(a.starts_at) - Date.parse(b.starts_at);
}

const ends = (lesson: DayLesson) => Date.parse(lesson.ends_at);
const runs = (lesson: DayLesson) => lesson.phase === "live" || lesson.phase === "waiting";

function isNow(lesson: DayLesson, now: number): boolean {
  return lesson.phase === "live" || (Date.parse(lesson.starts_at) <= now && now < ends(lesson));
}
