// Outside the class: waiting to be let in, or sent out. The line stays, no sound or picture comes.

import type { Door } from "../../generated/messages";
import { t } from "../../i18n";
import { capital, titled } from "../../lib/lesson/names";
import { ClockIcon, LeaveIcon } from "../../ui/parts";
import { useFocusOnMain } from "../frame/keep-focus";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useTitle } from "../frame/use-title";
import type { Room } from "../room";
import { teacher } from "../selectors";

export function AtDoor({ room, door }: { room: Room; door: Door }) {
  useTitle(room);
  useFocusOnMain();
  return (
    <div class="room room-pupil">
      <StatusStrip room={room} />
      <main id="main" class="room-main" tabIndex={-1}>
        <section class="at-door" data-testid="door" data-door={door} aria-live="polite">
          {door === "waiting" ? <Waiting room={room} /> : <Removed room={room} />}
        </section>
      </main>
      <div class="room-foot">
        <Trouble room={room} />
      </div>
    </div>
  );
}

function Waiting({ room }: { room: Room }) {
  const Teacher = capital(called(room));
  const pupil = room.me?.role === "student";
  return (
    <>
      <ClockIcon size="3rem" />
      <h2>{t("class.door.waiting")}</h2>
      <p>{pupil ? t("class.door.waiting_pupil", { Teacher }) : t("class.door.waiting_other", { Teacher })}</p>
      <p class="muted">{t("class.door.stay")}</p>
    </>
  );
}

function Removed({ room }: { room: Room }) {
  const pupil = room.me?.role === "student";
  return (
    <>
      <LeaveIcon size="3rem" />
      <h2>{pupil ? t("class.door.removed") : t("class.door.removed_other")}</h2>
      <p>
        {pupil ? t("class.door.removed_what", { teacher: called(room) }) : t("class.door.removed_what_other")}
      </p>
    </>
  );
}

/** At the door one is told of nobody; where the teacher is known, by name. */
function called(room: Room): string {
  return titled(room.view && teacher(room.view)) ?? room.teacher ?? t("class.teacher");
}
