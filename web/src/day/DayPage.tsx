/** A teacher's or pupil's lessons of today: one click from here into the class. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../api/call";
import { codeOf, problemText } from "../api/problem";
import type { Day, DayLesson } from "../api/types";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { formatDay, instantOf } from "../i18n/format";
import { calledName, givenName } from "../i18n/names";
import { smallChildren } from "../i18n/words";
import { Button, ButtonLink, CalendarIcon, Loading, Notice, Page, SchoolIcon } from "../ui/parts";
import { AddSibling } from "./AddSibling";
import { CalendarFeed } from "./CalendarFeed";
import { enterAlone } from "./entering";
import { FINAL } from "./final";
import { Homerooms } from "./Homerooms";
import { HouseRules } from "./HouseRules";
import { FeaturedLesson, LessonRow } from "./LessonRow";
import { LeaveNotes } from "./leave/LeaveNotes";
import { Picture } from "./Picture";
import { SchoolNotices } from "./SchoolNotices";
import { byStart, featured } from "./today";
import { useTold } from "./told";

const EVERY_MS = 30_000;

export function DayPage({ token, actions }: { token: string; actions?: ComponentChildren }) {
  const { value: day, error, reload } = useLoad("day", () => call<Day>("/day", { token }), EVERY_MS);
  const final = FINAL.has(codeOf(error));
  return (
    <Page title={t("day.title")} actions={day?.at_office ? <ToOffice /> : actions} narrow>
      <div class="stack">
        {day && !final ? (
          <DayView day={day} token={token} stale={error !== null} />
        ) : (
          <h1>{t("day.title")}</h1>
        )}
        {error !== null && (!day || final) && (
          <Notice tone="bad" title={t("day.failed")}>
            <p>{problemText(error)}</p>
            {!final && <Button onClick={reload}>{t("common.retry")}</Button>}
          </Notice>
        )}
        {!day && error === null && <Loading />}
      </div>
    </Page>
  );
}

function ToOffice() {
  return (
    <ButtonLink
      kind="plain"
      icon={<SchoolIcon />}
      href="/office"
      label={t("account.to_office")}
      testId="to-office"
    >
      <span class="wide-only">{t("account.to_office")}</span>
    </ButtonLink>
  );
}

interface DayViewProps {
  day: Day;
  token: string;
  stale: boolean;
}

function DayView({ day, token, stale }: DayViewProps) {
  const { opening, failure, open } = useOpening(token);
  const lessons = [...day.lessons].sort(byStart);
  const first = featured(lessons, Date.now());
  const telling = useTold(token, day.role === "student");
  const enter = {
    role: day.role,
    opening,
    open: (lesson: DayLesson) => telling.before(() => void open(lesson)),
  };
  const small = smallChildren.value && day.role === "student";
  return (
    <>
      <header class="day-head">
        {small && <Picture person={day.person} name={day.name} />}
        <div>
          <h1>{greeting(day)}</h1>
          <p class="muted">{formatDay(instantOf(day.date, "12:00"))}</p>
        </div>
      </header>
      {stale && <Notice tone="warn">{t("day.stale")}</Notice>}
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {first && <FeaturedLesson {...first} {...enter} />}
      {telling.waits && telling.told.rules && (
        <HouseRules of={telling.told.rules} onAccept={telling.accept} onClose={telling.cancel} />
      )}
      {!small && <SchoolNotices token={token} all={telling.told.notices} />}
      {lessons.length === 0 && <NoLessons />}
      {lessons.length > 0 && !first && (
        <Notice tone="good" silent>
          {t("day.done")}
        </Notice>
      )}
      {!small && (lessons.length > 1 || (lessons.length === 1 && !first)) && (
        <section class="day-list" aria-labelledby="all">
          <div class="card-head">
            <h2 id="all">{t("day.all")}</h2>
            <span class="muted">{t("day.count", { n: lessons.length })}</span>
          </div>
          <ol class="lessons">
            {lessons.map((lesson) => (
              <LessonRow key={lesson.id} lesson={lesson} first={lesson === first?.lesson} {...enter} />
            ))}
          </ol>
        </section>
      )}
      {day.role === "student" && <AddSibling />}
      {!small && <OwnFeed token={token} />}
      {day.homerooms.length > 0 && <LeaveNotes token={token} classes={day.homerooms} />}
      {day.homerooms.length > 0 && <Homerooms classes={day.homerooms} token={token} />}
    </>
  );
}

/** Folded, and asked for only when it is opened. */
function OwnFeed({ token }: { token: string }) {
  const [open, setOpen] = useState(false);
  const to = <Answer,>(method: "GET" | "POST" | "DELETE") => call<Answer>("/feed", { method, token });
  return (
    <details class="card" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-testid="own-feed">{t("feed.own")}</summary>
      {open && (
        <CalendarFeed
          name="own"
          calls={{ look: () => to("GET"), make: () => to("POST"), remove: () => to("DELETE") }}
        />
      )}
    </details>
  );
}

function NoLessons() {
  return (
    <div class="card empty">
      <CalendarIcon size="2.5rem" />
      <h2>{t("day.none")}</h2>
      <p class="muted">{t("day.none_hint")}</p>
    </div>
  );
}

/** A teacher by the title the roster gives, a pupil by the given name. */
function greeting({ role, name, title }: Day): string {
  if (role === "student") return t("day.hello_pupil", { name: givenName(name) });
  return t("day.hello_teacher", { name: calledName({ name, title }) });
}

/** Gets the join link of a lesson and goes there in the same tab. */
function useOpening(token: string) {
  const [opening, setOpening] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    // Coming back with the browser's Back button may show this very page again, frozen while it was leaving.
    const back = () => setOpening(null);
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, []);
  const open = async (lesson: DayLesson) => {
    setOpening(lesson.id);
    setFailure(null);
    try {
      await enterAlone(token, lesson.id);
    } catch (error) {
      setFailure(error);
      setOpening(null);
    }
  };
  return { opening, failure, open };
}
