// The recording as its teacher sees it: until when it is safe, what is wrong, pause and go on.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Button, CheckIcon, ClockIcon, Notice, PauseIcon, RecordIcon, WarningIcon } from "../../ui/parts";
import { useNow } from "../frame/use-now";
import type { Room } from "../room";
import { warnings } from "./saved";

/** `children`: what else stands in its row. */
export function RecordingBar({ room, children }: { room: Room; children?: ComponentChildren }) {
  const state = room.view?.lesson.recording;
  const now = useNow(room);
  const [since, setSince] = useState(() => room.now());
  useEffect(() => setSince(room.now()), [room, state]);
  if (!state) return children ? <div class="recording-bar">{children}</div> : null;
  const said = state === "on" ? warnings(room.saved.value, now, since) : [];
  const own = room.view?.people[room.me?.person ?? ""]?.consent === false;
  return (
    <section class="recording-bar" aria-label={t("teach.recording")}>
      <div class="recording-row">
        <SavedTime room={room} bad={said.length > 0} />
        <div class="recording-buttons">
          <PauseButton room={room} paused={state === "paused"} />
          {children}
        </div>
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
  const calm = upto > 0 ? { tone: "good", Icon: CheckIcon } : { tone: "off", Icon: ClockIcon };
  const { tone, Icon } = bad ? { tone: "warn", Icon: WarningIcon } : calm;
  return (
    <span class={`recording-saved tone-${tone}`} data-testid="recording-saved">
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
