// What a teacher can do with one pupil: write, give the floor, send out and let back in, a new way in.

import { useRef, useState } from "preact/hooks";
import { t } from "../../../i18n";
import { Button, ChatIcon, LeaveIcon, MicIcon, TextField } from "../../../ui/parts";
import { useKeptFocus } from "../../frame/keep-focus";
import type { Room } from "../../room";
import type { Somebody } from "../../selectors";
import { CardAgain } from "../CardAgain";

interface Props {
  room: Room;
  one: Somebody;
  onDone: () => void;
}

export function RowMenu({ room, one, onDone }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, "input", "button");
  return (
    <div ref={box} class="row-menu">
      <RowActions room={room} one={one} onDone={onDone} />
    </div>
  );
}

function RowActions({ room, one, onDone }: Props) {
  const [removing, setRemoving] = useState(false);
  const { person, present, door, role, class_id: classId } = one;
  const write = () => {
    room.chatTo.value = person;
    document.querySelector<HTMLElement>('[data-testid="chat"]')?.focus();
    onDone();
  };
  const invited = room.view?.floor[person] !== undefined;
  const live = room.view?.lesson.phase === "live";
  if (removing) return <Removing room={room} person={person} onDone={() => setRemoving(false)} />;
  return (
    <>
      {present && !door && role !== "room" && (
        <Button size="small" icon={<ChatIcon />} testId="write-to" onClick={write}>
          {t("teach.row.write")}
        </Button>
      )}
      {present && !door && live && !invited && (
        <Button
          size="small"
          icon={<MicIcon />}
          testId="give-floor-to"
          onClick={() => void room.ask({ type: "give_floor", person })}
        >
          {t("teach.hands.give")}
        </Button>
      )}
      {door ? (
        <Button size="small" testId="row-admit" onClick={() => void room.ask({ type: "admit", person })}>
          {door === "removed" ? t("teach.door.back") : t("teach.door.admit")}
        </Button>
      ) : role === "room" ? null : (
        <Button size="small" icon={<LeaveIcon />} testId="remove" onClick={() => setRemoving(true)}>
          {t("teach.row.remove")}
        </Button>
      )}
      {role === "student" && classId !== undefined && room.cardsOf.includes(classId) && (
        <CardAgain
          lesson={room.entry.lesson}
          token={room.entry.token}
          person={person}
          name={room.name(person)}
        />
      )}
    </>
  );
}

function Removing({ room, person, onDone }: { room: Room; person: string; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (await room.ask({ type: "remove", person, reason: reason.trim() })) onDone();
  };
  return (
    <form class="removing" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <TextField label={t("teach.row.reason")} value={reason} maxLength={300} onValue={setReason} />
      <div class="row">
        <Button type="submit" kind="danger" size="small" testId="remove-confirm">
          {t("teach.row.remove_yes")}
        </Button>
        <Button size="small" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
