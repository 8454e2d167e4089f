// The lesson as a pupil sees it, and everybody else who does not teach: stage, chat, thumb bar.

import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { ChatPanel } from "../chat/ChatPanel";
import { useFocusOnMain, useKeptFocus } from "../frame/keep-focus";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useTitle } from "../frame/use-title";
import type { Room } from "../room";
import { Stage } from "../stage/Stage";
import { useTeaching } from "../teaching";
import { Invitation } from "./Invitation";
import { ThumbBar } from "./ThumbBar";

export function PupilRoom({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  const foot = useRef<HTMLDivElement>(null);
  useKeptFocus(foot, ".thumb-row button:not(:disabled)", "button");
  return (
    <div class="room room-pupil">
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <StatusStrip room={room} />
      <main id="main" class="room-main" data-quiet={room.chat.lines.value.length === 0} tabIndex={-1}>
        <Stage room={room} />
        <div class="room-side">
          <StaffRoster room={room} />
          <ChatPanel room={room} />
        </div>
      </main>
      <div ref={foot} class="room-foot">
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
