// The class list: who is here now, and the attendance as the server counts it; a list for each class of the room.

import { useMemo, useState } from "preact/hooks";
import { t } from "../../../i18n";
import { leads } from "../../../lib/lesson/rights";
import { Button, DownIcon, SchoolIcon } from "../../../ui/parts";
import { useNow } from "../../frame/use-now";
import { classesOf } from "../../lines";
import type { Room } from "../../room";
import { hasRoom, hearers, lamp, type Pupil, roster } from "../../selectors";
import { MarkRest, SchoolRow } from "./AtSchool";
import { PupilRow } from "./PupilRow";
import { Visitors } from "./Visitors";

/** Open at once where there is room for it; on a phone the chat would be far below 36 names. */
const WIDE = "(min-width: 60rem)";

export function Roster({ room }: { room: Room }) {
  const now = useNow(room);
  const wide = useMemo(() => matchMedia(WIDE).matches, []);
  const [marking, setMarking] = useState(false);
  const { view } = room;
  if (!view) return null;
  const pupils = roster(view);
  const ended = view.lesson.phase === "ended";
  const markable = !ended && leads(room.me?.role) && hasRoom(view);
  const list = (some: readonly Pupil[], label: string) => (
    <ul class="rows roster" data-testid="roster" aria-label={label}>
      {some.map((pupil) =>
        marking && markable ? (
          <SchoolRow key={pupil.person} room={room} pupil={pupil} />
        ) : (
          <PupilRow key={pupil.person} room={room} pupil={pupil} now={now} ended={ended} />
        ),
      )}
    </ul>
  );
  const classes = classesOf(view.lesson);
  return (
    <details class="card roster-card" open={ended || wide}>
      <summary>
        <h2>{ended ? t("teach.summary") : t("teach.roster")}</h2>
        <Counts room={room} pupils={pupils} ended={ended} />
        <DownIcon />
      </summary>
      {markable && (
        <div class="row">
          <Button
            size="small"
            icon={<SchoolIcon />}
            pressed={marking}
            testId="at-school"
            onClick={() => setMarking(!marking)}
          >
            {t("teach.school")}
          </Button>
          {marking && <MarkRest room={room} pupils={pupils} />}
        </div>
      )}
      {classes.length === 0
        ? list(pupils, t("teach.roster"))
        : classes.map(({ id, name }) => (
            <section key={id} aria-label={name}>
              <h3>{name}</h3>
              {list(
                pupils.filter(({ class_id }) => class_id === id),
                name,
              )}
            </section>
          ))}
      <Visitors room={room} />
      <p class="muted small">{t("teach.summary.note")}</p>
    </details>
  );
}

function Counts({ room, pupils, ended }: { room: Room; pupils: readonly Pupil[]; ended: boolean }) {
  const all = pupils.length;
  if (ended) {
    const absent = pupils.filter(
      ({ attendance }) => (attendance?.state ?? "absent_unknown") === "absent_unknown",
    ).length;
    return <span class="numbers">{t("teach.summary.counts", { all, here: all - absent, absent })}</span>;
  }
  const here = pupils.filter(({ present, at_school }) => present || at_school).length;
  const never = pupils.filter((pupil) => lamp(pupil) === "never").length;
  const hears = hearers(pupils, room.hearing.value);
  return (
    <span class="numbers">
      {t("teach.roster.counts", { all, here, never })}
      {hears !== null && ` · ${t("teach.roster.hear", { hears, all })}`}
    </span>
  );
}
