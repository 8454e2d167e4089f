// The lesson as its teacher sees it, or a co-teacher, who may do all but end it: one column on a phone, two on a desktop.

import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { periodName } from "../../i18n/names";
import { canShareScreen } from "../../lib/sending/capture";
import {
  Button,
  Confirm,
  EditIcon,
  Lamp,
  MicOffIcon,
  PeopleIcon,
  SlidersIcon,
  SoundIcon,
  StopIcon,
} from "../../ui/parts";
import { ChatPanel } from "../chat/ChatPanel";
import { Banners } from "../frame/Banners";
import { useFocusOnMain, useKeptFocus } from "../frame/keep-focus";
import { useKeys } from "../frame/keys";
import { SourceButton } from "../frame/SourceButton";
import { StatusStrip } from "../frame/StatusStrip";
import { Trouble } from "../frame/Trouble";
import { useNow } from "../frame/use-now";
import { useTitle } from "../frame/use-title";
import { runningPeriod } from "../lines";
import type { Room } from "../room";
import { hearers, minutes, roster } from "../selectors";
import { Stage } from "../stage/Stage";
import { ClassPanel } from "./control/ClassPanel";
import { QuietBar, QuietButton } from "./control/Quiet";
import { EchoBanner } from "./EchoBanner";
import { Hands } from "./hands/Hands";
import { LoweredSnack } from "./hands/Lowered";
import { DoorCard } from "./people/DoorCard";
import { Roster } from "./people/Roster";
import { RecordingBar } from "./RecordingBar";
import { SheetCard } from "./SheetCard";
import { useSheetTime } from "./sheet-time";
import { TEACHER_KEYS } from "./teacher-keys";

export function TeacherRoom({ room }: { room: Room }) {
  useTitle(room);
  useFocusOnMain();
  useKeys(TEACHER_KEYS);
  const sheet = useSheetTime(room);
  const [panel, setPanel] = useState(false);
  return (
    <div class="room room-teacher">
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <StatusStrip room={room} keys={TEACHER_KEYS}>
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
          {panel && <ClassPanel room={room} />}
          {sheet.open && <SheetCard entry={room.entry} people={room.view?.people} focus />}
          <DoorCard room={room} />
          <Hands room={room} />
          <Roster room={room} />
        </div>
        <ChatPanel room={room} />
      </main>
      <Foot room={room} panel={panel} onPanel={() => setPanel(!panel)} />
    </div>
  );
}

function Foot({ room, panel, onPanel }: { room: Room; panel: boolean; onPanel: () => void }) {
  const now = useNow(room);
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, "[data-testid=quiet]");
  return (
    <div ref={box} class="room-foot">
      <Banners room={room} />
      <EchoBanner room={room} />
      <LoweredSnack room={room} now={now} />
      <QuietBar room={room} />
      <Trouble room={room} />
      <Controls room={room} panel={panel} onPanel={onPanel} />
    </div>
  );
}

/** How many are there; as soon as the server knows, how many really hear. */
function HereLamp({ room }: { room: Room }) {
  if (!room.view) return null;
  const pupils = roster(room.view);
  const here = pupils.filter(({ present, at_school }) => present || at_school).length;
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
  const running = runningPeriod(lesson, now);
  return (
    <p class="lesson-line">
      <strong>{lesson.title}</strong>
      {running && (
        <span data-testid="running">{t("teach.lines.now", { period: periodName(running.period) })}</span>
      )}
      <span class="muted numbers">
        {t("teach.time", { minutes: minutes(now - lesson.started_at) })} ·{" "}
        {t("teach.bell", { time: formatTime(running?.ends_at ?? lesson.ends_at) })}
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

interface ControlsProps {
  room: Room;
  panel: boolean;
  onPanel: () => void;
}

function Controls({ room, panel, onPanel }: ControlsProps) {
  return (
    <section class="controls" aria-label={t("teach.controls")}>
      <SourceButton room={room} source="mic" />
      <SourceButton room={room} source="camera" />
      {canShareScreen() && <SourceButton room={room} source="screen" />}
      <QuietButton room={room} />
      <Button icon={<MicOffIcon />} testId="mute-all" onClick={() => void room.ask({ type: "mute_all" })}>
        {t("teach.mute_all")}
      </Button>
      <Button icon={<SlidersIcon />} expanded={panel} testId="class" onClick={onPanel}>
        {t("teach.class")}
      </Button>
      {room.me?.role === "teacher" && (
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
      )}
    </section>
  );
}
