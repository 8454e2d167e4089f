/** The office's calls. They carry the session's cookie by themselves. */
import { call } from "../api/call";
import { absolute } from "../api/linktoken";
import type { JoinLink, Lesson, ListedLesson } from "../api/types";
import type { LessonKind } from "../generated/messages";

/** Who is signed in. */
export interface Me {
  /** Null: the demo's office. */
  login: string | null;
  name: string;
  /** Null: an account of the office alone. */
  person: string | null;
  title: string | null;
  /** Those that count today, and what they allow (server/school/rights/table.py). */
  roles: string[];
  acts: string[];
  /** Nothing else is possible before the password was changed. */
  must_change: boolean;
  /** Why there are no roles today: they are over, or have not begun. */
  lapsed: "" | "over" | "early";
  expires_at: string;
}

export interface SchoolClass {
  id: string;
  code: string;
  grade: number;
  /** Person id of the homeroom teacher. */
  homeroom?: string | null;
  /** How many pupils. */
  size: number;
}

export interface School {
  /** Its name; empty before anybody entered it. */
  school: string;
  classes: SchoolClass[];
}

/** Agreed, declined, not answered yet, withdrawn. */
export const CONSENTS = ["dong_y", "khong_dong_y", "chua_tra_loi", "da_rut"] as const;
export type Consent = (typeof CONSENTS)[number];

export interface Student {
  id: string;
  stt: number | null;
  name: string;
}

export interface Teacher {
  id: string;
  name: string;
  title: string | null;
}

export interface Settings {
  /** New lessons are recorded unless their plan says otherwise. */
  recording: boolean;
}

export interface NewLesson {
  kind: LessonKind;
  /** Who comes besides the teacher. */
  departments: readonly string[];
  people: { person_id: string; role: "co_teacher" | "observer" | "staff" }[];
  title: string;
  subject: string;
  /** "tiết 2", or empty. */
  period: string;
  class_id: string | null;
  teacher_id: string | null;
  starts_at: string;
  ends_at: string;
  /** Undefined: as the school set. */
  recording: boolean | undefined;
}

export interface Interval {
  from: string;
  /** Null: it still goes on. */
  to: string | null;
}

export interface Attender {
  person: string;
  stt: number | null;
  name: string;
  state: "present" | "late" | "absent_unknown";
  first_joined: string | null;
  last_seen: string | null;
  minutes: number;
  late_minutes: number;
  left_early_minutes: number;
  present_now: boolean;
  intervals: Interval[];
  bridged: Interval[];
  at_school: boolean;
  /** In the classroom, as a teacher marked. */
  school: Interval[];
  /** Waiting at the door. */
  door: Interval[];
}

export interface Attendance {
  as_of: string;
  students: Attender[];
}

const part = encodeURIComponent;
const post = <Answer>(path: string, body?: unknown) => call<Answer>(path, { method: "POST", body });
const wholeUrl = ({ url }: { url: string }) => absolute(url, location.origin);

export const me = () => call<Me>("/session");
export const logIn = (login: string, password: string) => post<Me>("/session", { login, password });
export const redeem = (token: string) => post<Me>("/session", { token });
export const logOut = () => call<void>("/session", { method: "DELETE" });

export const school = () => call<School>("/office/classes");
export const classes = async () => (await school()).classes;

export async function studentsOf(classId: string): Promise<Student[]> {
  return (await call<{ students: Student[] }>(`/office/classes/${part(classId)}/students`)).students;
}

export async function teachers(): Promise<Teacher[]> {
  return (await call<{ teachers: Teacher[] }>("/office/teachers")).teachers;
}

export async function lessonsOf(date: string): Promise<ListedLesson[]> {
  return (await call<{ lessons: ListedLesson[] }>(`/office/lessons?date=${part(date)}`)).lessons;
}

export const addLesson = (lesson: NewLesson) => post<Lesson>("/lessons", lesson);
export const endLesson = (id: string) => post<Lesson>(`/lessons/${part(id)}/end`);
export const attendanceOf = (id: string) => call<Attendance>(`/lessons/${part(id)}/attendance`);

export const settings = () => call<Settings>("/office/settings");

/** Its hashes stay in the chain, with the reason and the decision. */
export async function deleteRecord(lesson: string, reason: string, decision: string): Promise<void> {
  const body = { reason, decision };
  await call(`/lessons/${part(lesson)}/record`, { method: "DELETE", body });
}

/** The link of the lesson's own teacher. */
export async function teacherLink(lesson: string): Promise<string> {
  return wholeUrl(await post<JoinLink>(`/lessons/${part(lesson)}/tokens`, { role: "teacher" }));
}

export async function pupilLink(lesson: string, student: string): Promise<string> {
  const who = { role: "student", student_id: student };
  return wholeUrl(await post<JoinLink>(`/lessons/${part(lesson)}/tokens`, who));
}
