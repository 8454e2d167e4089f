// The buttons of the player.

import { useId } from "preact/hooks";
import { t } from "../../i18n";
import { formatClock, formatNumber } from "../../i18n/format";
import {
  BackIcon,
  Button,
  ForwardIcon,
  PauseIcon,
  PlayIcon,
  SkipBackIcon,
  SkipForwardIcon,
  SoundIcon,
  SoundOffIcon,
  Switch,
} from "../../ui/parts";
import type { Replay } from "../replay";

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP = 10_000;

export function Controls({ replay }: { replay: Replay }) {
  const sound = replay.sound;
  const playing = sound?.playing.value ?? false;
  return (
    <section class="replay-controls" aria-label={t("replay.controls")}>
      <div class="replay-buttons">
        <Button
          icon={<SkipBackIcon />}
          label={t("replay.previous")}
          testId="replay-prev"
          onClick={() => replay.previous()}
        />
        <Button label={t("replay.back")} testId="replay-back" onClick={() => replay.by(-STEP)}>
          <BackIcon size="1em" />
          <span aria-hidden="true">10</span>
        </Button>
        <Button
          kind="primary"
          size="big"
          icon={playing ? <PauseIcon /> : <PlayIcon />}
          label={playing ? t("replay.pause") : t("replay.play")}
          testId="replay-play"
          onClick={() => sound?.toggle()}
        />
        <Button label={t("replay.forward")} testId="replay-forward" onClick={() => replay.by(STEP)}>
          <span aria-hidden="true">10</span>
          <ForwardIcon size="1em" />
        </Button>
        <Button
          icon={<SkipForwardIcon />}
          label={t("replay.next")}
          testId="replay-next"
          onClick={() => replay.next()}
        />
      </div>
      <div class="replay-settings">
        {replay.live.value && <Live replay={replay} />}
        <Speed replay={replay} />
        <Loudness replay={replay} />
        {replay.pictures.value.all.length > 0 && (
          <Switch
            on={replay.mode.value === "listen"}
            label={t("replay.listen")}
            testId="replay-mode"
            onChange={(on) => replay.watch(on ? "listen" : "full")}
          />
        )}
      </div>
    </section>
  );
}

function Live({ replay }: { replay: Replay }) {
  replay.position.value; // says anew how late one is while it plays
  const behind = Math.round(replay.behind(Date.now()) / 1000);
  const live = replay.atEdge.value;
  return (
    <Button pressed={live} testId="replay-live" onClick={() => replay.toNewest()}>
      <span class="live-dot" aria-hidden="true" />
      {live ? t("replay.live", { n: behind }) : t("replay.to_live", { time: formatClock(behind) })}
    </Button>
  );
}

function Speed({ replay }: { replay: Replay }) {
  const id = useId();
  return (
    <span class="replay-speed">
      <label for={id}>{t("replay.speed")}</label>
      <select
        id={id}
        class="control"
        value={String(replay.sound?.rate.value ?? 1)}
        data-testid="replay-speed"
        onChange={(event) => replay.sound?.setRate(Number(event.currentTarget.value))}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={String(speed)}>
            {formatNumber(speed, 2)}×
          </option>
        ))}
      </select>
    </span>
  );
}

function Loudness({ replay }: { replay: Replay }) {
  const sound = replay.sound;
  const muted = sound?.muted.value ?? false;
  return (
    <span class="replay-volume">
      <Button
        icon={muted ? <SoundOffIcon /> : <SoundIcon />}
        label={t("replay.mute")}
        pressed={muted}
        testId="replay-mute"
        onClick={() => sound?.setMuted(!muted)}
      />
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        defaultValue="1"
        aria-label={t("replay.volume")}
        data-testid="replay-volume"
        onInput={(event) => sound?.setVolume(event.currentTarget.valueAsNumber)}
      />
    </span>
  );
}
