/** A lesson as somebody plans it, and as the server takes it. Pure. */
import type { LessonKind } from "../../../generated/messages";
import type { NewLesson } from "../../data";

export const KINDS: readonly LessonKind[] = [
  "tiet_hoc",
  "chao_co",
  "sinh_hoat_lop",
  "hop_phu_huynh",
  "sinh_hoat_chuyen_mon",
  "hoi_thao",
];

const OF_STAFF: readonly LessonKind[] = ["sinh_hoat_chuyen_mon", "hoi_thao"];

export interface Draft {
  kind: LessonKind;
  subject: string;
  period: string;
  title: string;
  classId: string;
  teacherId: string;
  /** Person ids of teachers who come besides. */
  invited: readonly string[];
  /** Ids of departments all of whose people come. */
  departments: readonly string[];
  date: string;
  start: string;
  end: string;
  /** Undefined: nobody turned it, the school's setting counts. */
  recording: boolean | undefined;
}

export function emptyDraft(date: string): Draft {
  return {
    kind: "tiet_hoc",
    invited: [],
    departments: [],
    subject: "",
    period: "",
    title: "",
    classId: "",
    teacherId: "",
    date,
    start: "07:00",
    end: "07:45",
    recording: undefined,
  };
}

/** Whole departments come to it. */
export const isOfStaff = ({ kind }: Draft) => OF_STAFF.includes(kind);

/** From when to when in UTC ms; `preset` is the school's word on recording, undefined where it is not known. */
export function asLesson(
  draft: Draft,
  { from, to }: { from: number; to: number },
  preset: boolean | undefined,
): NewLesson {
  return {
    kind: draft.kind,
    departments: isOfStaff(draft) ? draft.departments : [],
    people: draft.invited.map((person_id) => ({ person_id, role: "co_teacher" })),
    title: draft.title.trim(),
    subject: draft.subject.trim(),
    period: draft.period.trim(),
    class_id: draft.classId || null,
    teacher_id: draft.teacherId || null,
    starts_at: new Date(from).toISOString(),
    ends_at: new Date(to).toISOString(),
    recording: draft.recording ?? preset,
  };
}
