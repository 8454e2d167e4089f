// Who stands at the door: let in one, let in all; who was removed, and back.

import { useRef } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, Card, CheckIcon, Lamp } from "../../../ui/parts";
import { useKeptFocus } from "../../frame/keep-focus";
import type { Room } from "../../room";
import { atDoor, type Somebody } from "../../selectors";

export function DoorCard({ room }: { room: Room }) {
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, "[data-testid=admit]", "[data-testid=readmit]", ".door-list");
  const { view } = room;
  const waiting = view ? atDoor(view, "waiting") : [];
  const removed = view ? atDoor(view, "removed") : [];
  return (
    <div ref={box}>
      {waiting.length > 0 && (
        <Card title={t("teach.door")} actions={<Lamp tone="warn">{waiting.length}</Lamp>}>
          <Button
            kind="primary"
            icon={<CheckIcon />}
            testId="admit-all"
            onClick={() => void room.ask({ type: "admit_all" })}
          >
            {t("teach.door.admit_all")}
          </Button>
          <ul class="rows door-list" tabIndex={-1} aria-label={t("teach.door")} data-testid="waiting">
            {waiting.map((one) => (
              <Row key={one.person} room={room} one={one} back={false} />
            ))}
          </ul>
        </Card>
      )}
      {removed.length > 0 && (
        <Card title={t("teach.door.removed")}>
          <ul class="rows door-list" tabIndex={-1} aria-label={t("teach.door.removed")} data-testid="removed">
            {removed.map((one) => (
              <Row key={one.person} room={room} one={one} back />
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function Row({ room, one, back }: { room: Room; one: Somebody; back: boolean }) {
  const name = room.name(one.person);
  return (
    <li class="hand-row">
      <span class="row-text">
        <strong>{name}</strong>
        {one.role !== "student" && <span class="muted small">{t(`teach.role.${one.role}`)}</span>}
      </span>
      <Button
        testId={back ? "readmit" : "admit"}
        label={back ? t("teach.door.back_name", { name }) : t("teach.door.admit_name", { name })}
        onClick={() => void room.ask({ type: "admit", person: one.person })}
      >
        {back ? t("teach.door.back") : t("teach.door.admit")}
      </Button>
    </li>
  );
}
