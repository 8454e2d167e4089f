// Generated from recordings/record/fields.py by `python -m server.protocol`. Do not edit.
// All times are UTC milliseconds.

import type { AttendanceState, EndReason, KeptMedia, LessonKind, Role } from "./messages";

/** Somebody who wrote: a person's or an account's id, and the name or login. */
export interface Who {
  readonly id: string;
  readonly name: string;
}

/** The school; `level`: tieu_hoc, thcs, thpt, gdtx. `superior`: the body above it, as it heads the school's papers. */
export interface School {
  readonly code: string;
  readonly name: string;
  readonly level?: string;
  readonly superior?: string;
}

/** Which record this is. `made_by` is left out for version 1, which the server makes at the lesson's end. */
export interface Identity {
  readonly id: string;
  readonly lesson: string;
  readonly version: number;
  readonly made_at: number;
  readonly made_by?: Who;
  readonly why: string;
  readonly software: string;
  readonly school: School;
  readonly school_year: string;
  readonly semester?: number;
  readonly week?: number;
}

/** The class. */
export interface OfClass {
  readonly id: string;
  readonly code: string;
  readonly grade: number;
}

/** Where the period stands in the timetable; `session`: sang, chieu, with `period_no` in it. `kind` is left out for a tiết học; `makes_up`: the lesson it stands for (dạy bù); `shared_with`: the lesson whose room it was held in. */
export interface Slot {
  readonly date: string;
  readonly period: string;
  readonly session?: string;
  readonly period_no?: number;
  readonly class?: OfClass;
  readonly room?: string;
  readonly kind?: LessonKind;
  readonly makes_up?: string;
  readonly shared_with?: string;
  readonly time_zone: string;
}

/** What was planned to be taught. `form`: ho_tro, thay_the (Đ.2) with its reason and the head's decision (Đ.5). */
export interface Content {
  readonly subject: string;
  readonly title: string;
  readonly ppct_no?: number;
  readonly required_outcomes?: string;
  readonly form?: string;
  readonly form_reason?: string;
  readonly decision_no?: string;
  readonly decision_date?: string;
}

/** From when to when. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Somebody who is no pupil, with the times of presence as they were. */
export interface Attendee {
  readonly person: string;
  readonly name: string;
  readonly title?: string;
  readonly role: Role;
  readonly intervals: readonly Span[];
}

/** The period's teacher, and everybody else who is no pupil (co-teachers, staff, observers, guests). `replaced`: who was planned before (dạy thay). */
export interface People {
  readonly teacher?: Attendee;
  readonly replaced?: Who;
  readonly others: readonly Attendee[];
}

/** A part of the service was away: `control` signalling and pages, `media` sound and picture. */
export interface Interruption {
  readonly part: "control" | "media";
  readonly from: number;
  readonly to: number;
}

/** The machine's wall clock moved by `delta` ms; the record's times did not. */
export interface ClockJump {
  readonly at: number;
  readonly delta: number;
}

/** Planned and real times. `taught` runs from the teacher's start to the end, as attendance counts it. */
export interface Time {
  readonly planned: Span;
  readonly opened_at: number;
  readonly started_at?: number;
  readonly ended_at: number;
  readonly ended_reason: EndReason;
  readonly ended_by?: string;
  readonly held: boolean;
  readonly taught?: Span;
  readonly taught_ms: number;
  readonly interruptions: readonly Interruption[];
  readonly clock: "utc_monotonic";
  readonly clock_jumps: readonly ClockJump[];
}

/** The numbers the statuses were found with: see docs/protocol.md on attendance. */
export interface AttendanceRules {
  readonly silent_ms: number;
  readonly bridge_ms: number;
  readonly late_ms: number;
  readonly present_percent: number;
}

/** Not heard in the middle of the taught time; `counted`: short enough to count as attended. Evidence only. */
export interface Absence {
  readonly from: number;
  readonly to: number;
  readonly counted: boolean;
}

