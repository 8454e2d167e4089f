/** The office's calls. They carry the session's cookie by themselves. */
import { call } from "../api/call";
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

export const me = () => call<Me>("/session");
export const logIn = (login: string, password: string) => post<Me>("/session", { login, password });
export const redeem = (token: string) => post<Me>("/session", { token });
export const logOut = () => call<void>("/session", { method: "DELETE" });

export const lessonsOf = (date: string) =>
  call<{ lessons: Lesson[] }>(`/office/lessons?date=${part(date)}`).then(({ lessons }) => lessons);
export const classes = () =>
  call<{ classes: SchoolClass[] }>("/office/classes").then((answer) => answer.classes);
export const studentsOf = (classId: string) =>
  call<{ students: Student[] }>(`/office/classes/${part(classId)}/students`).then(({ students }) => students);
export const teachers = () =>
  call<{ teachers: Teacher[] }>("/office/teachers").then((answer) => answer.teachers);

export const addLesson = (lesson: NewLesson) => post<Lesson>("/lessons", lesson);
export const endLesson = (id: string) => post<Lesson>(`/lessons/${part(id)}/end`);
export const attendanceOf = (id: string) => call<Attendance>(`/lessons/${part(id)}/attendance`);

export const teacherLink = (lesson: string, name: string) =>
  post<JoinLink>(`/lessons/${part(lesson)}/tokens`, { role: "teacher", name }).then(({ url }) => url);
export const pupilLink = (lesson: string, { id, name }: Student) =>
  post<JoinLink>(`/lessons/${part(lesson)}/tokens`, { role: "student", name, student_id: id }).then(
    ({ url }) => url,
  );
export const dayLink = (person: string) =>
  post<{ url: string }>(`/office/people/${part(person)}/day-link`).then(({ url }) => url);
