// The lesson as a pupil sees it, and everybody else who does not teach: stage, chat, thumb bar. Outside the class: the door.

import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { smallChildren } from "../../i18n/words";
import { doorOf } from "../../lib/lesson/rights";
import { ChatPanel } from "../chat/ChatPanel";
import { AtDoor } from "../entry/AtDoor";
import { Banners } from "../frame/Banners";
import { useFocusOnMain, useKeptFocus } from "../frame/keep-focus";
import { useKeys } from "../frame/keys";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useTitle } from "../frame/use-title";
import type { Room } from "../room";
import { SmallRoom } from "../small/SmallRoom";
import { Stage } from "../stage/Stage";
import { useTeaching } from "../teaching";
import { Invitation } from "./Invitation";
import { PUPIL_KEYS } from "./pupil-keys";
import { ThumbBar } from "./ThumbBar";

export function PupilRoom({ room }: { room: Room }) {
  const { view, me } = room;
  const door = view && me ? doorOf(view, me) : null;
  if (door !== null) return <AtDoor room={room} door={door} />;
  return smallChildren.value && me?.role === "student" ? <SmallRoom room={room} /> : <Inside room={room} />;
}

function Inside({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  useKeys(PUPIL_KEYS);
  const foot = useRef<HTMLDivElement>(null);
  useKeptFocus(foot, ".thumb-row button:not(:disabled)", "button");
  const device = room.me?.role === "room";
  return (
    <div class="room room-pupil" data-device={device}>
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <StatusStrip room={room} keys={PUPIL_KEYS} />
      <main id="main" class="room-main" data-quiet={room.chat.lines.value.length === 0} tabIndex={-1}>
        <Stage room={room} />
        <div class="room-side">
          <StaffRoster room={room} />
          {!device && <ChatPanel room={room} />}
        </div>
      </main>
      <div ref={foot} class="room-foot">
        <Banners room={room} />
        <Trouble room={room} />
        <Invitation room={room} />
        <ThumbBar room={room} />
      </div>
    </div>
  );
}

/** The school's staff may see the attendance; nobody else gets it from the server. */
function StaffRoster({ room }: { room: Room }) {
  const attendance = room.view?.attendance !== undefined;
  const teaching = useTeaching(attendance);
  return attendance && teaching ? <teaching.Roster room={room} /> : null;
}
