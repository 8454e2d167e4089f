// The lesson as its teacher sees it: one column on a phone, two on a desktop.

import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { canShareScreen } from "../../lib/capture";
import { Button, Confirm, EditIcon, Lamp, MicOffIcon, PeopleIcon, SoundIcon, StopIcon } from "../../ui/parts";
import { ChatPanel } from "../chat/ChatPanel";
import { useFocusOnMain } from "../frame/keep-focus";
import { SourceButton } from "../frame/SourceButton";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useNow } from "../frame/use-now";
import { useTitle } from "../frame/use-title";
import type { Room } from "../room";
import { hearers, minutes, roster } from "../selectors";
import { Stage } from "../stage/Stage";
import { EchoBanner } from "./EchoBanner";
import { Hands } from "./Hands";
import { RecordingBar } from "./RecordingBar";
import { Roster } from "./Roster";
import { SheetCard } from "./SheetCard";
import { useSheetTime } from "./sheet-time";

export function TeacherRoom({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  const sheet = useSheetTime(room);
  return (
    <div class="room room-teacher">
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <StatusStrip room={room}>
        <HereLamp room={room} />
      </StatusStrip>
      <main id="main" class="room-main" tabIndex={-1}>
        <div class="teach-stage">
          <Stage room={room} />
          <LessonLine room={room} />
          <RecordingBar room={room}>
            {sheet.time && <SheetButton open={sheet.open} onToggle={sheet.toggle} />}
          </RecordingBar>
        </div>
        <div class="teach-side">
          {sheet.open && <SheetCard entry={room.entry} people={room.view?.people} focus />}
          <Hands room={room} />
          <Roster room={room} />
        </div>
        <ChatPanel room={room} />
      </main>
      <div class="room-foot">
        <EchoBanner room={room} />
        <Trouble room={room} />
        <Controls room={room} />
      </div>
    </div>
  );
}

/** How many are there; as soon as the server knows, how many really hear. */
function HereLamp({ room }: { room: Room }) {
  if (!room.view) return null;
  const pupils = roster(room.view);
  const here = pupils.filter(({ present }) => present).length;
  const hears = hearers(pupils, room.hearing.value);
  if (hears === null) {
    return (
      <Lamp tone="info" icon={<PeopleIcon size="1.1em" />} testId="here">
        <span class="numbers">
          {here}/{pupils.length}
        </span>
      </Lamp>
    );
  }
  return (
    <Lamp tone={hears < here ? "warn" : "info"} icon={<SoundIcon size="1.1em" />} testId="here">
      <span class="numbers">
        {hears}/{pupils.length}
      </span>
      <span class="strip-word">{t("teach.roster.hear_word")}</span>
    </Lamp>
  );
}

function LessonLine({ room }: { room: Room }) {
  const now = useNow(room);
  const lesson = room.view?.lesson;
  if (!lesson?.started_at) return null;
  return (
    <p class="lesson-line">
      <strong>{lesson.title}</strong>
      <span class="muted numbers">
        {t("teach.time", { minutes: minutes(now - lesson.started_at) })} ·{" "}
        {t("teach.bell", { time: formatTime(lesson.ends_at) })}
      </span>
    </p>
  );
}

function SheetButton({ open, onToggle }: { open: boolean; onToggle: () => void }) {
  return (
    <Button size="small" icon={<EditIcon />} expanded={open} testId="sheet-open" onClick={onToggle}>
      {t("sheet.title")}
    </Button>
  );
}

function Controls({ room }: { room: Room }) {
  return (
    <section class="controls" aria-label={t("teach.controls")}>
      <SourceButton room={room} source="mic" />
      <SourceButton room={room} source="camera" />
      {canShareScreen() && <SourceButton room={room} source="screen" />}
      <Button icon={<MicOffIcon />} testId="mute-all" onClick={() => void room.ask({ type: "mute_all" })}>
        {t("teach.mute_all")}
      </Button>
      <Confirm
        kind="danger"
        icon={<StopIcon />}
        testId="end"
        question={t("teach.end.sure")}
        confirm={t("teach.end.yes")}
        onConfirm={() => void room.ask({ type: "end_lesson" })}
      >
        {t("teach.end")}
      </Confirm>
    </section>
  );
}
