// Who spoke and whose hand was up at this moment, as the class saw it.

import { floors, queue } from "../../class/selectors";
import { t } from "../../i18n";
import { Card, HandIcon, Lamp, MicIcon } from "../../ui/parts";
import type { Replay } from "../replay";
import { called } from "../shown/names";

export function Hands({ replay }: { replay: Replay }) {
  const view = replay.view.value;
  const speaking = view ? floors(view) : [];
  const hands = view ? queue(view) : [];
  return (
    <Card title={t("replay.hands")}>
      <ul class="replay-rows" data-testid="replay-hands">
        {speaking.map(({ person, state }) => (
          <li key={`floor-${person}`}>
            <strong>{called(view, person)}</strong>
            <Lamp tone={state === "held" ? "good" : "info"} icon={<MicIcon size="1em" />}>
              {state === "held" ? t("replay.hands.speaks") : t("replay.hands.invited")}
            </Lamp>
          </li>
        ))}
        {hands.map(({ person, place }) => (
          <li key={person}>
            <span>{called(view, person)}</span>
            <Lamp tone="warn" icon={<HandIcon size="1em" />}>
              {t("replay.hands.waits", { place })}
            </Lamp>
          </li>
        ))}
        {speaking.length + hands.length === 0 && <li class="muted small">{t("replay.hands.none")}</li>}
      </ul>
    </Card>
  );
}
