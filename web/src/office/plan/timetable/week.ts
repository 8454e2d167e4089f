/** A timetable as it is edited: places, changes over cells, and which places a matrix of a class or a day has. Pure. */
import { type Bell, type Cell, SESSIONS, type Session } from "../data";
import type { Names } from "./names";

export type Spot = Pick<Cell, "class_id" | "weekday" | "session" | "period">;
/** By `keyOf`; null: nothing is taught there any more. */
export type Changes = Readonly<Record<string, Cell | null>>;

export const keyOf = ({ class_id: of, weekday, session, period }: Spot) =>
  `${weekday}|${session}|${period}|${of}`;

export function withChanges(cells: readonly Cell[], changes: Changes): Cell[] {
  const kept = cells.filter((cell) => !(keyOf(cell) in changes));
  return [...kept, ...Object.values(changes).filter((cell) => cell !== null)];
}

/** The changes with another cell at a place; what was there before is no change. */
export function changed(changes: Changes, before: readonly Cell[], spot: Spot, to: Cell | null): Changes {
  const key = keyOf(spot);
  const { [key]: _, ...rest } = changes;
  const old = before.find((cell) => keyOf(cell) === key) ?? null;
  return same(old, to) ? rest : { ...rest, [key]: to };
}

function same(one: Cell | null, other: Cell | null): boolean {
  if (one === null || other === null) return one === other;
  return (["kind", "subject_code", "teacher_id", "room", "joint"] as const).every(
    (name) => one[name] === other[name],
  );
}

export interface Line {
  key: string;
  weekday?: number;
  session?: Session;
  period?: number;
  class_id?: string;
}

/** Rows and columns of "class 8a3" (periods × days) or "day 2" (classes × periods); empty for a teacher. */
export function frameOf(
  who: string,
  names: Pick<Names, "classes">,
  bells: readonly Bell[],
  cells: readonly Cell[],
): { rows: Line[]; columns: Line[] } {
  const [kind, ...rest] = who.split(" ");
  const id = rest.join(" ");
  if (kind === "class") {
    const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ key: String(weekday), weekday }));
    return { rows: periodsOf(bells, cells).map((line) => ({ ...line, class_id: id })), columns: days };
  }
  if (kind !== "day") return { rows: [], columns: [] };
  const weekday = Number(id);
  return {
    rows: names.classes.map((one) => ({ key: one.id, class_id: one.id, weekday })),
    columns: periodsOf(bells, cells),
  };
}

/** Periods that have a bell or a cell, in the order of the day. */
function periodsOf(bells: readonly Bell[], cells: readonly Cell[]): Line[] {
  return SESSIONS.flatMap((session) => {
    const numbers = [...bells, ...cells].flatMap((one) => (one.session === session ? [one.period] : []));
    const all = [...new Set(numbers)].sort((a, b) => a - b);
    return all.map((period) => ({ key: `${session} ${period}`, session, period }));
  });
}

export function spotAt(row: Line | undefined, column: Line | undefined): Spot | null {
  const { class_id, weekday, session, period } = { ...row, ...column };
  if (class_id === undefined || weekday === undefined || session === undefined || period === undefined)
    return null;
  return { class_id, weekday, session, period };
}

/** The first Monday after a day (ISO dates). */
export function nextMonday(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + ((7 - at.getUTCDay()) % 7) + 1);
  return at.toISOString().slice(0, 10);
}
