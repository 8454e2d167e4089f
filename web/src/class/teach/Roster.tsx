// The class list: who is here now, and the attendance as the server counts it.

import { useMemo } from "preact/hooks";
import { type Key, t } from "../../i18n";
import {
  CheckIcon,
  CloseIcon,
  DownIcon,
  Lamp,
  type LampTone,
  PersonIcon,
  SignalWeakIcon,
  SoundIcon,
  WarningIcon,
} from "../../ui/parts";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import {
  attended,
  hearers,
  type Lamp as LampName,
  lamp,
  minutes,
  type Pupil,
  roster,
  visitors,
} from "../selectors";

const LAMPS = {
  hears: { tone: "good", Icon: SoundIcon },
  weak: { tone: "warn", Icon: SignalWeakIcon },
  here: { tone: "good", Icon: CheckIcon },
  lost: { tone: "bad", Icon: WarningIcon },
  never: { tone: "off", Icon: CloseIcon },
} as const satisfies Record<LampName, { tone: LampTone; Icon: typeof CheckIcon }>;

/** Open at once where there is room for it; on a phone the chat would be far below 36 names. */
const WIDE = "(min-width: 60rem)";

export function Roster({ room }: { room: Room }) {
  const now = useNow(room);
  const wide = useMemo(() => matchMedia(WIDE).matches, []);
  const view = room.view;
  if (!view) return null;
  const pupils = roster(view);
  const ended = view.lesson.phase === "ended";
  const here = pupils.filter(({ present }) => present).length;
  const never = pupils.filter((pupil) => lamp(pupil) === "never").length;
  const hears = hearers(pupils, room.hearing.value);
  const guests = visitors(view);
  return (
    <details class="card roster-card" open={ended || wide}>
      <summary>
        <h2>{ended ? t("teach.summary") : t("teach.roster")}</h2>
        <span class="numbers">
          {ended ? totals(pupils) : t("teach.roster.counts", { all: pupils.length, here, never })}
          {!ended && hears !== null && ` · ${t("teach.roster.hear", { hears, all: pupils.length })}`}
        </span>
        <DownIcon />
      </summary>
      <ul class="rows roster" data-testid="roster">
        {pupils.map((pupil) => (
          <PupilRow key={pupil.person} room={room} pupil={pupil} now={now} ended={ended} />
        ))}
      </ul>
      {guests.length > 0 && (
        <>
          <h3>{t("teach.roster.visitors")}</h3>
          <ul class="rows">
            {guests.map(({ person, role }) => (
              <li key={person} class="pupil-row">
                <PersonIcon />
                <span class="row-text">{room.name(person)}</span>
                <span class="muted small">{t(`teach.role.${role}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="muted small">{t("teach.summary.note")}</p>
    </details>
  );
}

function totals(pupils: readonly Pupil[]): string {
  const absent = pupils.filter(
    ({ attendance }) => (attendance?.state ?? "absent_unknown") === "absent_unknown",
  ).length;
  return t("teach.summary.counts", { all: pupils.length, here: pupils.length - absent, absent });
}

function PupilRow({ room, pupil, now, ended }: { room: Room; pupil: Pupil; now: number; ended: boolean }) {
  const light = lamp(pupil, room.hearing.value);
  const { tone, Icon } = LAMPS[light];
  const { attendance } = pupil;
  const state: Key | null = attendance ? `attendance.${attendance.state}` : null;
  return (
    <li class="pupil-row" data-lamp={light}>
      <span class="pupil-stt numbers">{pupil.stt}</span>
      <span class="row-text">
        {room.name(pupil.person)}
        {pupil.present && pupil.mode === "listen" && (
          <span class="muted small"> · {t("teach.mode.listen")}</span>
        )}
        {pupil.consent === false && room.view?.lesson.recording && (
          <span class="muted small"> · {t("teach.recording.without")}</span>
        )}
      </span>
      <span class="pupil-state">
        {state && (ended || attendance?.state === "late") && <span class="small">{t(state)}</span>}
        {light !== "never" && (
          <span class="muted small numbers">
            {t("teach.roster.minutes", { minutes: minutes(attended(attendance, now)) })}
          </span>
        )}
        {!ended && (
          <Lamp tone={tone} icon={<Icon size="1em" />}>
            <span class="lamp-word">{t(`teach.lamp.${light}`)}</span>
          </Lamp>
        )}
      </span>
    </li>
  );
}
