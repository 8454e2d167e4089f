/** How people and periods are called on the pages. Stored names are printed as they are, never respelled. */
import { capital, titled } from "../lib/lesson/names";
import { t } from "./index";
import { language } from "./language";

export { givenName } from "../lib/lesson/names";

export interface Named {
  name: string;
  /** "cô", "thầy" as the roster says it; never guessed. */
  title: string | null;
}

/** "cô Lan"; without a stored title the full name. */
export function calledName(person: Named): string {
  return titled(person) ?? person.name;
}

/** "cô Nguyễn Thị Ngọc Lan". */
export function fullName({ name, title }: Named): string {
  return title ? `${title} ${name}` : name;
}

/** A lesson in a line: "Toán 8A3 · tiết 2 · cô Lan"; what is not known is left out. */
export function lessonLine(
  lesson: { subject: string; class_name: string; period: string },
  who = "",
): string {
  const period = language.value === "vi" ? lesson.period : periodName(lesson.period);
  return [`${lesson.subject} ${lesson.class_name}`.trim(), period, who].filter(Boolean).join(" · ");
}

/** The timetable's "tiết 2 chiều" as a label: "Tiết 2 chiều", "Period 2, afternoon"; other words as stored. */
export function periodName(period: string): string {
  const [, number, afternoon] = /^tiết (\d+)( chiều)?$/i.exec(period.trim()) ?? [];
  if (language.value === "vi" || number === undefined) return capital(period.trim());
  return afternoon ? t("period.afternoon", { number }) : t("period.number", { number });
}
