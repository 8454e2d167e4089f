/** A lesson record as the server keeps it, group by group: see docs/record.schema.json. Times are UTC ms. */
import type { AttendanceState, EndReason, KeptMedia, Role } from "../generated/messages";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Who {
  readonly id: string;
  readonly name: string;
}

export interface Attendee {
  readonly person: string;
  readonly name: string;
  readonly title?: string;
  readonly role: Role;
  readonly intervals: readonly Span[];
}

export interface Interruption extends Span {
  readonly part: "control" | "media";
}

export interface Pupil {
  readonly person: string;
  readonly name: string;
  readonly stt?: number;
  readonly on_roster: boolean;
  readonly status: AttendanceState;
  readonly intervals: readonly Span[];
  readonly gaps: readonly (Span & { readonly counted: boolean })[];
  readonly counted_ms: number;
  readonly late_ms: number;
  readonly left_early_ms: number;
}

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

export interface LessonRecord {
  readonly schema: 1;
  readonly identity: {
    readonly id: string;
    readonly lesson: string;
    readonly version: number;
    readonly made_at: number;
    readonly made_by?: Who;
    readonly why: string;
    readonly software: string;
    readonly school: { readonly code: string; readonly name: string; readonly level?: string };
    readonly school_year: string;
    readonly semester?: number;
    readonly week?: number;
  };
  readonly slot: {
    readonly date: string;
    readonly period: string;
    readonly session?: string;
    readonly period_no?: number;
    readonly class?: { readonly id: string; readonly code: string; readonly grade: number };
    readonly room?: string;
    readonly time_zone: string;
  };
  readonly content: {
    readonly subject: string;
    readonly title: string;
    readonly ppct_no?: number;
    readonly required_outcomes?: string;
    readonly form?: string;
    readonly form_reason?: string;
    readonly decision_no?: string;
    readonly decision_date?: string;
  };
  readonly people: { readonly teacher?: Attendee; readonly others: readonly Attendee[] };
  readonly time: {
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
    readonly clock_jumps: readonly { readonly at: number; readonly delta: number }[];
  };
  readonly attendance: {
    readonly roster: number;
    readonly present: number;
    readonly late: number;
    readonly absent_unknown: number;
    readonly rules: {
      readonly silent_ms: number;
      readonly bridge_ms: number;
      readonly late_ms: number;
      readonly present_percent: number;
    };
    readonly pupils: readonly Pupil[];
  };
  readonly interaction: {
    readonly total: Counts;
    readonly people: readonly (Counts & { readonly person: string })[];
  };
  readonly channels: {
    readonly video: readonly Span[];
    readonly audio: readonly Span[];
    readonly screen: readonly Span[];
    readonly text: readonly Span[];
    readonly faults: readonly Interruption[];
  };
  readonly recording: {
    readonly policy: boolean;
    readonly recorded?: Span;
    readonly pauses: readonly Span[];
    readonly limits: readonly { readonly at: number; readonly to: KeptMedia; readonly reason: string }[];
    readonly lost: readonly (Span & { readonly reason: "lost" | "disk" | "damaged" })[];
    readonly consents: { readonly given: number; readonly missing: number };
    readonly notices: readonly { readonly person: string; readonly at: number }[];
  };
  readonly evaluation: {
    readonly title: string;
    readonly remark: string;
    readonly homework: string;
    readonly by?: Who;
    readonly at?: number;
  };
  readonly integrity: {
    readonly chain: string;
    readonly position: number;
    readonly previous: string;
    readonly hash: string;
  };
}
