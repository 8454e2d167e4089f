// A teacher's phone over the notebook: it sends its camera and nothing else.

import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button, CameraIcon, CameraOffIcon, Lamp, RefreshIcon, SunIcon } from "../../ui/parts";
import { useFocusOnMain } from "../frame/keep-focus";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useTitle } from "../frame/use-title";
import type { Room } from "../room";
import { Preview } from "./Preview";
import { hasLamp, turnLamp } from "./torch";
import { useAwake } from "./use-awake";

export function CameraPage({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  useAwake();
  useEffect(() => {
    room.devices.facing = "environment";
    if (!room.media.sources.tracks.value.camera) void room.own.toggle("camera");
  }, [room]);
  const track = room.media.sources.tracks.value.camera;
  const live = room.view?.lesson.phase === "live";
  return (
    <div class="room room-camera">
      <StatusStrip room={room} />
      <main id="main" class="room-main" tabIndex={-1}>
        <Preview track={track} />
        <p class="camera-state" role="status">
          <Lamp tone={track && live ? "good" : "warn"} testId="camera-state">
            {track ? t(live ? "device.camera.on" : "device.camera.waits") : t("device.camera.off")}
          </Lamp>
        </p>
      </main>
      <div class="room-foot">
        <Trouble room={room} />
        <div class="camera-buttons">
          <Button
            size="big"
            kind={track ? "quiet" : "primary"}
            testId="camera"
            pressed={track !== undefined}
            busy={room.own.asking.value === "camera"}
            icon={track ? <CameraIcon /> : <CameraOffIcon />}
            onClick={() => void room.own.toggle("camera")}
          >
            {track ? t("device.camera.stop") : t("device.camera.start")}
          </Button>
          {track && <TrackButtons key={track.id} room={room} track={track} />}
        </div>
      </div>
    </div>
  );
}

/** What a phone's browser lets one do with its camera. */
function TrackButtons({ room, track }: { room: Room; track: MediaStreamTrack }) {
  const [lit, setLit] = useState(false);
  const light = async () => {
    if (await turnLamp(track, !lit)) setLit(!lit);
  };
  return (
    <>
      <Button size="big" testId="flip" icon={<RefreshIcon />} onClick={() => void room.own.flipCamera()}>
        {t("device.camera.flip")}
      </Button>
      {hasLamp(track) && (
        <Button size="big" testId="torch" pressed={lit} icon={<SunIcon />} onClick={() => void light()}>
          {t("device.camera.torch")}
        </Button>
      )}
    </>
  );
}
