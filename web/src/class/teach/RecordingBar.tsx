// The recording as its teacher sees it: until when it is safe, what is wrong, pause and go on.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Button, CheckIcon, Notice, PauseIcon, RecordIcon, WarningIcon } from "../../ui";
import type { Room } from "../room";
import { useNow } from "../use-now";
import { warnings } from "./saved";

export function RecordingBar({ room }: { room: Room }) {
  const state = room.view?.lesson.recording;
  const now = useNow(room);
  const [since, setSince] = useState(() => room.now());
  useEffect(() => setSince(room.now()), [room, state]);
  if (!state) return null;
  const said = state === "on" ? warnings(room.saved.value, now, since) : [];
  const own = room.view?.people[room.me?.person ?? ""]?.consent === false;
  return (
    <section class="recording-bar" aria-label={t("teach.recording")}>
      <div class="recording-row">
        <SavedTime room={room} bad={said.length > 0} />
        <PauseButton room={room} paused={state === "paused"} />
      </div>
      {said.length > 0 && (
        <Notice tone="warn">{said.map((key) => (t as (key: string) => string)(key)).join(" ")}</Notice>
      )}
      {own && (
        <p class="muted small" data-testid="not-consented">
          {t("teach.recording.not_you")}
        </p>
      )}
    </section>
  );
}

function SavedTime({ room, bad }: { room: Room; bad: boolean }) {
  const upto = room.saved.value?.upto ?? 0;
  const Icon = bad ? WarningIcon : CheckIcon;
  return (
    <span class={`recording-saved tone-${bad ? "warn" : "good"}`} data-testid="recording-saved">
      <Icon size="1.1em" />
      <span class="numbers">
        {upto > 0
          ? t("teach.recording.saved", { time: formatTime(upto, true) })
          : t("teach.recording.nothing_yet")}
      </span>
    </span>
  );
}

function PauseButton({ room, paused }: { room: Room; paused: boolean }) {
  const [busy, setBusy] = useState(false);
  const turn = async () => {
    setBusy(true);
    await room.ask({ type: paused ? "resume_recording" : "pause_recording" });
    setBusy(false);
  };
  return (
    <Button
      size="small"
      icon={paused ? <RecordIcon /> : <PauseIcon />}
      testId={paused ? "resume-recording" : "pause-recording"}
      onClick={() => !busy && void turn()}
    >
      {paused ? t("teach.recording.resume") : t("teach.recording.pause")}
    </Button>
  );
}
