/** The lessons of one day: plan one, see how far each is, open its links and attendance. */
import { useState } from "preact/hooks";
import type { Lesson, ListedLesson } from "../../api/types";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { dateOf, formatDay, instantOf } from "../../i18n/format";
import { Button, CalendarIcon, Notice, PlusIcon } from "../../ui";
import { lessonsOf } from "../data";
import { Listed } from "../frame/Listed";
import { may } from "../frame/session";
import { counted } from "../schoolday";
import { NewLessonForm } from "./adding/NewLessonForm";
import { DayPicker } from "./DayPicker";
import { LessonItem } from "./LessonItem";

const EVERY_MS = 15_000;

export function Section() {
  const [date, setDate] = useState(() => dateOf(Date.now()));
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<Lesson | null>(null);
  const loaded = useLoad(`lessons ${date}`, () => lessonsOf(date), EVERY_MS);
  const saved = (lesson: Lesson) => {
    setAdding(false);
    setAdded(lesson);
    setDate(dateOf(lesson.starts_at));
    loaded.reload();
  };
  return (
    <div class="stack">
      <div class="day-bar">
        <DayPicker date={date} onDate={setDate} />
        {may("plan.write") && (
          <Button
            kind="primary"
            icon={<PlusIcon />}
            expanded={adding}
            testId="add-lesson"
            onClick={() => {
              setAdding(!adding);
              setAdded(null);
            }}
          >
            {t("lessons.add")}
          </Button>
        )}
      </div>
      {adding && <NewLessonForm date={date} onSaved={saved} onCancel={() => setAdding(false)} />}
      {added && (
        <Notice tone="good">
          {t("new.done", { lesson: `${added.subject} ${added.class_name}`.trim() })}
        </Notice>
      )}
      <h2 class="day-name">{formatDay(instantOf(date, "12:00"))}</h2>
      <Listed from={loaded}>
        {(lessons) =>
          lessons.length === 0 ? <NoLessons /> : <Lessons all={lessons} onChange={loaded.reload} />
        }
      </Listed>
    </div>
  );
}

function NoLessons() {
  return (
    <div class="card empty">
      <CalendarIcon size="2.5rem" />
      <h2>{t("lessons.none")}</h2>
      <p class="muted">{t("lessons.none_hint")}</p>
    </div>
  );
}

function Lessons({ all, onChange }: { all: ListedLesson[]; onChange: () => void }) {
  return (
    <>
      <p class="muted" role="status">
        {t("lessons.sum", counted(all))}
      </p>
      <ol class="lessons">
        {all.map((lesson) => (
          <LessonItem key={lesson.id} lesson={lesson} onChange={onChange} />
        ))}
      </ol>
    </>
  );
}
