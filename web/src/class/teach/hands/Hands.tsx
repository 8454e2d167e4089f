// Who has the floor, and the queue of raised hands in the order of raising.

import { useRef } from "preact/hooks";
import { t } from "../../../i18n";
import { formatClock } from "../../../i18n/format";
import { Button, Card, CloseIcon, HandIcon, Lamp } from "../../../ui/parts";
import { useKeptFocus } from "../../frame/keep-focus";
import { useNow } from "../../frame/use-now";
import type { Room } from "../../room";
import { floors, type Hand, queue } from "../../selectors";
import { FloorRow } from "./FloorRow";
import { Lowered } from "./Lowered";
import { Unclear } from "./Unclear";

export function Hands({ room }: { room: Room }) {
  const now = useNow(room);
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, "[data-testid=take-floor]", "[data-testid=give-floor]", ".hands");
  const view = room.view;
  const hands = view ? queue(view) : [];
  const speaking = view ? floors(view) : [];
  const invited = new Set(speaking.map(({ person }) => person));
  return (
    <div ref={box}>
      <Card
        title={t("teach.hands")}
        actions={<Lamp tone={hands.length > 0 ? "warn" : "off"}>{hands.length}</Lamp>}
      >
        {speaking.length > 0 && (
          <ul class="rows" aria-label={t("teach.floor")} data-testid="floor">
            {speaking.map((floor) => (
              <FloorRow key={floor.person} room={room} floor={floor} now={now} />
            ))}
          </ul>
        )}
        <Unclear room={room} />
        {hands.length === 0 && <p class="muted">{t("teach.hands.none")}</p>}
        <ol class="rows hands" tabIndex={-1} aria-label={t("teach.hands")} data-testid="hands">
          {hands.map((hand) => (
            <HandRow key={hand.person} room={room} hand={hand} now={now} invited={invited.has(hand.person)} />
          ))}
        </ol>
        <Lowered room={room} now={now} />
      </Card>
    </div>
  );
}

function HandRow({ room, hand, now, invited }: { room: Room; hand: Hand; now: number; invited: boolean }) {
  const name = room.name(hand.person);
  return (
    <li class="hand-row">
      <span class="hand-place numbers" aria-hidden="true">
        {hand.place}
      </span>
      <div class="row-text">
        <strong>{name}</strong>
        <span class="muted small numbers">
          <HandIcon size="1em" /> {formatClock((now - hand.since) / 1000)}
        </span>
        {hand.question && <p class="hand-question">{hand.question}</p>}
      </div>
      <div class="row-actions">
        {!invited && (
          <Button
            kind="primary"
            testId="give-floor"
            label={t("teach.hands.give_to", { name })}
            onClick={() => void room.ask({ type: "give_floor", person: hand.person })}
          >
            {t("teach.hands.give")}
          </Button>
        )}
        <Button
          kind="plain"
          label={t("teach.hands.lower", { name })}
          icon={<CloseIcon />}
          onClick={() => void room.ask({ type: "lower_hand", person: hand.person })}
        />
      </div>
    </li>
  );
}
