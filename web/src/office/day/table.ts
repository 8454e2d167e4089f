/** The grid as a table: classes down, periods across; lessons that share a room are one cell. Pure. */
import type { ChangeKind, DayGrid, GridCell } from "./data";

/** A column: a period of a session. */
export interface Column {
  key: string;
  session: string;
  number: number;
}

/** A cell of the table; more than one lesson only where two stand at one place. */
export interface Box {
  lessons: GridCell[];
  rows: number;
  columns: number;
}

const SESSIONS = ["sang", "chieu", "toi"];

const keyOf = ({ session, period_no: number }: GridCell) =>
  session !== null && number !== null ? `${session}|${number}` : null;

export function columnsOf({ cells }: DayGrid): Column[] {
  const found = new Map<string, Column>();
  for (const { session, period_no: number, class_id: of } of cells)
    if (of !== null && session !== null && number !== null)
      found.set(`${session}|${number}`, { key: `${session}|${number}`, session, number });
  const order = ({ session, number }: Column) => SESSIONS.indexOf(session) * 100 + number;
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

/** Every class's lessons of one period. */
export const lessonsIn = ({ cells }: DayGrid, { session, number }: Column) =>
  cells.filter((cell) => cell.class_id !== null && cell.session === session && cell.period_no === number);

/** Lessons without a place in the grid. */
export const besides = ({ cells }: DayGrid) =>
  cells.filter((cell) => cell.class_id === null || keyOf(cell) === null);

/** For each class and column its box; null: covered by a neighbour's; missing: no lesson. */
export function boxesOf(grid: DayGrid, columns: readonly Column[]): Map<string, Box | null> {
  const at = new Map<string, Box | null>();
  for (const cell of grid.cells) {
    const key = keyOf(cell);
    if (cell.class_id === null || key === null) continue;
    const place = `${cell.class_id}|${key}`;
    const box = at.get(place);
    if (box) box.lessons.push(cell);
    else at.set(place, { lessons: [cell], rows: 1, columns: 1 });
  }
  for (const { id } of grid.classes) mergeDoubles(at, id, columns);
  for (const { key } of columns) mergeJoint(at, key, grid);
  return at;
}

function mergeDoubles(at: Map<string, Box | null>, id: string, columns: readonly Column[]): void {
  let before: Box | null | undefined;
  for (const { key } of columns) {
    const box = at.get(`${id}|${key}`);
    if (before && box && together(before, box)) {
      before.lessons.push(...box.lessons);
      before.columns += 1;
      at.set(`${id}|${key}`, null);
    } else before = box;
  }
}

function mergeJoint(at: Map<string, Box | null>, key: string, { classes }: DayGrid): void {
  let before: Box | null | undefined;
  for (const { id } of classes) {
    const box = at.get(`${id}|${key}`);
    if (before && box && before.columns === 1 && box.columns === 1 && together(before, box)) {
      before.lessons.push(...box.lessons);
      before.rows += 1;
      at.set(`${id}|${key}`, null);
    } else before = box;
  }
}

function together(one: Box, other: Box): boolean {
  const [mine, theirs] = [one.lessons[0], other.lessons[0]];
  return (
    other.lessons.length === 1 &&
    mine !== undefined &&
    theirs !== undefined &&
    mine.lines > 1 &&
    one.lessons.every(({ room }) => room === theirs.room)
  );
}

/** What can be done with the chosen lessons, the likeliest first. */
export function kindsFor(chosen: readonly GridCell[]): ChangeKind[] {
  const [first, second] = chosen;
  if (!first) return ["khong_day", "hinh_thuc"];
  const all = (...states: GridCell["state"][]) => chosen.every(({ state }) => states.includes(state));
  const kinds: ChangeKind[] = [];
  if (all("planned", "waiting", "running")) kinds.push("day_thay");
  if (all("planned", "waiting", "missed", "not_held")) kinds.push("khong_day");
  if (chosen.length === 1 && all("not_taught")) kinds.push("day_bu");
  if (all("planned", "waiting") && first.lines > 1 && chosen.every(({ room }) => room === first.room))
    kinds.push("tach");
  if (!all("planned", "waiting") || chosen.some(({ lines }) => lines > 1)) return kinds;
  if (chosen.length === 2 && second) {
    kinds.push("doi_tiet");
    if (first.class_id === second.class_id) kinds.push("tiet_doi");
  }
  const apart = new Set(chosen.map(({ class_id: of }) => of)).size === chosen.length;
  const atOnce = chosen.every(
    ({ starts_at: at, ends_at: end }) => at === first.starts_at && end === first.ends_at,
  );
  if (chosen.length > 1 && apart && atOnce) kinds.push("ghep");
  return kinds;
}

export function summed(cells: readonly GridCell[]) {
  const of = (...states: GridCell["state"][]) => cells.filter(({ state }) => states.includes(state)).length;
  return {
    n: cells.length,
    running: of("running", "waiting"),
    done: of("done"),
    missed: of("missed", "not_held"),
  };
}
