// What the phone's camera sees.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";

export function Preview({ track }: { track: MediaStreamTrack | undefined }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <div class="camera-preview">
      <video ref={video} muted playsInline autoPlay aria-label={t("device.camera.preview")} />
    </div>
  );
}
