/** Who of the class list was there in one lesson and for how long; what proves it opens in the evidence window. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Lesson } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Button, ForwardIcon, Lamp, Notice } from "../../ui";
import { EvidenceDialog } from "../attendance/evidence/EvidenceDialog";
import { STATE_ICONS, STATE_TONES } from "../attendance/evidence/Proof";
import { type Attendance as Answer, type Attender, attendanceOf } from "../data";
import { Listed } from "../frame/Listed";

const EVERY_MS = 10_000;

export function Attendance({ lesson }: { lesson: Lesson }) {
  const live = lesson.phase === "live" || lesson.phase === "waiting";
  const loaded = useLoad(`roll ${lesson.id}`, () => attendanceOf(lesson.id), live ? EVERY_MS : undefined);
  const begun = lesson.phase !== "planned";
  return (
    <section class="stack">
      <h3>{t("roll.title")}</h3>
      {begun ? (
        <Listed from={loaded}>
          {(answer) => <Roll lesson={lesson} answer={answer} onChange={loaded.reload} />}
        </Listed>
      ) : (
        <p class="muted">{t("roll.not_yet")}</p>
      )}
    </section>
  );
}

interface RollProps {
  lesson: Lesson;
  answer: Answer;
  onChange: () => void;
}

function Roll({ lesson, answer, onChange }: RollProps) {
  const [person, setPerson] = useState<string | null>(null);
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
            <RollRow key={student.person} student={student} onOpen={() => setPerson(student.person)} />
          ))}
        </tbody>
      </table>
      {person && (
        <EvidenceDialog
          lesson={lesson.id}
          person={person}
          onChange={onChange}
          onClose={() => setPerson(null)}
        />
      )}
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

interface RollRowProps {
  student: Attender;
  onOpen: () => void;
}

function RollRow({ student, onOpen }: RollRowProps) {
  const Icon = STATE_ICONS[student.state];
  return (
    <tr role="row">
      <td role="cell" class="numbers muted">
        {student.stt}
      </td>
      <th scope="row" role="rowheader">
        {student.name}
      </th>
      <td role="cell">
        <Lamp tone={STATE_TONES[student.state]} icon={<Icon size="1em" />}>
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
          label={t("roll.evidence_of", { name: student.name })}
          testId="roll-evidence"
          onClick={onOpen}
        >
          <span class="wide-only">{t("roll.evidence")}</span>
          <ForwardIcon />
        </Button>
      </td>
    </tr>
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
