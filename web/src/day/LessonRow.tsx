/** One lesson of the day: large when it is the running or next one, else a line of the list. */
import type { Day, DayLesson } from "../api/types";
import { t } from "../i18n";
import { formatSpan, formatTime } from "../i18n/format";
import { calledName, periodName } from "../i18n/names";
import { BookIcon, Button, ButtonLink, ForwardIcon, PhaseLamp, PlayIcon } from "../ui/parts";

export interface EnterProps {
  role: Day["role"];
  /** The lesson whose link is being fetched. */
  opening: string | null;
  open: (lesson: DayLesson) => void;
}

interface FeaturedProps extends EnterProps {
  kind: "now" | "next";
  lesson: DayLesson;
}

export function FeaturedLesson({ kind, lesson, role, opening, open }: FeaturedProps) {
  return (
    <section class={`card featured featured-${kind}`} aria-label={t(`day.${kind}`)} data-testid="featured">
      <div class="card-head">
        <strong class="featured-kind">{t(`day.${kind}`)}</strong>
        <PhaseLamp phase={lesson.phase} />
      </div>
      <div>
        <h2 class="featured-subject">
          {lesson.subject} {lesson.class_name}
        </h2>
        <p>{lesson.title}</p>
      </div>
      <p class="featured-time numbers">
        {lesson.period && <span>{periodName(lesson.period)}</span>}
        <span>{formatSpan(lesson.starts_at, lesson.ends_at)}</span>
        {role === "student" && lesson.teacher && <span>{calledName(lesson.teacher)}</span>}
      </p>
      {lesson.can_open ? (
        <Button
          kind="primary"
          size="big"
          wide
          icon={<PlayIcon />}
          busy={opening === lesson.id}
          testId="open-lesson"
          onClick={() => open(lesson)}
        >
          {t(role === "teacher" ? "day.open_teacher" : "day.open_pupil")}
        </Button>
      ) : (
        <p class="muted">{t("day.opens_at")}</p>
      )}
    </section>
  );
}

interface RowProps extends EnterProps {
  lesson: DayLesson;
  first: boolean;
}

export function LessonRow({ lesson, first, role, opening, open }: RowProps) {
  const name = [lesson.subject, lesson.class_name].filter(Boolean).join(" ");
  return (
    <li class={`lesson lesson-${lesson.phase}`} aria-current={first ? "true" : undefined}>
      <div class="lesson-time numbers">
        <strong>{formatTime(lesson.starts_at)}</strong>
        <span class="muted small">{formatTime(lesson.ends_at)}</span>
      </div>
      <div class="lesson-text">
        <h3>{name}</h3>
        <p class="muted small">
          {[lesson.period && periodName(lesson.period), lesson.title].filter(Boolean).join(" · ")}
        </p>
      </div>
      <div class="lesson-side">
        <PhaseLamp phase={lesson.phase} />
        {lesson.can_open && !first && (
          <Button
            size="small"
            icon={<ForwardIcon size="1em" />}
            busy={opening === lesson.id}
            label={`${t(role === "teacher" ? "day.open_teacher" : "day.open_pupil")}: ${name}`}
            onClick={() => open(lesson)}
          >
            {t(role === "teacher" ? "day.open_teacher" : "day.open_pupil")}
          </Button>
        )}
        <KeptLinks lesson={lesson} role={role} name={name} />
      </div>
    </li>
  );
}

/** What is kept of a lesson that is over; the record is for its teacher only. */
function KeptLinks({ lesson, role, name }: { lesson: DayLesson; role: Day["role"]; name: string }) {
  if (lesson.phase !== "ended") return null;
  const replay = lesson.replay.state === "live" || lesson.replay.state === "final";
  return (
    <>
      {replay && (
        <ButtonLink
          size="small"
          href={`/r/${lesson.id}`}
          icon={<PlayIcon size="1em" />}
          label={`${t("class.recording.again")}: ${name}`}
          testId="replay-link"
        >
          {t("class.recording.again")}
        </ButtonLink>
      )}
      {role === "teacher" && lesson.record && (
        <ButtonLink
          size="small"
          href={`/record/${lesson.id}`}
          icon={<BookIcon size="1em" />}
          label={`${t("day.record")}: ${name}`}
          testId="record-link"
        >
          {t("day.record")}
        </ButtonLink>
      )}
    </>
  );
}
