// The teacher invites to speak. Not modal: the lesson goes on behind it. The focus goes to the box and not to its
// button, so that somebody who is typing does not open the microphone by accident.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { capital, titled } from "../../lib/lesson/names";
import { Button, MicIcon } from "../../ui/parts";
import type { Room } from "../room";

export function Invitation({ room }: { room: Room }) {
  const { view, here } = room;
  const invited = here.find(({ person }) => view?.floor[person]?.state === "offered");
  const floor = invited && view?.floor[invited.person];
  if (!floor) return null;
  const Teacher = capital(titled(view?.people[floor.by]) ?? t("class.teacher"));
  const { name, person } = invited;
  const words =
    here.length > 1 ? t("class.invite.text_name", { Teacher, name }) : t("class.invite.text", { Teacher });
  const kept = view?.recorded !== false;
  return (
    <InvitationBox key={`${person}${floor.since}`} room={room} person={person} words={words} kept={kept} />
  );
}

interface BoxProps {
  room: Room;
  /** Who is invited, of the pupils at this device. */
  person: string;
  words: string;
  /** False: the lesson is recorded, and this person is not. */
  kept: boolean;
}

function InvitationBox({ room, person, words, kept }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  // At once: the button that had the focus may go with the same change.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const inside = box.current;
    inside?.focus();
    return () => {
      const now = document.activeElement;
      // Who went on typing meanwhile stays there.
      const free = now === null || now === document.body || inside?.contains(now);
      if (free && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const speak = async () => {
    setBusy(true);
    await room.own.speak(person);
    setBusy(false);
  };
  const later = () => void room.ask({ type: "decline_floor" }, person);
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
      <p id="invitation-text">{words}</p>
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
