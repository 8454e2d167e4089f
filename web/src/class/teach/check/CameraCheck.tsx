// The camera before the lesson: preview, on or off at the start, the choice of device, or the one fix.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../i18n";
import { CameraOffIcon } from "../../../ui/parts";
import type { Check } from "./check";
import { DeviceChoice } from "./DeviceChoice";
import { Fault } from "./Fault";

export function CameraCheck({ check }: { check: Check }) {
  const fault = check.cameraFault.value;
  const wanted = check.cameraWanted.value;
  return (
    <div class="check-item">
      <Preview track={check.camera.value} asking={wanted && !fault} />
      <label class="tick">
        <input
          type="checkbox"
          checked={wanted}
          onChange={(event) => check.wantCamera(event.currentTarget.checked)}
        />
        {t("teach.check.camera_use")}
      </label>
      {fault && <Fault device="camera" why={fault} onRetry={() => void check.openCamera()} />}
      <DeviceChoice
        label={t("teach.check.camera_device")}
        choices={check.cameras.value}
        track={check.camera.value}
        onChoice={(id) => void check.openCamera(id)}
      />
    </div>
  );
}

function Preview({ track, asking }: { track: MediaStreamTrack | null; asking: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <div class="preview">
      <video
        ref={video}
        class="mirrored"
        hidden={!track}
        muted
        playsInline
        autoPlay
        aria-label={t("class.stage.you")}
      />
      {!track && (
        <p>
          <CameraOffIcon size="2rem" />
          {asking ? t("teach.check.asking") : t("teach.check.camera_off")}
        </p>
      )}
    </div>
  );
}
