// One pupil of the class list: state, minutes, light; behind a button what a teacher can do.

import { useState } from "preact/hooks";
import { type Key, t } from "../../../i18n";
import { leads } from "../../../lib/lesson/rights";
import { Button, Lamp, MoreIcon, SoundOffIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import { attended, lamp, minutes, type Pupil } from "../../selectors";
import { LAMPS } from "./lamps";
import { RowMenu } from "./RowActions";

interface Props {
  room: Room;
  pupil: Pupil;
  now: number;
  ended: boolean;
}

export function PupilRow({ room, pupil, now, ended }: Props) {
  const [open, setOpen] = useState(false);
  const light = lamp(pupil, room.hearing.value);
  const name = room.name(pupil.person);
  const acts = !ended && leads(room.me?.role);
  return (
    <li class="pupil-item" data-lamp={light}>
      <div class="pupil-row">
        <span class="pupil-stt numbers">{pupil.stt}</span>
        <Words room={room} pupil={pupil} name={name} />
        <State room={room} pupil={pupil} now={now} ended={ended} />
        {acts && (
          <Button
            kind="plain"
            label={t("teach.row.more", { name })}
            icon={<MoreIcon />}
            expanded={open}
            testId="row-more"
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      {open && acts && <RowMenu room={room} one={pupil} onDone={() => setOpen(false)} />}
    </li>
  );
}

function Words({ room, pupil, name }: { room: Room; pupil: Pupil; name: string }) {
  return (
    <span class="row-text">
      {name}
      {pupil.unclear_since !== undefined && (
        <span class="small tone-warn unclear-mark">
          {" "}
          <SoundOffIcon size="1em" /> {t("teach.unclear")}
        </span>
      )}
      {pupil.present && pupil.mode === "listen" && (
        <span class="muted small"> · {t("teach.mode.listen")}</span>
      )}
      {pupil.present && pupil.at_school && <span class="muted small"> · {t("teach.school.is")}</span>}
      {pupil.consent === false && room.view?.lesson.recording && (
        <span class="muted small"> · {t("teach.recording.without")}</span>
      )}
    </span>
  );
}

function State({ room, pupil, now, ended }: Props) {
  const light = lamp(pupil, room.hearing.value);
  const { tone, Icon } = LAMPS[light];
  const { attendance, door } = pupil;
  const state: Key | null = attendance ? `attendance.${attendance.state}` : null;
  return (
    <span class="pupil-state">
      {state && (ended || attendance?.state === "late") && <span class="small">{t(state)}</span>}
      {light !== "never" && light !== "school" && (
        <span class="muted small numbers">
          {t("teach.roster.minutes", { minutes: minutes(attended(attendance, now)) })}
        </span>
      )}
      {!ended && (
        <Lamp tone={door ? "warn" : tone} icon={<Icon size="1em" />}>
          <span class="lamp-word">{door ? t(`teach.door.is.${door}`) : t(`teach.lamp.${light}`)}</span>
        </Lamp>
      )}
    </span>
  );
}
