/** Who of the class list was there, for how long, and the connections that prove it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Lesson } from "../api/types";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { Button, ClockIcon, DoneIcon, DownIcon, Lamp, type LampTone, Notice, QuestionIcon } from "../ui";
import { type Attendance as Answer, type Attender, attendanceOf, type Interval } from "./data";
import { Listed } from "./Listed";

const EVERY_MS = 10_000;
const TONES: Record<Attender["state"], LampTone> = { present: "good", late: "warn", absent_unknown: "bad" };
const ICONS = { present: DoneIcon, late: ClockIcon, absent_unknown: QuestionIcon };

export function Attendance({ lesson }: { lesson: Lesson }) {
  const live = lesson.phase === "live" || lesson.phase === "waiting";
  const loaded = useLoad(`roll ${lesson.id}`, () => attendanceOf(lesson.id), live ? EVERY_MS : undefined);
  const begun = lesson.phase !== "planned";
  return (
    <section class="stack">
      <h3>{t("roll.title")}</h3>
      {begun ? (
        <Listed from={loaded}>{(answer) => <Roll answer={answer} />}</Listed>
      ) : (
        <p class="muted">{t("roll.not_yet")}</p>
      )}
    </section>
  );
}

function Roll({ answer }: { answer: Answer }) {
  const { students } = answer;
  if (students.length === 0) return <Notice silent>{t("roll.none")}</Notice>;
  const away = students.filter(({ state }) => state === "absent_unknown").length;
  return (
    <>
      <p class="roll-sum">
        <strong class="numbers">
          {t("roll.sum", { all: students.length, here: students.length - away, away })}
        </strong>
        <span class="muted small numbers">{t("roll.as_of", { time: formatTime(answer.as_of) })}</span>
      </p>
      {/* On narrow screens the styles lay the rows out as blocks; the roles keep it a table for screen readers. */}
      <table class="roll" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <HeadCell>{t("people.stt")}</HeadCell>
            <HeadCell>{t("people.name")}</HeadCell>
            <HeadCell>{t("roll.state")}</HeadCell>
            <HeadCell minutes>{t("roll.minutes")}</HeadCell>
            <HeadCell>
              <span class="said">{t("roll.evidence")}</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {students.map((student) => (
            <RollRow key={student.person} student={student} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function HeadCell({ minutes = false, children }: { minutes?: boolean; children: ComponentChildren }) {
  return (
    <th scope="col" role="columnheader" class={minutes ? "roll-minutes" : undefined}>
      {children}
    </th>
  );
}

function RollRow({ student }: { student: Attender }) {
  const [open, setOpen] = useState(false);
  const Icon = ICONS[student.state];
  return (
    <>
      <tr role="row">
        <td role="cell" class="numbers muted">
          {student.stt}
        </td>
        <th scope="row" role="rowheader">
          {student.name}
        </th>
        <td role="cell">
          <Lamp tone={TONES[student.state]} icon={<Icon size="1em" />}>
            {t(`attendance.${student.state}`)}
          </Lamp>
          <Remarks student={student} />
        </td>
        <td role="cell" class="roll-minutes numbers">
          {t("roll.n_minutes", { n: Math.floor(student.minutes) })}
        </td>
        <td role="cell">
          <Button
            kind="plain"
            size="small"
            expanded={open}
            label={t("roll.evidence_of", { name: student.name })}
            onClick={() => setOpen(!open)}
          >
            <span class="wide-only">{t("roll.evidence")}</span>
            <DownIcon />
          </Button>
        </td>
      </tr>
      {open && (
        <tr role="row" class="roll-evidence">
          <td role="cell" colSpan={5}>
            <Evidence student={student} />
          </td>
        </tr>
      )}
    </>
  );
}

function Remarks({ student }: { student: Attender }) {
  const said = [
    student.present_now && t("roll.now"),
    student.late_minutes >= 1 && t("roll.late", { n: Math.floor(student.late_minutes) }),
    student.left_early_minutes >= 1 && t("roll.left_early", { n: Math.floor(student.left_early_minutes) }),
  ].filter(Boolean);
  return said.length === 0 ? null : <span class="muted small roll-remarks">{said.join(" · ")}</span>;
}

function Evidence({ student }: { student: Attender }) {
  if (student.intervals.length === 0) return <p class="muted">{t("roll.never")}</p>;
  return (
    <dl class="evidence">
      <dt>{t("roll.raw")}</dt>
      <dd>
        <Intervals all={student.intervals} />
      </dd>
      <dt>{t("roll.counted")}</dt>
      <dd>
        <Intervals all={student.bridged} />
      </dd>
    </dl>
  );
}

function Intervals({ all }: { all: Interval[] }) {
  return (
    <ul class="intervals numbers">
      {all.map(({ from, to }) => (
        <li key={from}>
          {formatTime(from, true)}–{to === null ? ` ${t("roll.until_now")}` : formatTime(to, true)}
        </li>
      ))}
    </ul>
  );
}
