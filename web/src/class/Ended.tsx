// The lesson is over: thanks, when it was, and for the teacher who was there.

import { t } from "../i18n";
import { formatTime } from "../i18n/format";
import { lessonLine } from "../i18n/names";
import type { LessonCard } from "../lib/api";
import { DoneIcon, Page } from "../ui";
import { useFocusOnMain } from "./keep-focus";
import type { Room } from "./room";
import { minutes } from "./selectors";
import { useTeaching } from "./teaching";

/** Either the lesson we were in, or only its card, when it was over before we came. */
export function Ended({ room, card }: { room?: Room; card?: LessonCard }) {
  useFocusOnMain();
  const lesson = room?.view?.lesson ?? card;
  const teaching = room?.me?.role === "teacher";
  return (
    <Page title={t("class.ended.title")} narrow>
      <div class="stack">
        <div class="card center" role="status">
          <span class="done-sign">
            <DoneIcon size="2.5rem" />
          </span>
          <h1>{t("class.ended.title")}</h1>
          {lesson && <p>{lessonLine(lesson)}</p>}
          {lesson?.started_at && lesson.ended_at && <Taught from={lesson.started_at} to={lesson.ended_at} />}
          <Reason reason={room?.view?.lesson.ended_reason} />
          {room && <p>{teaching ? t("class.ended.thanks_teacher") : t("class.ended.thanks")}</p>}
          <p class="muted small">{t("class.ended.close")}</p>
        </div>
        {teaching && room && <Attendance room={room} />}
      </div>
    </Page>
  );
}

function Taught({ from, to }: { from: number | string; to: number | string }) {
  const length = minutes(new Date(to).getTime() - new Date(from).getTime());
  return (
    <p class="numbers">
      {t("class.ended.taught", { from: formatTime(from), to: formatTime(to), minutes: length })}
    </p>
  );
}

function Reason({ reason }: { reason: "button" | "no_teacher" | "office" | undefined }) {
  if (reason === "no_teacher") return <p>{t("class.ended.alone")}</p>;
  if (reason === "office") return <p>{t("class.ended.office")}</p>;
  return null;
}

function Attendance({ room }: { room: Room }) {
  const teach = useTeaching(true);
  return teach ? <teach.Roster room={room} /> : null;
}
