// Before the lesson: does the microphone hear, does the camera see, is the server there; then one button.

import { useEffect, useMemo } from "preact/hooks";
import { t } from "../../../i18n";
import type { LessonCard } from "../../../lib/api";
import { Button, Card, Notice, Page, PlayIcon } from "../../../ui/parts";
import { CardHead } from "../../entry/JoinCard";
import { RecordingNote } from "../../frame/Recording";
import { Trouble } from "../../frame/Trouble";
import type { Room } from "../../room";
import { roster } from "../../selectors";
import { CameraCheck } from "./CameraCheck";
import { Check } from "./check";
import { MicCheck } from "./MicCheck";
import { RecordingCheck } from "./RecordingCheck";
import { ServerCheck } from "./ServerCheck";

export function TeacherCheck({ room, card }: { room: Room; card: LessonCard }) {
  const check = useMemo(() => new Check(room), [room]);
  useEffect(() => {
    room.enter();
    void check.open();
    return () => check.close();
  }, [room, check]);
  const here = room.view ? roster(room.view).filter(({ present }) => present).length : 0;
  return (
    <Page title={`${card.subject} ${card.class_name}`}>
      <div class="check" onPointerDown={() => check.meter.value?.wake()}>
        <Card>
          <CardHead card={card} staff />
          <RecordingNote card={card} />
          {here > 0 && <p>{t("teach.check.here", { here })}</p>}
        </Card>
        <Card title={t("teach.check.title")}>
          <div class="check-grid">
            <CameraCheck check={check} />
            <div class="stack">
              <MicCheck check={check} />
              <ServerCheck room={room} />
              {card.recording && <RecordingCheck />}
            </div>
          </div>
        </Card>
        {room.media.moved.value && <Notice tone="info">{t("teach.check.moved")}</Notice>}
        <Trouble room={room} />
        {check.micFault.value && <p class="muted center">{t("teach.check.start_mute")}</p>}
        {!window.isSecureContext && (
          <Notice tone="warn" silent>
            {t("class.card.insecure")}
          </Notice>
        )}
        <div class="check-start">
          <Button
            kind="primary"
            size="big"
            wide
            testId="start"
            icon={<PlayIcon />}
            busy={check.starting.value}
            disabled={room.connection.line.value !== "connected" || room.view === null}
            onClick={() => void check.start()}
          >
            {t("teach.check.start")}
          </Button>
        </div>
      </div>
    </Page>
  );
}
