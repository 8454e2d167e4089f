// The lesson is over: thanks, when it was, the way to watch it again; for the teacher who was there, and the sheet.

import type { Role } from "../../generated/messages";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { lessonLine } from "../../i18n/names";
import type { LessonCard } from "../../lib/api";
import { claimsOf, type Entry } from "../../lib/entry";
import { doorOf, leads } from "../../lib/lesson/rights";
import { BookIcon, ButtonLink, DoneIcon, Page, PlayIcon } from "../../ui/parts";
import { useFocusOnMain } from "../frame/keep-focus";
import type { Room } from "../room";
import { minutes } from "../selectors";
import { useTeaching } from "../teaching";

interface Props {
  entry: Entry;
  /** The lesson we were in; without it, only its card: it was over before we came. */
  room?: Room;
  card: LessonCard | null;
}

export function Ended({ entry, room, card }: Props) {
  useFocusOnMain();
  const lesson = room?.view?.lesson ?? card;
  const role = room?.me?.role ?? claimsOf(entry.token)?.role;
  const teaching = leads(role);
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
          {room && <p>{thanks(role)}</p>}
          <div class="row ended-links">
            {card?.recording && lesson?.started_at && watches(role, room) && (
              <ButtonLink href={`/r/${entry.lesson}`} icon={<PlayIcon />}>
                {t("class.recording.again")}
              </ButtonLink>
            )}
            {(teaching || role === "staff") && (
              <ButtonLink href={`/record/${entry.lesson}`} icon={<BookIcon />}>
                {t("class.ended.record")}
              </ButtonLink>
            )}
          </div>
          {!teaching && <p class="muted small">{t("class.ended.close")}</p>}
        </div>
        {teaching && <Teaching entry={entry} room={room} />}
      </div>
    </Page>
  );
}

function thanks(role: Role | undefined): string {
  if (leads(role)) return t("class.ended.thanks_teacher");
  return t(role === "student" ? "class.ended.thanks" : "class.ended.thanks_other");
}

/** Who may watch it again: pupils of the class who were let in, and the school. The server checks it. */
function watches(role: Role | undefined, room: Room | undefined): boolean {
  const outside = room?.view && room.me ? doorOf(room.view, room.me) !== null : false;
  return (role === "student" && !outside) || leads(role) || role === "staff";
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

/** The sheet opens by itself: the only thing left to do. */
function Teaching({ entry, room }: { entry: Entry; room: Room | undefined }) {
  const teach = useTeaching(true);
  if (!teach) return null;
  return (
    <>
      <teach.SheetCard entry={entry} people={room?.view?.people} ended />
      {room && <teach.Roster room={room} />}
    </>
  );
}
