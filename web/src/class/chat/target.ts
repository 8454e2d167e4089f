// To whom a line of chat may go, from here and now. Pure.

import type { Me, View } from "../../generated/messages";
import { leads, learns, writingOf } from "../../lib/lesson/rights";

/** Those one may choose among: "class", "teachers", and for a teacher each pupil who is there. */
export function targets(view: View, me: Me): string[] {
  const writing = writingOf(view, me);
  if (learns(me.role)) return writing === "questions" ? ["teachers"] : ["class", "teachers"];
  const all = me.role === "teacher" ? ["class"] : ["class", "teachers"];
  return leads(me.role) ? [...all, ...pupils(view)] : all;
}

/**
 * For whom a line is when `chosen` was chosen. It may end up with fewer people than was chosen, never with more: what is
 * meant for one pupil does not go to the class because that pupil's line has just dropped.
 */
export function targetOf(choices: readonly string[], chosen: string): string {
  return choices.includes(chosen) || chosen !== "class" ? chosen : (choices[0] ?? "teachers");
}

function pupils(view: View): string[] {
  const here = Object.entries(view.people).filter(
    ([, { role, present, door }]) => (role === "student" || role === "guest") && present && !door,
  );
  return here.sort(([, a], [, b]) => (a.stt ?? 999) - (b.stt ?? 999)).map(([person]) => person);
}

/** Seconds until `person` may write the next line, in a slow chat. */
export function secondsLeft(view: View, me: Me, lastOwn: number | undefined, now: number): number {
  const slow = view.lesson.controls?.slow_s ?? 0;
  if (slow === 0 || lastOwn === undefined || !learns(me.role)) return 0;
  return Math.min(slow, Math.max(0, Math.ceil((lastOwn + slow * 1000 - now) / 1000)));
}
