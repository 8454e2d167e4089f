/** Spans of days, shares and the order of the leaders' tables. Pure. */
import { otherDay } from "../schoolday";
import type { Overview, Periods, SchoolYear } from "./data";

export interface Span {
  first: string;
  last: string;
}

const SUNDAY = 6;

export function weekOf(today: string): Span {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const first = otherDay(today, -weekday);
  return { first, last: otherDay(first, SUNDAY) };
}

export function monthOf(today: string): Span {
  const next = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { first: `${today.slice(0, 7)}-01`, last: otherDay(next.toISOString().slice(0, 10), -1) };
}

/** The semester the day is in, between two the one before; null: no year has begun. */
export function semesterOf(today: string, years: readonly SchoolYear[]): Span | null {
  const begun = years
    .flatMap((year) => [
      { first: year.first_semester, weeks: year.first_weeks },
      { first: year.second_semester, weeks: year.second_weeks },
    ])
    .filter(({ first }) => first <= today)
    .sort((one, other) => (one.first < other.first ? -1 : 1))
    .at(-1);
  return begun ? { first: begun.first, last: otherDay(begun.first, 7 * begun.weeks - 1) } : null;
}

/** A line of a table. */
export interface Line {
  key: string;
  name: string;
  periods: Periods;
}

export const COLUMNS = ["planned", "held", "not_taught", "online", "late", "sheets", "presence"] as const;
export type Column = (typeof COLUMNS)[number];

/** The columns that are shares, 0 to 1; null where there is nothing to be a share of. */
export function shareOf({ held, online, sheets, present, expected }: Periods, column: Column): number | null {
  if (column === "presence") return expected === 0 ? null : present / expected;
  if (column === "online") return held === 0 ? null : online / held;
  if (column === "sheets") return held === 0 ? null : sheets / held;
  return null;
}

export const countOf = (periods: Periods, column: Column) =>
  periods[column === "presence" ? "present" : column];

export interface Order {
  column: Column | "name";
  down: boolean;
}

/** The server's order is that of names; lines with nothing to be a share of come last. */
export function sorted(lines: readonly Line[], { column, down }: Order): Line[] {
  if (column === "name") return down ? [...lines].reverse() : [...lines];
  const value = ({ periods }: Line) =>
    isShare(column) ? shareOf(periods, column) : countOf(periods, column);
  return [...lines].sort((one, other) => {
    const [mine, theirs] = [value(one), value(other)];
    if (mine === null || theirs === null) return Number(mine === null) - Number(theirs === null);
    return down ? theirs - mine : mine - theirs;
  });
}

export const isShare = (column: Column) =>
  column === "online" || column === "sheets" || column === "presence";

/** All lines together. */
export function whole(lines: readonly Line[]): Periods {
  const sum: Periods = {
    planned: 0,
    held: 0,
    not_taught: 0,
    online: 0,
    late: 0,
    sheets: 0,
    expected: 0,
    present: 0,
  };
  for (const { periods } of lines)
    for (const name of Object.keys(sum) as (keyof Periods)[]) sum[name] += periods[name];
  return sum;
}

export const empty = ({ classes, teachers, subjects }: Overview) =>
  classes.length + teachers.length + subjects.length === 0;
