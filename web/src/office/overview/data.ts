/** The call of the leaders' view (server/http/api/overview.py), and the school years for its semester. */
import { call } from "../../api/call";

/** Counts of periods; `present` of `expected` are pupils × periods held. */
export interface Periods {
  planned: number;
  held: number;
  not_taught: number;
  online: number;
  late: number;
  sheets: number;
  expected: number;
  present: number;
}

export interface Overview {
  first: string;
  last: string;
  classes: { id: string; code: string; periods: Periods }[];
  teachers: { id: string; name: string; title: string | null; periods: Periods }[];
  subjects: { subject: string; periods: Periods }[];
}

/** Its semesters begin on a Monday and last so many weeks. */
export interface SchoolYear {
  first_semester: string;
  first_weeks: number;
  second_semester: string;
  second_weeks: number;
}

const part = encodeURIComponent;

export const overviewOf = (first: string, last: string) =>
  call<Overview>(`/office/overview?first=${part(first)}&last=${part(last)}`);

export const schoolYears = async () =>
  (await call<{ years: { year: SchoolYear }[] }>("/office/plan/calendar")).years.map(({ year }) => year);
