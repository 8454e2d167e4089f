// The player beside what happened in class: stage, seek bar, buttons; hands and floor, chat, moments.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { formatMegabytes } from "../../i18n/format";
import { Notice } from "../../ui/parts";
import type { Replay } from "../replay";
import { Chat } from "./Chat";
import { Controls } from "./Controls";
import { Hands } from "./Hands";
import { Moments } from "./Moments";
import { SeekBar } from "./SeekBar";
import { Stage } from "./Stage";
import { useKeys } from "./use-keys";

export function Watch({ replay }: { replay: Replay }) {
  useKeys(replay);
  return (
    <div class="replay">
      <div class="replay-player">
        <Sound replay={replay} />
        <Stage replay={replay} />
        <SeekBar replay={replay} />
        <Controls replay={replay} />
        <Notes replay={replay} />
        <Sizes replay={replay} />
      </div>
      <div class="replay-side">
        <Hands replay={replay} />
        <Chat replay={replay} />
        <Moments replay={replay} />
      </div>
    </div>
  );
}

/** The element all time comes from. */
function Sound({ replay }: { replay: Replay }) {
  const audio = useRef<HTMLAudioElement>(null);
  const sound = replay.sound;
  useEffect(() => {
    sound?.attach(audio.current);
    return () => sound?.attach(null);
  }, [sound]);
  const heard = () => sound?.heard();
  return (
    // biome-ignore lint/a11y/useMediaCaption: a lesson's sound has no captions yet
    <audio
      ref={audio}
      data-testid="replay-audio"
      preload="auto"
      onPlay={heard}
      onPlaying={heard}
      onPause={heard}
      onEnded={heard}
      onWaiting={heard}
      onCanPlay={heard}
      onSeeking={heard}
      onSeeked={heard}
      onError={() => sound?.failed()}
    />
  );
}

/** What is going on with this recording, in words. */
function Notes({ replay }: { replay: Replay }) {
  const recording = replay.recording.value;
  const { all, playable } = replay.pictures.value;
  const again = replay.sound?.trouble.value === "again" || replay.offline.value;
  return (
    <div class="replay-notes">
      {replay.becameFinal.value && <Notice tone="good">{t("replay.became_final")}</Notice>}
      {replay.sound?.silent.value && <Notice tone="warn">{t("replay.silent")}</Notice>}
      {again && <Notice tone="warn">{t("replay.offline")}</Notice>}
      {recording?.trouble !== "" && <Notice tone="warn">{t("replay.trouble")}</Notice>}
      {all.length > playable.length && replay.mode.value === "full" && <Notice>{t("replay.unseen")}</Notice>}
    </div>
  );
}

/** Less is shown as this many bytes, never as nothing. */
const LEAST = 100_000;

function Sizes({ replay }: { replay: Replay }) {
  const recording = replay.recording.value;
  if (!recording) return null;
  const bytes = (kind: string) =>
    recording.tracks.filter((track) => track.kind === kind).reduce((sum, track) => sum + track.bytes, 0);
  const shown = (size: number) => formatMegabytes(Math.max(size, LEAST));
  const listen = shown(bytes("class"));
  const full = shown(bytes("class") + bytes("video"));
  const text = bytes("video") > 0 ? t("replay.sizes", { listen, full }) : t("replay.size", { listen });
  return (
    <p class="muted small">
      <span class="numbers" data-testid="replay-sizes">
        {text}
        {replay.live.value && ` (${t("replay.sizes_so_far")})`}
      </span>
      <br />
      {t("replay.not_presence")} <span class="replay-keys">{t("replay.keys")}</span>
    </p>
  );
}
