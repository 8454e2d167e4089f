// Who says that the lesson is not well heard, beside what the server knows of that pupil's line.

import { t } from "../../../i18n";
import { Button, Lamp, SoundOffIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import { lamp, type Somebody, unclear } from "../../selectors";
import { LAMPS } from "../people/lamps";

export function Unclear({ room }: { room: Room }) {
  const all = room.view ? unclear(room.view) : [];
  if (all.length === 0) return null;
  return (
    <ul class="rows" aria-label={t("teach.unclear")} data-testid="unclear-list">
      {all.map((one) => (
        <Row key={one.person} room={room} one={one} />
      ))}
    </ul>
  );
}

function Row({ room, one }: { room: Room; one: Somebody }) {
  const name = room.name(one.person);
  const light = lamp({ ...one, attendance: room.view?.attendance?.[one.person] }, room.hearing.value);
  const { tone, Icon } = LAMPS[light];
  return (
    <li class="hand-row">
      <SoundOffIcon />
      <div class="row-text">
        <strong>{name}</strong>
        <span class="small">{t("teach.unclear")}</span>
        <span>
          <Lamp tone={tone} icon={<Icon size="1em" />}>
            {t("teach.unclear.server", { light: t(`teach.lamp.${light}`) })}
          </Lamp>
        </span>
      </div>
      <Button
        size="small"
        testId="clear-unclear"
        label={t("teach.unclear.clear_name", { name })}
        onClick={() => void room.ask({ type: "clear_unclear", person: one.person })}
      >
        {t("teach.unclear.clear")}
      </Button>
    </li>
  );
}
