// Who has the floor, and the queue of raised hands in the order of raising.

import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { formatClock } from "../../i18n/format";
import { Button, Card, CloseIcon, HandIcon, Lamp, MicIcon, MicOffIcon } from "../../ui/parts";
import { useKeptFocus } from "../frame/keep-focus";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import { type Floor, floors, type Hand, queue } from "../selectors";

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
        {hands.length === 0 && <p class="muted">{t("teach.hands.none")}</p>}
        <ol class="rows hands" tabIndex={-1} aria-label={t("teach.hands")} data-testid="hands">
          {hands.map((hand) => (
            <HandRow key={hand.person} room={room} hand={hand} now={now} invited={invited.has(hand.person)} />
          ))}
        </ol>
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

function FloorRow({ room, floor, now }: { room: Room; floor: Floor; now: number }) {
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
