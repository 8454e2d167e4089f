/** One lesson of the day's list; opened, it has the join links, the end button and the attendance. */
import { useId, useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import type { Lesson, ListedLesson } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { calledName, fullName, periodName } from "../../i18n/names";
import { Confirm, DownIcon, Notice, PhaseLamp, SelectField, StopIcon } from "../../ui";
import { endLesson, pupilLink, studentsOf, teacherLink } from "../data";
import { Listed } from "../frame/Listed";
import { may, noticeSignedOut } from "../frame/session";
import { guestLink } from "../ways/data";
import { Attendance } from "./Attendance";
import { ComeIn } from "./ComeIn";
import { KeptParts } from "./KeptParts";
import { PersonalLink } from "./PersonalLink";

export interface LessonItemProps {
  lesson: ListedLesson;
  onChange: () => void;
}

export function LessonItem({ lesson, onChange }: LessonItemProps) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  return (
    <li class={`lesson lesson-${lesson.phase}`} data-testid="lesson" data-lesson={lesson.id}>
      <button
        type="button"
        class="lesson-bar"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <span class="lesson-time numbers">
          <strong>{formatTime(lesson.starts_at)}</strong>
          <span class="muted small">{formatTime(lesson.ends_at)}</span>
        </span>
        <span class="lesson-text">
          <strong>{`${lesson.subject} ${lesson.class_name}`.trim()}</strong>
          <span class="muted small">{subtitle(lesson)}</span>
        </span>
        <PhaseLamp phase={lesson.phase} />
        <DownIcon />
        <span class="said">{t("lessons.details")}</span>
      </button>
      <div id={panel} class="lesson-panel" hidden={!open}>
        {open && <LessonPanel lesson={lesson} onChange={onChange} />}
      </div>
    </li>
  );
}

function subtitle({ period, title, teacher }: Lesson): string {
  const who = teacher ? calledName(teacher) : t("lessons.no_teacher");
  return [period && periodName(period), title, who].filter(Boolean).join(" · ");
}

function LessonPanel({ lesson, onChange }: LessonItemProps) {
  return (
    <div class="stack">
      {lesson.phase !== "ended" && <ComeIn lesson={lesson.id} />}
      {lesson.phase !== "ended" && (lesson.teacher || lesson.class_id) && may("accounts.manage") && (
        <JoinLinks lesson={lesson} />
      )}
      {may("lessons.end") && (lesson.phase === "live" || lesson.phase === "waiting") && (
        <EndButton lesson={lesson} onEnded={onChange} />
      )}
      <KeptParts lesson={lesson} onChange={onChange} />
      {may("attendance.read") && <Attendance lesson={lesson} />}
    </div>
  );
}

function JoinLinks({ lesson }: { lesson: Lesson }) {
  const { teacher, class_id: classId } = lesson;
  return (
    <section class="stack">
      <h3>{t("link.heading")}</h3>
      {teacher && (
        <PersonalLink
          name={calledName(teacher)}
          text={`${t("link.teacher")}: ${fullName(teacher)}`}
          testId="teacher-link"
          fetchLink={() => teacherLink(lesson.id)}
        />
      )}
      {classId && <PupilLinks lesson={lesson.id} classId={classId} />}
      <PersonalLink
        name={t("ways.guests_name")}
        text={t("ways.guests")}
        note={t("ways.guests_hint")}
        testId="guest-link"
        fetchLink={() => guestLink(lesson.id, undefined)}
      />
    </section>
  );
}

function PupilLinks({ lesson, classId }: { lesson: string; classId: string }) {
  const loaded = useLoad(`pupils ${classId}`, () => studentsOf(classId));
  const [chosen, setChosen] = useState("");
  return (
    <Listed from={loaded}>
      {(pupils) => {
        const pupil = pupils.find(({ id }) => id === chosen);
        const options = pupils.map(({ id, stt, name }) => ({
          value: id,
          text: stt ? `${stt}. ${name}` : name,
        }));
        return (
          <div class="pupil-link">
            <SelectField
              label={t("link.pupil")}
              value={chosen}
              options={[{ value: "", text: t("new.choose") }, ...options]}
              onValue={setChosen}
            />
            {pupil && (
              <PersonalLink
                key={pupil.id}
                name={pupil.name}
                text={t("link.make")}
                testId="pupil-link"
                fetchLink={() => pupilLink(lesson, pupil.id)}
              />
            )}
          </div>
        );
      }}
    </Listed>
  );
}

function EndButton({ lesson, onEnded }: { lesson: Lesson; onEnded: () => void }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const end = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await endLesson(lesson.id);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
    setBusy(false);
    onEnded();
  };
  return (
    <div class="lesson-end">
      <Confirm
        icon={<StopIcon />}
        question={t("end.question")}
        confirm={t("end.confirm")}
        busy={busy}
        testId="end-lesson"
        onConfirm={end}
      >
        {t("end.button")}
      </Confirm>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
    </div>
  );
}
