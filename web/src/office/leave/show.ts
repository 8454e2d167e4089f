/** How a leave note reads. */
import { t } from "../../i18n";
import { formatDate, formatTime, instantOf } from "../../i18n/format";
import type { LeaveNote } from "./data";

const day = (date: string) => formatDate(instantOf(date, "12:00"));
const moment = (at: number) => `${formatTime(at)} ${formatDate(at)}`;

export function daysText({ from_day: from, to_day: to }: Pick<LeaveNote, "from_day" | "to_day">): string {
  return from === to
    ? t("leave.one_day", { from: day(from) })
    : t("leave.days", { from: day(from), to: day(to) });
}

/** "Đã cho phép (P), Nguyễn Thị Ngọc Lan, 07:10 24/11/2026". */
export function statusText({ status, decider, decided_at: at }: LeaveNote): string {
  const word = t(`leave.status_${status}`);
  if (status === "cho" || at === null) return word;
  return decider
    ? t("leave.by", { status: word, name: decider, time: moment(at) })
    : `${word}, ${moment(at)}`;
}

export function receivedText({ from_kind: kind, received_at: at }: LeaveNote): string {
  return t("leave.received", { from: t(`leave.from_${kind}`), time: moment(at) });
}
