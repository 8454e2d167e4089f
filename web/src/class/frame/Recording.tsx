// While a lesson is recorded everybody is told: a lamp at the top for all, a sentence before one comes in.

import { t } from "../../i18n";
import type { LessonCard } from "../../lib/api";
import { Lamp, PauseIcon, RecordIcon } from "../../ui/parts";
import type { Room } from "../room";

export function RecordingLamp({ room }: { room: Room }) {
  const state = room.view?.lesson.recording;
  if (!state) return null;
  const Icon = state === "on" ? RecordIcon : PauseIcon;
  return (
    <span class="strip-recording">
      <Lamp tone={state === "on" ? "info" : "warn"} icon={<Icon size="1.1em" />} testId="recording-lamp">
        {t(`class.recording.${state}`)}
      </Lamp>
    </span>
  );
}

/** On the card before the lesson. */
export function RecordingNote({ card }: { card: LessonCard }) {
  if (!card.recording) return null;
  return (
    <p class="recording-note" data-testid="recording-note">
      <RecordIcon />
      <span>
        <strong>{t("class.recording.on")}.</strong> {t("class.recording.who")}
      </span>
    </p>
  );
}
