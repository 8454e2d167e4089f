/** The calls of the school's plan. They carry the session's cookie by themselves. */
import { call } from "../../api/call";

/** What a change of the plan did to lessons of the next two weeks. `silent`: periods no bell rings for. */
export interface Planned {
  added: number;
  changed: number;
  removed: number;
  silent: number;
}

export interface SchoolYear {
  name: string;
  first_day: string;
  first_semester: string;
  first_weeks: number;
  second_semester: string;
  second_weeks: number;
}

export interface Week {
  number: number;
  semester: number;
  monday: string;
  /** Names of days off in it. */
  off: string[];
}

export interface DayOff {
  id: number;
  name: string;
  from_day: string;
  to_day: string;
}

export interface SchoolCalendar {
  today: string;
  now: { school_year: string; semester: number | null; week: number | null };
  years: { year: SchoolYear; weeks: Week[] }[];
  days_off: DayOff[];
  planned: Planned;
}

export const SESSIONS = ["sang", "chieu", "toi"] as const;
export type Session = (typeof SESSIONS)[number];

export interface Bell {
  session: Session;
  period: number;
  /** 1 Monday … 7 Sunday, 0 every day without its own. */
  weekday: number;
  start: string;
  end: string;
}

export interface Subject {
  code: string;
  name: string;
  short: string;
  periods_per_year: number | null;
  active: boolean;
}

export interface Assignment {
  class_id: string;
  subject_code: string;
  teacher_id: string | null;
}

export interface Programme {
  id: number;
  subject_code: string;
  grade: number;
  year: string;
  version: number;
  at: string;
}

export interface Unit {
  number: number;
  title: string;
  outcomes: string | null;
  week: number | null;
}

export interface Version {
  id: number;
  name: string;
  first_day: string;
  at: string;
}

export interface Cell {
  class_id: string;
  weekday: number;
  session: Session;
  period: number;
  kind: string;
  subject_code: string | null;
  /** Null: as assigned; of chào cờ and sinh hoạt lớp the homeroom teacher. */
  teacher_id: string | null;
  room: string | null;
  joint: boolean;
}

/** What a cell is to have; `lesson` null: nothing. */
export interface CellChange extends Pick<Cell, "class_id" | "weekday" | "period"> {
  session: string;
  lesson: Pick<Cell, "kind" | "subject_code" | "teacher_id" | "room" | "joint"> | null;
}

export interface Edited {
  timetable: Version;
  cells: Cell[];
  planned: Planned;
}

const BASE = "/office/plan";
const put = <Answer>(path: string, body: unknown) => call<Answer>(BASE + path, { method: "PUT", body });
const post = <Answer>(path: string, body: unknown) => call<Answer>(BASE + path, { method: "POST", body });
const part = encodeURIComponent;

export const calendar = () => call<SchoolCalendar>(`${BASE}/calendar`);
export const saveYear = ({ name, ...year }: SchoolYear) => put<SchoolCalendar>(`/years/${part(name)}`, year);
export const addDayOff = (off: Omit<DayOff, "id">) => post<SchoolCalendar>("/days-off", off);
export const saveDayOff = ({ id, ...off }: DayOff) => put<SchoolCalendar>(`/days-off/${id}`, off);
export const removeDayOff = (id: number) =>
  call<SchoolCalendar>(`${BASE}/days-off/${id}`, { method: "DELETE" });

export const bells = () => call<{ bells: Bell[] }>(`${BASE}/bells`);
export const saveBells = (all: Bell[]) => put<{ bells: Bell[]; planned: Planned }>("/bells", { bells: all });
export const proposeBells = (wanted: Record<string, string>) =>
  call<{ bells: Bell[] }>(`${BASE}/bells/proposal?${new URLSearchParams(wanted)}`);

export const subjects = () => call<{ subjects: Subject[]; common: Subject[] }>(`${BASE}/subjects`);
export const saveSubjects = (some: Subject[]) =>
  put<{ subjects: Subject[]; common: Subject[] }>("/subjects", { subjects: some });

export const assignments = async () =>
  (await call<{ assignments: Assignment[] }>(`${BASE}/assignments`)).assignments;
export const saveAssignments = (some: Assignment[]) =>
  put<{ assignments: Assignment[]; planned: Planned }>("/assignments", { assignments: some });

export const programmes = async () =>
  (await call<{ programmes: Programme[] }>(`${BASE}/programmes`)).programmes;
export const programme = (id: number) =>
  call<{ programme: Programme; units: Unit[] }>(`${BASE}/programmes/${id}`);
export const saveProgramme = (of: Pick<Programme, "subject_code" | "grade" | "year">, units: Unit[]) =>
  post<{ programmes: Programme[] }>("/programmes", { ...of, units });

export const timetables = async () =>
  (await call<{ timetables: Version[] }>(`${BASE}/timetables`)).timetables;
export const timetable = (id: number) =>
  call<{ timetable: Version; cells: Cell[] }>(`${BASE}/timetables/${id}`);
export const removeTimetable = (id: number) =>
  call<{ timetables: Version[] }>(`${BASE}/timetables/${id}`, { method: "DELETE" });
export const timetableFile = (id: number) => `/api/v1${BASE}/timetables/${id}/file`;
/** Cells of a version that has not begun. */
export const saveCells = (id: number, cells: CellChange[]) =>
  put<Edited>(`/timetables/${id}/cells`, { cells });
/** A copy of the version that holds on the day (null: none does), with other cells. */
export const startTimetable = (base: number | null, firstDay: string, cells: CellChange[]) =>
  post<Edited>("/timetables", { base, first_day: firstDay, cells });
