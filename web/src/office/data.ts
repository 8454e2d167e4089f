/** The office's calls. They carry the session's cookie by themselves. */
import { call } from "../api/call";
import { absolute } from "../api/linktoken";
import type { JoinLink, Lesson } from "../api/types";

export interface Me {
  login: string | null;
}

export interface SchoolClass {
  id: string;
  code: string;
  grade: number;
  /** How many pupils. */
  size: number;
}

export interface School {
  /** Its name; empty before anybody entered it. */
  school: string;
  classes: SchoolClass[];
}

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

export interface NewLesson {
  title: string;
  subject: string;
  /** "tiết 2", or empty. */
  period: string;
  class_id: string | null;
  teacher_id: string | null;
  starts_at: string;
  ends_at: string;
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

export async function lessonsOf(date: string): Promise<Lesson[]> {
  return (await call<{ lessons: Lesson[] }>(`/office/lessons?date=${part(date)}`)).lessons;
}

export const addLesson = (lesson: NewLesson) => post<Lesson>("/lessons", lesson);
export const endLesson = (id: string) => post<Lesson>(`/lessons/${part(id)}/end`);
export const attendanceOf = (id: string) => call<Attendance>(`/lessons/${part(id)}/attendance`);

/** The link of the lesson's own teacher. */
export async function teacherLink(lesson: string): Promise<string> {
  return wholeUrl(await post<JoinLink>(`/lessons/${part(lesson)}/tokens`, { role: "teacher" }));
}

export async function pupilLink(lesson: string, student: string): Promise<string> {
  const who = { role: "student", student_id: student };
  return wholeUrl(await post<JoinLink>(`/lessons/${part(lesson)}/tokens`, who));
}

/** The link to the periods of a teacher's or pupil's day. */
export async function dayLink(person: string): Promise<string> {
  return wholeUrl(await post<JoinLink>(`/office/people/${part(person)}/day-link`));
}
