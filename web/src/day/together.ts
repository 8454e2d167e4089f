/** What several pupils at one device have now: a lesson together, or lessons that clash; who of two has rules to read
 * before they go in. Pure. */
import type { Day, DayLesson } from "../api/types";
import type { HouseRules } from "../family/data";
import type { Sibling } from "../lib/siblings";

export interface SiblingDay extends Sibling {
  /** Null: not known yet, or not to be had. */
  day: Day | null;
}

export interface Seat {
  sibling: Sibling;
  lesson: DayLesson;
}

/** Two seats in one room. */
export type Pair = readonly [Seat, Seat];

/** The lesson somebody can go into now; a running one first. */
export function lessonNow(day: Day | null): DayLesson | null {
  const open = (day?.lessons ?? []).filter((lesson) => lesson.can_open && lesson.phase !== "ended");
  return open.find(({ phase }) => phase === "live") ?? open[0] ?? null;
}

/** Everybody who could learn now, in pairs that share a room. */
export function pairs(all: readonly SiblingDay[]): Pair[] {
  const seats = seated(all);
  return seats.flatMap((one, at) =>
    seats
      .slice(at + 1)
      .filter((two) => two.lesson.room === one.lesson.room)
      .map((two) => [one, two] as const),
  );
}

/** Those who have lessons in different rooms at the same time; none when there are fewer than two rooms. */
export function clashing(all: readonly SiblingDay[]): Seat[] {
  const seats = seated(all);
  return new Set(seats.map(({ lesson }) => lesson.room)).size > 1 ? seats : [];
}

/** Those of a pair who have to read the rules first, and which; null: they may go in. */
export interface RulesDue {
  rules: HouseRules;
  readers: Sibling[];
}

/** `due`: in the pair's order, the rules each has not read yet. */
export function rulesDue(pair: Pair, due: readonly (HouseRules | null)[]): RulesDue | null {
  const rules = due.find((one) => one !== null) ?? null;
  const readers = pair.filter((_, at) => due[at]).map(({ sibling }) => sibling);
  return rules && { rules, readers };
}

function seated(all: readonly SiblingDay[]): Seat[] {
  return all.flatMap(({ day, ...sibling }) => {
    const lesson = lessonNow(day);
    return lesson ? [{ sibling, lesson }] : [];
  });
}
