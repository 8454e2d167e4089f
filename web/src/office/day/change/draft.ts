/** What the form of a change holds, and the change it asks for. Pure. */
import type { Change, ChangeKind, DayGrid, GridCell } from "../data";

export interface Draft {
  reason: string;
  teacherId: string;
  host: string;
  /** Of a make-up. */
  date: string;
  session: string;
  period: string;
  start: string;
  end: string;
  form: string;
  from: string;
  to: string;
  classId: string;
  /** Empty: all of them. */
  onlySession: string;
  onlyPeriod: string;
  decisionNo: string;
  decisionDate: string;
}

export type SetDraft = (name: keyof Draft) => (value: string) => void;

export function emptyDraft({ date }: DayGrid, next: string): Draft {
  return {
    reason: "",
    teacherId: "",
    host: "",
    date: next,
    session: "chieu",
    period: "1",
    start: "",
    end: "",
    form: "",
    from: date,
    to: date,
    classId: "",
    onlySession: "",
    onlyPeriod: "",
    decisionNo: "",
    decisionDate: "",
  };
}

export function changeOf(kind: ChangeKind, draft: Draft, chosen: readonly GridCell[]): Change {
  const lessons = chosen.map(({ id }) => id);
  const [first = "", second = ""] = lessons;
  const reason = draft.reason.trim();
  switch (kind) {
    case "day_thay":
      return { kind, lessons, teacher_id: draft.teacherId || "-", reason };
    case "doi_tiet":
      return { kind, first, second, reason };
    case "tiet_doi":
      return { kind, ...inOrder(chosen) };
    case "tach":
      return { kind, lesson: first };
    case "ghep":
      return { kind, lessons, host: draft.host || first, reason };
    case "day_bu":
      return { kind, lesson: first, ...madeUp(draft), reason };
    case "khong_day":
      return lessons.length > 0 ? { kind, lessons, reason } : { kind, stretch: stretchOf(draft), reason };
    case "hinh_thuc":
      return {
        kind,
        stretch: stretchOf(draft),
        form: draft.form || null,
        decision_no: draft.decisionNo.trim(),
        decision_date: draft.decisionDate || null,
        reason,
      };
  }
}

function inOrder(chosen: readonly GridCell[]) {
  const [first, second] = [...chosen].sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  return { first: first?.id ?? "", second: second?.id ?? "" };
}

function madeUp(draft: Draft) {
  const given = draft.start !== "" && draft.end !== "";
  return {
    date: draft.date,
    session: draft.session,
    period_no: Number(draft.period) || 1,
    start: given ? draft.start : null,
    end: given ? draft.end : null,
    form: draft.form || null,
    teacher_id: draft.teacherId || null,
  };
}

function stretchOf(draft: Draft) {
  return {
    from_day: draft.from,
    to_day: draft.to,
    class_ids: draft.classId ? [draft.classId] : [],
    session: draft.onlySession || null,
    period_no: Number(draft.onlyPeriod) || null,
  };
}
