// Cells of a timetable with what they name: classes, teachers, subjects. Pure.

import { t } from "../../../i18n";
import type { SchoolClass, Teacher } from "../../data";
import type { Assignment, Cell, Subject } from "../data";

export interface Names {
  classes: SchoolClass[];
  teachers: Teacher[];
  subjects: Subject[];
  assignments: Assignment[];
}

/** How a cell is called: by the subject's short name, or its kind. */
export function subjectName(cell: Cell, names: Names): string {
  if (cell.kind === "chao_co") return t("plan.kind.chao_co");
  if (cell.kind === "sinh_hoat_lop") return t("plan.kind.sinh_hoat_lop");
  return names.subjects.find(({ code }) => code === cell.subject_code)?.short ?? cell.subject_code ?? "";
}

/** Who gives a period: as the timetable says, else the homeroom teacher or who is assigned. */
export function teacherOf(cell: Cell, names: Names): string | null {
  if (cell.teacher_id !== null) return cell.teacher_id;
  if (cell.kind !== "tiet_hoc") return names.classes.find(({ id }) => id === cell.class_id)?.homeroom ?? null;
  const found = names.assignments.find(
    (one) => one.class_id === cell.class_id && one.subject_code === cell.subject_code,
  );
  return found?.teacher_id ?? null;
}

/** The periods of "class 8a3" or "teacher gv-01". */
export function cellsOf(cells: readonly Cell[], who: string, names: Names): Cell[] {
  const [kind, id] = who.split(" ");
  return cells.filter((cell) => (kind === "class" ? cell.class_id === id : teacherOf(cell, names) === id));
}
