/** The calls of the month of attendance (server/http/api/attending). */
import { call } from "../../api/call";
import type { Attender } from "../data";
import type { LeaveNote } from "../leave/data";

export type Shown = "present" | "late" | "absent_unknown" | "P" | "K" | "none";
export type Mark = "P" | "K" | "co_mat" | "muon" | "";

/** What counts; `source` is left out for the system's word. */
export interface Cell {
  shown: Shown;
  source?: "person" | "leave";
  leave?: number;
  at_school?: boolean;
}

export interface Totals {
  held: number;
  present: number;
  late: number;
  excused: number;
  unexcused: number;
  unknown: number;
}

export interface HeldPeriod {
  lesson: string;
  day: string;
  session: string;
  period: number | null;
  subject: string;
}

export interface PupilRow {
  person: string;
  stt: number | null;
  name: string;
  /** In the order of the periods. */
  cells: Cell[];
  totals: Totals;
}

/** How a week stands, and the newest word of a person about it. */
export interface Week {
  monday: string;
  closed: boolean;
  /** UTC ms, as `at`: when it closed, or will close. */
  closes_at: number;
  /** Empty: nobody said anything, it closes by itself. */
  said: "" | "closed" | "reopened";
  by_name: string;
  at: number;
  why: string;
}

export interface Month {
  class: string;
  class_name: string;
  first: string;
  last: string;
  periods: HeldPeriod[];
  pupils: PupilRow[];
  /** Every week of the month, by Monday. */
  weeks: Record<string, Week>;
}

export interface Word {
  mark: Mark;
  why: string;
  by: string;
  at: string;
}

export interface Evidence {
  lesson: string;
  subject: string;
  class_name: string;
  starts_at: string;
  ends_at: string;
  person: string;
  name: string;
  /** Null: not in this period's class list. */
  found: Attender | null;
  /** When a part of the server was away. */
  outages: { part: string; from: string; to: string }[];
  written: Word[];
  leave: LeaveNote[];
  /** Whether one may write now, or why not. */
  marking: "open" | "not_allowed" | "not_held" | "week_closed";
  /** When the week closed, or will close. */
  closes_at: string;
}

export interface Excuse {
  class: string;
  from_day: string;
  to_day: string;
  mark: Mark;
  why: string;
  /** Empty: the whole class. */
  people: string[];
}

const part = encodeURIComponent;
const asked = (of: string, month: string) => `class=${part(of)}&month=${part(month)}`;
const cellPath = (lesson: string, person: string) => `/office/attendance/${part(lesson)}/${part(person)}`;

/** `month`: "2026-11". */
export const monthOf = (of: string, month: string) => call<Month>(`/office/attendance?${asked(of, month)}`);

/** The address of the file; the cookie goes along with a plain link. */
export const fileHref = (of: string, month: string, ending: "xlsx" | "csv") =>
  `/api/v1/office/attendance.${ending}?${asked(of, month)}`;

export const evidenceOf = (lesson: string, person: string) => call<Evidence>(cellPath(lesson, person));

export const writeMark = (lesson: string, person: string, mark: Mark, why: string) =>
  call<Evidence>(cellPath(lesson, person), { method: "PUT", body: { mark, why } });

export const excuse = (body: Excuse) =>
  call<{ written: number; closed: number }>("/office/attendance/excuse", { method: "POST", body });

const weekPath = (of: string, monday: string) => `/office/weeks/${part(of)}/${part(monday)}`;

export const closeWeek = (of: string, monday: string) =>
  call<Week>(`${weekPath(of, monday)}/close`, { method: "POST", body: {} });

/** `until`: the last day on which it is open. */
export const reopenWeek = (of: string, monday: string, why: string, until: string) =>
  call<Week>(`${weekPath(of, monday)}/reopen`, { method: "POST", body: { why, until } });
