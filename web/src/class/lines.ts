// A room of several lines: classes together (dạy ghép, chào cờ) or periods one after the other (tiết đôi). Pure.

import type { LessonView, Line } from "../generated/messages";
import { lessonLine } from "../i18n/names";

/** The lesson in a line; of several classes all their names, of several periods all of them. */
export function roomLine(lesson: LessonView): string {
  const lines = lesson.lines ?? [];
  if (lines.length < 2) return lessonLine(lesson);
  const class_name = each(lines.map((line) => line.class_name)).join(", ");
  const period = each(lines.map((line) => line.period)).join(", ");
  return lessonLine({ subject: lesson.subject, class_name, period });
}

/** The classes of the room, in order; empty: one class, or none. */
export function classesOf(lesson: LessonView): { id: string; name: string }[] {
  const named = (lesson.lines ?? []).flatMap(({ class_id, class_name }) =>
    class_id === undefined ? [] : [{ id: class_id, name: class_name }],
  );
  const ids = each(named.map(({ id }) => id));
  return ids.length < 2
    ? []
    : ids.map((id) => named.find((one) => one.id === id) as { id: string; name: string });
}

/** Which of several periods runs at `now`: the last that has begun, before that the first; null: there is one only. */
export function runningPeriod(lesson: LessonView, now: number): Line | null {
  const lines = [...(lesson.lines ?? [])].sort((a, b) => a.starts_at - b.starts_at);
  if (each(lines.map((line) => line.period)).length < 2) return null;
  return lines.filter(({ starts_at }) => starts_at <= now).at(-1) ?? lines[0] ?? null;
}

function each(words: readonly string[]): string[] {
  return [...new Set(words.filter(Boolean))];
}
