// Who was invited, or speaks, and back with the floor.

import { t } from "../../../i18n";
import { formatClock } from "../../../i18n/format";
import { Button, MicIcon, MicOffIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import type { Floor } from "../../selectors";

export function FloorRow({ room, floor, now }: { room: Room; floor: Floor; now: number }) {
  const name = room.name(floor.person);
  const held = floor.state === "held";
  const mic = room.view?.people[floor.person]?.sources.mic === true;
  return (
    <li class="hand-row floor-row">
      {mic ? <MicIcon /> : <MicOffIcon />}
      <div class="row-text">
        <strong>{name}</strong>
        <span class="muted small numbers">
          {held ? t("teach.floor.held") : t("teach.floor.offered")}
          {held && !mic && `, ${t("teach.floor.mic_off")}`} · {formatClock((now - floor.since) / 1000)}
        </span>
      </div>
      <Button
        testId="take-floor"
        label={t("teach.floor.take_from", { name })}
        onClick={() => void room.ask({ type: "take_floor", person: floor.person })}
      >
        {t("teach.floor.take")}
      </Button>
    </li>
  );
}
