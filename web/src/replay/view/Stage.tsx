// What the class looked at: the screen or the teacher big, the rest small. All video elements stay where they are in
// the document; only their place in the grid changes.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { formatClock } from "../../i18n/format";
import { initials } from "../../lib/lesson/names";
import { Button, PlayIcon } from "../../ui/parts";
import type { Film } from "../playing/film";
import { spanAt } from "../playing/missing";
import type { Replay } from "../replay";
import { limitedText, missingText } from "../shown/absent";
import { called } from "../shown/names";
import { PLACES, type Place } from "../shown/pictures";

export function Stage({ replay }: { replay: Replay }) {
  const films = replay.films;
  const listening = replay.mode.value === "listen";
  const shown = PLACES.filter((place) => films?.[place].shown.value);
  return (
    <section class="stage replay-stage" aria-label={t("replay.stage")} data-empty={shown.length === 0}>
      {shown.length === 0 && <Empty replay={replay} />}
      {films &&
        PLACES.map((place) => (
          <Tile
            key={place}
            replay={replay}
            film={films[place]}
            place={place}
            size={listening || !shown.includes(place) ? "off" : place === shown[0] ? "main" : "small"}
          />
        ))}
      <Veil replay={replay} />
    </section>
  );
}

interface TileProps {
  replay: Replay;
  film: Film;
  place: Place;
  size: "main" | "small" | "off";
}

function Tile({ replay, film, place, size }: TileProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    film.attach(video.current);
    return () => film.attach(null);
  }, [film]);
  const track = film.shown.value;
  const name = track?.person ? called(replay.view.value, track.person, track.name) : "";
  const label = place === "screen" ? t("replay.screen_of", { name }) : name;
  return (
    <figure class="tile" data-place={size}>
      <video
        ref={video}
        data-slot={place}
        muted
        playsInline
        disablePictureInPicture
        aria-label={label}
        onError={() => film.failed()}
      />
      <figcaption>{label}</figcaption>
    </figure>
  );
}

/** Nothing to see: whom one hears, and why. */
function Empty({ replay }: { replay: Replay }) {
  if (!replay.sound?.started.value) return null;
  const teacher = replay.recording.value?.teacher;
  const text = replay.mode.value === "listen" ? t("replay.listening") : t("replay.no_picture");
  return (
    <div class="stage-note">
      {teacher && (
        <span class="face" aria-hidden="true">
          {initials(teacher.name)}
        </span>
      )}
      <p>{text}</p>
    </div>
  );
}

/** Over the stage: the first tap; then what was jumped over, why it is silent, what is waited for. */
function Veil({ replay }: { replay: Replay }) {
  const sound = replay.sound;
  if (!sound) return null;
  if (!sound.started.value) {
    const text = replay.mode.value === "listen" ? t("replay.start_listen") : t("replay.start");
    return (
      <div class="veil replay-start">
        <Button kind="primary" size="big" icon={<PlayIcon />} onClick={() => sound.play()}>
          {text}
        </Button>
        {replay.live.value && replay.duration.value === 0 && <p>{t("replay.live_begins")}</p>}
      </div>
    );
  }
  const waits = sound.waiting.value && !sound.skipped.value;
  return (
    <div class="veil veil-corner" role="status" data-testid="replay-note">
      {waits && <span class="spinner" aria-hidden="true" />}
      {waits ? waiting(replay) : (skipped(replay) ?? absent(replay))}
    </div>
  );
}

function skipped(replay: Replay): string | null {
  const hole = replay.sound?.skipped.value;
  if (!hole) return null;
  const time = formatClock((hole.to - hole.from) / 1000);
  return t("replay.skipped", { time, reason: t(`replay.gap.${hole.reason}`) });
}

function waiting(replay: Replay): string {
  const atEnd = replay.live.value && replay.duration.value - replay.position.value < 1_000;
  if (!atEnd) return t("replay.loading");
  const paused = replay.recording.value?.gaps.some(({ reason, to }) => reason === "paused" && to === null);
  return paused ? t("replay.live_paused") : t("replay.live_waiting");
}

/** Why something is not to be seen or heard at this moment. */
function absent(replay: Replay): string {
  const now = replay.position.value;
  const recording = replay.recording.value;
  const limited = spanAt(recording?.limited ?? [], now);
  if (limited) return limitedText(limited);
  const missing = replay.missing.value.find(({ from, to }) => from <= now && now < to);
  if (missing) return missingText(replay, missing);
  return spanAt(recording?.unrecorded ?? [], now) ? t("replay.unrecorded") : "";
}
