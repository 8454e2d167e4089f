/** Words of the plan: days of the week, sessions, what a change did. */
import { t } from "../../i18n";
import { formatDate, instantOf } from "../../i18n/format";
import type { Planned, Session } from "./data";

const DAYS = ["every", "1", "2", "3", "4", "5", "6", "7"] as const;

/** 1 Monday … 7 Sunday; 0 every day. */
export function dayName(weekday: number): string {
  return t(`plan.day.${DAYS[weekday] ?? "every"}`);
}

export function sessionName(session: Session): string {
  return t(`plan.session.${session}`);
}

/** "23/11/2026" of an ISO date. */
export function dateText(day: string): string {
  return formatDate(instantOf(day, "12:00"));
}

/** What a change did to lessons, in one sentence. */
export function plannedText(planned: Planned): string {
  const silent = planned.silent > 0 ? ` ${t("plan.silent", { n: planned.silent })}` : "";
  const { added, changed, removed } = planned;
  if (added + changed + removed === 0) return t("plan.saved") + silent;
  return t("plan.saved_lessons", { added, changed, removed }) + silent;
}
