// "Em không nghe rõ": tells the teacher, shows that it was told, and rests for a while.

import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, SoundOffIcon } from "../../ui/parts";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";

/** The server takes one in so long (ms). */
const PAUSE = 20_000;

export interface Unclear {
  /** Seconds until it may be said again; 0: now. */
  seconds: number;
  tell: () => Promise<void>;
}

/** The state of the button, for both looks of it. */
export function useUnclear(room: Room): Unclear {
  const now = useNow(room);
  const [said, setSaid] = useState(0);
  const kept = room.view?.people[room.me?.person ?? ""]?.unclear_since ?? 0;
  const left = Math.min(PAUSE, Math.max(0, Math.max(said, kept) + PAUSE - now));
  const seconds = Math.ceil(left / 1000);
  const tell = async () => {
    if (seconds > 0 || !(await room.ask({ type: "cannot_hear" }))) return;
    setSaid(room.now());
    room.announcer.told();
  };
  return { seconds, tell };
}

export function UnclearButton({ room }: { room: Room }) {
  const { seconds, tell } = useUnclear(room);
  const told = seconds > 0;
  const pupil = room.me?.role === "student";
  return (
    <Button
      testId="unclear"
      pressed={told}
      label={told ? t("class.unclear.again", { seconds }) : undefined}
      icon={<SoundOffIcon />}
      onClick={() => void tell()}
    >
      {told ? t("class.unclear.told") : t(pupil ? "class.unclear" : "class.unclear.other")}
    </Button>
  );
}
