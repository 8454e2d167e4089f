// The teacher's phone: as a camera over the notebook, or the lesson moves to it. A code is shown until it is closed.

import { useState } from "preact/hooks";
import { problemText } from "../../../api/problem";
import { t } from "../../../i18n";
import { formatTime } from "../../../i18n/format";
import { Button, CameraIcon, Notice, PhoneIcon, useFocusBack } from "../../../ui/parts";
import type { Room } from "../../room";
import { type Companion, companion, type Kind } from "./companion";

export function SecondPhone({ room }: { room: Room }) {
  const [shown, setShown] = useState<Companion | null>(null);
  const [busy, setBusy] = useState<Kind | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const box = useFocusBack(shown !== null || busy !== null);
  const ask = async (kind: Kind) => {
    setBusy(kind);
    setFailure(null);
    setShown(null);
    try {
      setShown(await companion(room.entry, kind));
    } catch (error) {
      setFailure(error);
    }
    setBusy(null);
  };
  return (
    <section class="second-phone" aria-label={t("teach.phone")}>
      <h3>{t("teach.phone")}</h3>
      <div ref={box} class="row">
        <Button
          size="small"
          icon={<CameraIcon />}
          busy={busy === "camera"}
          testId="phone-camera"
          onClick={() => void ask("camera")}
        >
          {t("teach.phone.camera")}
        </Button>
        <Button
          size="small"
          icon={<PhoneIcon />}
          busy={busy === "move"}
          testId="phone-move"
          onClick={() => void ask("move")}
        >
          {t("teach.phone.move")}
        </Button>
      </div>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
      {shown && (
        <div class="phone-code" role="status">
          <img src={shown.qr} alt={t("teach.phone.qr")} width="320" height="320" data-testid="phone-qr" />
          <p>{t("teach.phone.scan", { time: formatTime(shown.expires_at) })}</p>
          <p class="small muted">{t("teach.phone.secret")}</p>
          <Button size="small" onClick={() => setShown(null)}>
            {t("common.close")}
          </Button>
        </div>
      )}
    </section>
  );
}
