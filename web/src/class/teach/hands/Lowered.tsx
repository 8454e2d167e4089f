// Hands that went down by themselves after their pupils spoke: each can be put up again for a minute.

import { t } from "../../../i18n";
import { Button, HandIcon } from "../../../ui/parts";
import type { Room } from "../../room";
import { lowered } from "../../selectors";

/** So long (ms) the newest one stands over the controls, too. */
const SNACK = 10_000;

interface Props {
  room: Room;
  now: number;
}

export function Lowered({ room, now }: Props) {
  const hands = room.view ? lowered(room.view, now) : [];
  if (hands.length === 0) return null;
  return (
    <section aria-label={t("teach.lowered")}>
      <h3 class="small">{t("teach.lowered")}</h3>
      <ul class="rows" data-testid="lowered">
        {hands.map(({ person }) => (
          <li key={person} class="hand-row">
            <span class="row-text">{room.name(person)}</span>
            <Restore room={room} person={person} testId="restore-hand" />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same for the newest, where the thumb is. The announcer has said it. */
export function LoweredSnack({ room, now }: Props) {
  const [newest] = room.view ? lowered(room.view, now) : [];
  if (!newest || now - newest.at > SNACK) return null;
  const said = t("teach.lowered.said", { name: room.name(newest.person) });
  return (
    <section class="snack" aria-label={said} data-testid="lowered-snack">
      <HandIcon />
      <span>{said}</span>
      <Restore room={room} person={newest.person} testId="restore-snack" />
    </section>
  );
}

function Restore({ room, person, testId }: { room: Room; person: string; testId: string }) {
  return (
    <Button
      size="small"
      testId={testId}
      label={t("teach.lowered.restore_name", { name: room.name(person) })}
      onClick={() => void room.ask({ type: "restore_hand", person })}
    >
      {t("teach.lowered.restore")}
    </Button>
  );
}