/** One pupil. `status` is the system's word only: có mặt, muộn, vắng chưa rõ lý do; P and K are a person's. `intervals` are of devices; `school`: in the classroom (tại trường), as a teacher marked; `door`: waiting there, or sent out. */
export interface Pupil {
  readonly person: string;
  readonly name: string;
  readonly stt?: number;
  readonly on_roster: boolean;
  readonly status: AttendanceState;
  readonly intervals: readonly Span[];
  readonly school?: readonly Span[];
  readonly door?: readonly Span[];
  readonly gaps: readonly Absence[];
  readonly counted_ms: number;
  readonly late_ms: number;
  readonly left_early_ms: number;
}

/** Sĩ số (`roster`) and how many of it had which status; then every pupil, the roster first. */
export interface Attendance {
  readonly roster: number;
  readonly present: number;
  readonly late: number;
  readonly absent_unknown: number;
  readonly rules: AttendanceRules;
  readonly pupils: readonly Pupil[];
}

/** `questions`: asked with a raised hand. `floors`: times the floor was held, `floor_ms` together. */
export interface Counts {
  readonly hands: number;
  readonly questions: number;
  readonly offered: number;
  readonly floors: number;
  readonly declined: number;
  readonly floor_ms: number;
  readonly messages: number;
  readonly replies: number;
}

/** What one person did; the words said are not in the record. */
export interface PersonCounts {
  readonly hands: number;
  readonly questions: number;
  readonly offered: number;
  readonly floors: number;
  readonly declined: number;
  readonly floor_ms: number;
  readonly messages: number;
  readonly replies: number;
  readonly person: string;
}

/** What the whole class did, and each who was there (Đ.5, Đ.9.1.b). */
export interface Interaction {
  readonly total: Counts;
  readonly people: readonly PersonCounts[];
}

/** When the teachers' camera, mic and screen were on; `text` from the first to the last line of chat (Đ.9.1.a). */
export interface Channels {
  readonly video: readonly Span[];
  readonly audio: readonly Span[];
  readonly screen: readonly Span[];
  readonly text: readonly Span[];
  readonly faults: readonly Interruption[];
}

/** From `at` on only `to` was recorded. */
export interface Limit {
  readonly at: number;
  readonly to: KeptMedia;
  readonly reason: string;
}

/** How many of the roster, staff included, agreed to being recorded at the lesson's end. */
export interface Consents {
  readonly given: number;
  readonly missing: number;
}

/** From `at` on the person agreed to being recorded, or did not any more. */
export interface ConsentChange {
  readonly at: number;
  readonly person: string;
  readonly given: boolean;
}

/** When a person was first shown that the period is recorded. */
export interface Shown {
  readonly person: string;
  readonly at: number;
}

/** Whether the period was recorded (bản ghi tiết học), how much of it, and with whose knowledge. From events alone: when the record is made the recording is not complete. What else may be missing of it lies in `time.interruptions`. */
export interface Recording {
  readonly policy: boolean;
  readonly recorded?: Span;
  readonly pauses: readonly Span[];
  readonly limits: readonly Limit[];
  readonly consents: Consents;
  readonly consent_changes: readonly ConsentChange[];
  readonly notices: readonly Shown[];
}

/** The teacher's sheet: the title as taught, nhận xét, dặn dò. `by` and `at` are left out for an untouched one. */
export interface Evaluation {
  readonly title: string;
  readonly remark: string;
  readonly homework: string;
  readonly by?: Who;
  readonly at?: number;
}

/** `hash`: SHA-256 of the record's canonical JSON without this field. `previous`: the hash of the link before. */
export interface Integrity {
  readonly chain: string;
  readonly position: number;
  readonly previous: string;
  readonly hash: string;
}

/** A record as it is kept: one link of the chain of its class and school year. */
export interface LessonRecord {
  readonly schema: 1 | 2;
  readonly identity: Identity;
  readonly slot: Slot;
  readonly content: Content;
  readonly people: People;
  readonly time: Time;
  readonly attendance: Attendance;
  readonly interaction: Interaction;
  readonly channels: Channels;
  readonly recording: Recording;
  readonly evaluation: Evaluation;
  readonly integrity: Integrity;
}
