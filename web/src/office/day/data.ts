/** The calls of the day grid and of changes of day; how a refused change is told. */
import { call } from "../../api/call";
import { problemText } from "../../api/problem";
import type { Teacher } from "../../api/types";
import { isKey, t } from "../../i18n";
import { Refusal } from "../../lib/answer";

export type CellState = "planned" | "missed" | "waiting" | "running" | "done" | "not_held" | "not_taught";

/** A lesson of the grid (server/http/api/changing/grid.py). */
export interface GridCell {
  id: string;
  class_id: string | null;
  class_name: string;
  session: string | null;
  period_no: number | null;
  period: string;
  starts_at: string;
  ends_at: string;
  kind: string;
  subject: string;
  title: string;
  teacher: Teacher | null;
  replaced: Teacher | null;
  form: "ho_tro" | "thay_the" | null;
  state: CellState;
  present: number | null;
  on_roll: number | null;
  sheet: boolean;
  not_taught: string | null;
  makes_up: string | null;
  room: string;
  lines: number;
  change: string | null;
  double_with: string | null;
}

export interface GridClass {
  id: string;
  code: string;
}

export interface DayGrid {
  date: string;
  off: string | null;
  classes: GridClass[];
  cells: GridCell[];
  may_change: boolean;
}

export interface ChangeLine {
  id: number;
  kind: ChangeKind;
  lessons: string[];
  reason: string;
  at: string;
  by: string;
  undone_at: string | null;
}

export type ChangeKind =
  | "day_thay"
  | "doi_tiet"
  | "day_bu"
  | "khong_day"
  | "ghep"
  | "tiet_doi"
  | "tach"
  | "hinh_thuc";

export type Change = { kind: ChangeKind } & Record<string, unknown>;

export interface Done {
  id: number;
  kind: ChangeKind;
  lessons: string[];
  made: string[];
  /** Class ids whose day is another one now. */
  classes: string[];
}

/** When and by whom a lesson is taught (server/school/changing/telling.py). `room`: the id of the lesson whose it is. */
export interface ToldSlot {
  date: string;
  period: string;
  starts_at: string;
  teacher: Teacher | null;
  room: string;
  form: "ho_tro" | "thay_the" | null;
  not_taught: string | null;
}

/** A lesson before and after a change; null: it did not exist, or does not any more. */
export interface ToldLine {
  lesson: string;
  class_name: string;
  subject: string;
  before: ToldSlot | null;
  after: ToldSlot | null;
}

/** What there is to tell of a change. `days`: the first and the last one. `lines`: none where there are too many. */
export interface ToldChange {
  id: number;
  kind: ChangeKind;
  reason: string;
  undone: boolean;
  classes: GridClass[];
  teachers: Teacher[];
  days: string[];
  count: number;
  lines: ToldLine[];
}

const part = encodeURIComponent;

export const dayGrid = (date: string) => call<DayGrid>(`/office/day-grid?date=${part(date)}`);

export async function changesOf(date: string): Promise<ChangeLine[]> {
  return (await call<{ changes: ChangeLine[] }>(`/office/changes?date=${part(date)}`)).changes;
}

export const makeChange = (change: Change) =>
  call<Done>("/office/changes", { method: "POST", body: { change } });
export const toldChange = (id: number) => call<ToldChange>(`/office/changes/${id}`);
export const undoChange = (id: number) => call<Done>(`/office/changes/${id}`, { method: "DELETE" });

/** What to tell about a change that failed: of a refused one why, and which lesson stands in the way. */
export function whyText(error: unknown): string {
  if (!(error instanceof Refusal) || error.code !== "change_refused") return problemText(error);
  const key = `why.${String(error.problem.why)}`;
  if (!isKey(key)) return problemText(error);
  return (t as (key: string, values: Record<string, string>) => string)(key, {
    lesson: lessonText(error.problem.lesson),
  });
}

function lessonText(lesson: unknown): string {
  if (typeof lesson !== "object" || lesson === null) return "";
  const { subject, class_name: name, period, teacher } = lesson as Record<string, string>;
  const what = [subject, name, period].filter(Boolean).join(" ");
  return teacher ? `${what} (${teacher})` : what;
}
