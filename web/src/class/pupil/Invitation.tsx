// The teacher invites to speak. Not modal: the lesson goes on behind it. The focus goes to the box and not to its
// button, so that somebody who is typing does not open the microphone by accident.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { capital, titled } from "../../lib/names";
import { Button, MicIcon } from "../../ui";
import type { Room } from "../room";

export function Invitation({ room }: { room: Room }) {
  const { view, me } = room;
  const floor = view && me ? view.floor[me.person] : undefined;
  if (floor?.state !== "offered") return null;
  const by = titled(view?.people[floor.by]) ?? t("class.teacher");
  const kept = view?.recorded !== false;
  return <InvitationBox key={floor.since} room={room} teacher={capital(by)} kept={kept} />;
}

interface BoxProps {
  room: Room;
  teacher: string;
  /** False: the lesson is recorded, and this person is not. */
  kept: boolean;
}

function InvitationBox({ room, teacher, kept }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  // At once: the button that had the focus may go with the same change.
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const speak = async () => {
    setBusy(true);
    await room.own.speak();
    setBusy(false);
  };
  const later = () => void room.ask({ type: "decline_floor" });
  return (
    <div
      ref={box}
      class="invitation"
      role="alertdialog"
      aria-modal="false"
      aria-labelledby="invitation-text"
      aria-describedby={kept ? undefined : "invitation-not-recorded"}
      tabIndex={-1}
      onKeyDown={(event) => event.key === "Escape" && later()}
    >
      <p id="invitation-text">{t("class.invite.text", { Teacher: teacher })}</p>
      {!kept && (
        <p id="invitation-not-recorded" class="small" data-testid="not-recorded">
          {t("class.invite.not_recorded")}
        </p>
      )}
      <div class="invitation-answers">
        <Button
          kind="primary"
          size="big"
          busy={busy}
          icon={<MicIcon />}
          testId="accept-floor"
          onClick={speak}
        >
          {t("class.invite.yes")}
        </Button>
        <Button size="big" testId="decline-floor" onClick={later}>
          {t("class.invite.no")}
        </Button>
      </div>
    </div>
  );
}
