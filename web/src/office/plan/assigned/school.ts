// Who could teach what: classes, teachers, subjects, and who does.

import { classes, type SchoolClass, type Teacher, teachers } from "../../data";
import { type Assignment, assignments, type Subject, subjects } from "../data";

export interface School {
  classes: SchoolClass[];
  teachers: Teacher[];
  subjects: Subject[];
  assignments: Assignment[];
}

export async function school(): Promise<School> {
  const [rooms, staff, { subjects: taught }, kept] = await Promise.all([
    classes(),
    teachers(),
    subjects(),
    assignments(),
  ]);
  return { classes: rooms, teachers: staff, subjects: taught.filter((one) => one.active), assignments: kept };
}
