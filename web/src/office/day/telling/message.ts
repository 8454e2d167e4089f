/** The ready-made words to classes about a change of day. Pure. */
import { type PlainKey, t } from "../../../i18n";
import { formatDay, formatTime, instantOf } from "../../../i18n/format";
import { language } from "../../../i18n/language";
import { calledName, periodName } from "../../../i18n/names";
import type { ToldChange, ToldLine, ToldSlot } from "../data";

/** As the server takes it (NoticeRequest). */
const LONGEST = 4000;

export interface Message {
  title: string;
  text: string;
}

export function messageOf(told: ToldChange): Message {
  const what = t(`change.${told.kind}`);
  const title = t(told.undone ? "tell.title_undone" : "tell.title", { what, days: daysText(told.days) });
  const classes = told.classes.map(({ code }) => code).join(", ");
  const lines =
    told.lines.length > 0
      ? told.lines.map((line) => lineText(told, line))
      : [t("tell.many", { n: told.count, classes })];
  // Why a teacher is away is nobody's business; why a period is not taught stands in the logbook.
  if (told.kind === "khong_day" && !told.undone) lines.push(t("tell.reason", { reason: told.reason }));
  return { title, text: lines.join("\n").slice(0, LONGEST) };
}

const dayText = (date: string) => formatDay(instantOf(date, "12:00"));

function daysText([from, to]: readonly string[]): string {
  if (from === undefined) return "";
  if (to === undefined || to === from) return dayText(from);
  return t("tell.days", { from: dayText(from), to: dayText(to) });
}

function lineText(told: ToldChange, line: ToldLine): string {
  const slot = told.kind === "doi_tiet" && !told.undone ? line.before : (line.after ?? line.before);
  return t("tell.line", {
    class: line.class_name,
    subject: line.subject,
    slot: slot ? slotText(slot) : "",
    what: whatText(told, line),
  });
}

function slotText({ period, date, starts_at: at }: ToldSlot): string {
  const name = language.value === "vi" ? period : periodName(period);
  return t("tell.slot", { period: name || formatTime(at), day: dayText(date) });
}

function whatText(told: ToldChange, line: ToldLine): string {
  const { after, before } = line;
  if (after === null) return t("tell.no_make_up");
  if (told.undone) return [t("tell.back"), teaches(after)].filter(Boolean).join(", ");
  switch (told.kind) {
    case "day_thay":
      return substitutes(after, before);
    case "doi_tiet":
      return [t("tell.doi_tiet", { slot: slotText(after) }), teaches(after)].filter(Boolean).join(", ");
    case "day_bu":
      return [t("tell.day_bu", { time: formatTime(after.starts_at) }), teaches(after)]
        .filter(Boolean)
        .join(", ");
    case "ghep":
      return jointly(told, line, after);
    case "hinh_thuc":
      return t("tell.hinh_thuc", { form: t(formKey(after)).toLocaleLowerCase() });
    default:
      return t(`tell.${told.kind}`);
  }
}

const teaches = ({ teacher }: ToldSlot) =>
  teacher ? t("tell.teaches", { teacher: calledName(teacher) }) : "";

function substitutes({ teacher }: ToldSlot, before: ToldSlot | null): string {
  if (!teacher) return t("lessons.no_teacher");
  const name = calledName(teacher);
  if (!before?.teacher) return t("tell.day_thay", { teacher: name });
  return t("tell.day_thay_for", { teacher: name, before: calledName(before.teacher) });
}

/** With the other classes of the room; the teacher is the host's. */
function jointly({ lines }: ToldChange, line: ToldLine, after: ToldSlot): string {
  const others = lines.filter((one) => one !== line && one.after?.room === after.room);
  const host = lines.find(({ lesson }) => lesson === after.room)?.after ?? after;
  const classes = [...new Set(others.map(({ class_name: name }) => name))].join(", ");
  return [t("tell.ghep", { classes }), teaches(host)].filter(Boolean).join(", ");
}

function formKey({ form }: ToldSlot): PlainKey {
  return form === null ? "change.form_none" : `change.form_${form}`;
}
