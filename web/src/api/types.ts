/** The answers of /api/v1 that the day and office pages read; times are RFC 3339. See docs/protocol.md. */
import type { LessonCard } from "../lib/api";

export type Phase = LessonCard["phase"];
export type Teacher = NonNullable<LessonCard["teacher"]>;

export interface Lesson extends LessonCard {
  class_id: string | null;
  ended_reason: string | null;
}

/** What was kept of a lesson, in lists. */
export interface ListedLesson extends Lesson {
  /** The recording; `bytes` of all its tracks. */
  replay: { state: "none" | "live" | "final" | "damaged"; bytes: number };
  /** Whether there is a lesson record. */
  record: boolean;
}

export interface DayLesson extends ListedLesson {
  can_open: boolean;
  /** Lessons with the same room are held together. */
  room: string;
}

export interface Day {
  person: string;
  name: string;
  /** How the roster addresses the person: "cô". */
  title: string | null;
  role: "teacher" | "student";
  /** The date in the school's zone, "2026-11-23". */
  date: string;
  lessons: DayLesson[];
  /** Classes whose links and cards this teacher may hand out. */
  homerooms: { id: string; code: string }[];
  /** This browser is signed in at the office pages as the same teacher. */
  at_office: boolean;
}

export interface JoinLink {
  token: string;
  url: string;
}
