/** The head of the document: school, state, title, version; and what the period was. */

import type { LessonRecord } from "../generated/record";
import { t } from "../i18n";
import { formatNumber, formatSpan } from "../i18n/format";
import { Lines, Part, Rows } from "./Rows";
import { dayOf, formName, interruptions, minutes, moment, slotName } from "./show";

export function Head({ record }: { record: LessonRecord }) {
  const { identity } = record;
  const by = identity.made_by ? t("record.by", { name: identity.made_by.name }) : t("record.by_server");
  return (
    <header class="record-head">
      <div class="letterhead">
        <div>
          {identity.school.superior !== undefined && <p class="superior">{identity.school.superior}</p>}
          <p class="school">{identity.school.name}</p>
          <p>{t("record.school_code", { code: identity.school.code })}</p>
        </div>
        <div>
          <p class="country">{t("record.country")}</p>
          <p class="motto">{t("record.motto")}</p>
        </div>
      </div>
      <h1>{t("record.title")}</h1>
      <p class="version">
        {t("record.version", { n: identity.version, time: moment(identity.made_at) })}; {by}
      </p>
    </header>
  );
}

export function SlotPart({ record }: { record: LessonRecord }) {
  const { slot, content } = record;
  const ofClass = slot.class;
  return (
    <Part title={t("record.part.slot")}>
      <Rows
        rows={[
          [t("record.year"), year(record.identity)],
          [t("record.date"), dayOf(slot.date)],
          [t("record.period"), slotName(slot)],
          [
            t("record.class"),
            ofClass && t("record.class_grade", { code: ofClass.code, grade: ofClass.grade }),
          ],
          [t("record.room"), slot.room],
          [t("record.subject"), content.subject],
          [t("record.ppct"), content.ppct_no],
          [t("record.lesson_title"), content.title],
          [t("record.outcomes"), content.required_outcomes],
          [t("record.form"), formName(content)],
          [t("record.form_reason"), content.form_reason],
          [t("record.decision"), decision(content)],
        ]}
      />
    </Part>
  );
}

function year({ school_year: of, semester, week }: LessonRecord["identity"]): string {
  if (semester === undefined) return of;
  if (week === undefined) return t("record.semester", { year: of, semester });
  return t("record.semester_week", { year: of, semester, week });
}

function decision({ decision_no: no, decision_date: date }: LessonRecord["content"]): string {
  if (no === undefined) return "";
  return date === undefined
    ? t("record.decision_no", { no })
    : t("record.decision_of", { no, date: dayOf(date) });
}

export function TimePart({ record }: { record: LessonRecord }) {
  const { time } = record;
  const { taught } = time;
  return (
    <Part title={t("record.part.time")}>
      <Rows
        rows={[
          [t("record.planned"), formatSpan(time.planned.from, time.planned.to)],
          [t("record.opened"), moment(time.opened_at)],
          [
            t("record.taught"),
            time.held && taught
              ? t("record.taught_for", {
                  span: formatSpan(taught.from, taught.to),
                  n: minutes(time.taught_ms),
                })
              : t("record.not_held"),
          ],
          [t("record.ended"), t(`record.ended.${time.ended_reason}`, { time: moment(time.ended_at) })],
          [
            t("record.interruptions"),
            <Lines key="all" all={interruptions(time.interruptions)} none={t("record.no_interruptions")} />,
          ],
          [t("record.clock"), <Lines key="all" all={clock(record)} none="" />],
        ]}
      />
    </Part>
  );
}

function clock({ slot, time }: LessonRecord): string[] {
  const jumps = time.clock_jumps.map(({ at, delta }) =>
    t("record.clock_jumped", { time: moment(at), seconds: formatNumber(delta / 1000, 1) }),
  );
  return [t("record.clock_of", { zone: slot.time_zone }), ...jumps];
}
