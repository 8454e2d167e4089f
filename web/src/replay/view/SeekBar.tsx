// Where one is in the period: a slider with marks, the lesson's own time, and the position.

import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatClock, formatTime } from "../../i18n/format";
import type { Replay } from "../replay";
import type { Jump } from "../shown/jumps";
import { stepOfKey } from "./use-keys";

export function SeekBar({ replay }: { replay: Replay }) {
  /** Seconds under the finger, before it lets go. */
  const [held, setHeld] = useState<number | null>(null);
  const length = replay.duration.value / 1000;
  const now = held ?? replay.position.value / 1000;
  const said = {
    time: formatTime(replay.zero.value + now * 1000, true),
    position: formatClock(now),
    length: formatClock(length),
  };
  return (
    <div class="seek">
      <div class="seek-bar">
        <Marks replay={replay} />
        <input
          type="range"
          min="0"
          max={length}
          step="any"
          value={now}
          disabled={length === 0}
          aria-label={t("replay.seek")}
          aria-valuetext={t("replay.seek_text", said)}
          data-testid="replay-seek"
          onInput={(event) => setHeld(event.currentTarget.valueAsNumber)}
          onChange={(event) => {
            setHeld(null);
            replay.sound?.seek(event.currentTarget.valueAsNumber * 1000);
          }}
          onKeyDown={(event) => {
            const step = stepOfKey(event.key, replay.duration.value);
            if (step === null) return;
            event.preventDefault();
            event.stopPropagation();
            replay.by(step);
          }}
        />
      </div>
      <p class="seek-time numbers" data-testid="replay-time">
        <time>
          <span class="said">{t("replay.lesson_time")} </span>
          {said.time}
        </time>
        <span class="muted">
          {said.position} / {said.length}
        </span>
      </p>
    </div>
  );
}

/** Drawn in thousandths of the length: gaps as blocks, moments as ticks. */
function Marks({ replay }: { replay: Replay }) {
  const length = replay.duration.value;
  if (length === 0) return null;
  const at = (ms: number) => (1000 * Math.min(ms, length)) / length;
  const block = (from: number, to: number | null, kind: string) => (
    <rect
      key={`${kind}${from}-${to}`}
      class={`mark-${kind}`}
      x={at(from)}
      width={Math.max(2, at(to ?? length) - at(from))}
      height="10"
    />
  );
  const ticks = replay.jumps.value.filter(
    (jump): jump is Exclude<Jump, { kind: "gap" }> => jump.kind !== "gap",
  );
  return (
    <svg class="marks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="mark-line" x="0" y="3" width="1000" height="4" />
      <rect class="mark-done" x="0" y="3" width={at(replay.position.value)} height="4" />
      {replay.recording.value?.unrecorded.map(({ from_ms, to_ms }) => block(from_ms, to_ms, "unrecorded"))}
      {replay.recording.value?.limited.map(({ from_ms, to_ms }) => block(from_ms, to_ms, "missing"))}
      {replay.missing.value.map(({ from, to }) => block(from, to, "missing"))}
      {replay.holes.value.map(({ from, to }) => block(from, to, "gap"))}
      {ticks.map((jump) => (
        <rect
          key={`${jump.at}${jump.kind}`}
          class={`mark-${jump.kind}`}
          x={at(jump.at) - 1}
          width="2.5"
          height="10"
        />
      ))}
    </svg>
  );
}
